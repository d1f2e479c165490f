package dev.cloze.app.cli.option;

import picocli.CommandLine.Mixin;

/** What is asked of every command that gives texts to a model. */
public abstract sealed class TextWorkOptions permits EmbedOptions, FillOptions, GenerateOptions, ScoreOptions {

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final PlacementOptions placement = new PlacementOptions();

    @Mixin
    private final TextOptions texts = new TextOptions();

    @Mixin
    private final BatchOption batch = new BatchOption();

    /** The model. */
    public final ModelOptions model() {
        return model;
    }

    /** Where it computes. */
    public final PlacementOptions placement() {
        return placement;
    }

    /** The texts, or pairs of them. */
    public final TextOptions texts() {
        return texts;
    }

    /** How many of them are worked on together. */
    public final int batch() {
        return batch.size();
    }
}
