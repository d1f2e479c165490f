package dev.cloze.objective;

import dev.cloze.text.Tokenizer;

/** What a model learns from a run of tokens. Each case is one paper's recipe, chosen in the run file. */
public sealed interface Objective
        permits SpanCorruption,
                PrefixLm,
                CausalLm,
                WordSpans,
                TextInfilling,
                CptDenoising,
                TokenNoise,
                MixtureOfDenoisers {

    /** A short name for reports, with UL2's letters: {@code R(3, 0.15)}, {@code S(0.25)}, {@code LM}. */
    String name();

    /** The denoisers that this recipe draws from, made ready for a vocabulary and lengths. */
    Denoisers prepare(Setting setting);

    /** The denoisers that this recipe draws from, made ready for a tokenizer and lengths. */
    default Denoisers prepare(Tokenizer tokenizer, Lengths lengths) {
        return prepare(new Setting(tokenizer.vocabulary(), lengths, Spelling.of(tokenizer), tokenizer.framing()));
    }
}
