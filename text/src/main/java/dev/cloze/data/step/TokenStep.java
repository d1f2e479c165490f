package dev.cloze.data.step;

import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import java.util.List;

/** Changes the tokens of documents that are learnt from together. The same seed gives the same tokens. */
public sealed interface TokenStep extends Step
        permits RandomChunk, ReduceConcat, Split, SplitRandomly, AppendEos, Trim {

    /** The documents as they go on; none has no tokens. */
    List<TokenizedDocument> apply(List<TokenizedDocument> documents, int eosId, Seed seed);
}
