package dev.cloze.app.cli.option;

import picocli.CommandLine.Mixin;

/** What {@code cloze score} is asked. */
public final class ScoreOptions {

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final PlacementOptions placement = new PlacementOptions();

    @Mixin
    private final TextOptions texts = new TextOptions();

    @Mixin
    private final BatchOption batch = new BatchOption();

    @Mixin
    private final TokenOptions tokens = new TokenOptions();

    /** The model. */
    public ModelOptions model() {
        return model;
    }

    /** Where it computes. */
    public PlacementOptions placement() {
        return placement;
    }

    /** The pairs of texts. */
    public TextOptions texts() {
        return texts;
    }

    /** How many of them are worked on together. */
    public int batch() {
        return batch.size();
    }

    /** What is told of tokens. */
    public TokenOptions tokens() {
        return tokens;
    }
}
