package dev.cloze.objective;

import dev.cloze.Seed;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;

/** What a model learns from a run of tokens. Each case is one paper's recipe. */
public interface Objective {

    /** How many raw tokens one example of at most {@code lengths} is made of. */
    int tokensLength(Lengths lengths);

    /** Splits {@code tokens} into what the model reads and what it must write, end-of-sequence tokens included. */
    Example apply(Tokens tokens, Vocabulary vocabulary, Seed seed);
}
