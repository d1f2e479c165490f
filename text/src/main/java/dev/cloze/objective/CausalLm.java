package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.Tokens;

/**
 * Writes all of a segment (Raffel et al. 2020, §3.2.1, “language modeling”; {@code full_lm} in T5's code). Every document
 * ends with an end-of-sequence token and a segment may hold the end of one and the beginning of the next, so no token is
 * added where a segment is cut. The inputs are an end-of-sequence token only, for an encoder must read something.
 */
@Doc("Writes all of the text, reading nothing.")
public record CausalLm() implements Objective {

    @Override
    public String name() {
        return "LM";
    }

    @Override
    public Denoisers prepare(Setting setting) {
        int targets = setting.lengths().targets();
        Refusal.require(
                setting.inputsRoom() >= 1 && targets >= 2,
                "LM needs lengths of at least %d inputs and 2 targets, got %d and %d",
                setting.mode().size() + 1,
                setting.lengths().inputs(),
                targets);
        Tokens inputs = setting.mode().append(setting.vocabulary().eosId());
        return Denoisers.ofSeparated(new CausalDenoiser(name(), targets, inputs));
    }

    /** {@link CausalLm} made ready. */
    private record CausalDenoiser(String name, int tokensLength, Tokens inputs) implements Denoiser {

        @Override
        public Lengths lengths(int tokens, Seed seed) {
            return new Lengths(inputs.size(), tokens);
        }

        @Override
        public Example apply(Tokens tokens, String language, Seed seed) {
            return new Example(inputs, tokens, new Example.Label(language, name));
        }
    }
}
