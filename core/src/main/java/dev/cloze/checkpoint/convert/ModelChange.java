package dev.cloze.checkpoint.convert;

/** What is done to a model on its way from one folder to another. */
public sealed interface ModelChange
        permits StoredFormat, VocabularySize, PositionCount, CheckpointAverage, AdapterMerge, Upcycling, CptFromBert {

    /** Changes {@code draft}. */
    void apply(ModelDraft draft);
}
