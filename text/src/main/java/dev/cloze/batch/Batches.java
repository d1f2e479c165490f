package dev.cloze.batch;

import dev.cloze.data.Feed;

/** A feed of batches that tells what it could not learn from as the recipe says. */
public interface Batches extends Feed<Batch> {

    /** What was left out or changed since this feed was opened. */
    Omissions omissions();
}
