package dev.cloze.eval;

import dev.cloze.batch.Batches;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.text.Tokenizer;
import java.util.Optional;

/** Text that no model is trained on, read in the same order every time. */
public interface HeldOutSource {

    /** How it becomes tokens. */
    Tokenizer tokenizer();

    /** Its batches from the beginning, made as those of training are. */
    Batches batches();

    /** Its pieces from the beginning, in the order in which batches take them. */
    Feed<Material> open();

    /** A piece as running text whose gaps are learnt from; empty for pairs. */
    Optional<Document> running(Material piece);

    /** Whether any of it is running text. */
    boolean hasRunningText();
}
