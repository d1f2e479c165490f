package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.objective.span.NgramMasking;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.BitSet;
import java.util.List;

/**
 * Replaces n-grams of whole words by sentinels, as Megatron masks for T5: words in random order, each with as many that
 * follow as drawn, until a share of the tokens is reached. Differs from Megatron: the inputs end with an end of sequence, and
 * a segment without a word that is short enough loses its last token.
 */
@Doc("Gaps of whole words, as Megatron masks for T5: n-grams of words, each gap a sentinel.")
public record WordSpans(@Inline NgramMasking masking) implements Objective {

    /** Megatron's. */
    public static WordSpans megatron() {
        return new WordSpans(NgramMasking.t5());
    }

    @Override
    public String name() {
        return "W(" + Names.number(masking.maskedShare()) + ")";
    }

    @Override
    public Denoisers prepare(Setting setting) {
        Refusal.require(
                setting.vocabulary().sentinels().count() > 0,
                "%s needs a vocabulary with sentinels; this one has none",
                name());
        BitSet continuing = setting.spelling().continuing(setting.vocabulary().size());
        NgramMasking.Words words = new NgramMasking.Words(continuing::get, id -> false);
        WordDenoiser denoiser = new WordDenoiser(this, setting, words, 0);
        int longest =
                denoiser.longest(setting.lengths().inputs(), setting.lengths().targets(), new Seed(0));
        Refusal.require(
                longest >= Denoisers.FEWEST_TOKENS,
                "%s needs lengths of at least %d inputs and 3 targets, got %d and %d",
                name(),
                setting.mode().size() + 3,
                setting.lengths().inputs(),
                setting.lengths().targets());
        return Denoisers.of(new WordDenoiser(this, setting, words, longest));
    }

    /** {@link WordSpans} made ready. */
    private record WordDenoiser(WordSpans recipe, Setting setting, NgramMasking.Words words, int tokensLength)
            implements Denoiser {

        @Override
        public String name() {
            return recipe.name();
        }

        @Override
        public Lengths lengths(int tokens, Seed seed) {
            int masked = (int) Math.max(1, Math.rint(tokens * recipe.masking.maskedShare()));
            int spans = Math.min(masked, setting.vocabulary().sentinels().count());
            return new Lengths(setting.mode().size() + tokens + 1, masked + spans + 1);
        }

        @Override
        public Example apply(Tokens tokens, String language, Seed seed) {
            Vocabulary vocabulary = setting.vocabulary();
            TokenWriter inputs = new TokenWriter(setting.mode().size() + tokens.size() + 1).add(setting.mode());
            TokenWriter targets = new TokenWriter(2 * tokens.size() + 1);
            int at = 0;
            int used = 0;
            List<List<Integer>> asked = spans(tokens, seed);
            List<List<Integer>> spans = asked.subList(
                    0, Math.min(asked.size(), vocabulary.sentinels().count()));
            for (List<Integer> span : spans) {
                int first = span.get(0);
                int sentinel = vocabulary.sentinels().id(used++);
                inputs.add(tokens, at, first).add(sentinel);
                at = span.get(span.size() - 1) + 1;
                targets.add(sentinel).add(tokens, first, at);
            }
            return new Example(
                            inputs.add(tokens, at, tokens.size())
                                    .add(vocabulary.eosId())
                                    .tokens(),
                            targets.add(vocabulary.eosId()).tokens(),
                            new Example.Label(language, name()))
                    .overflowing(spans.size() < asked.size());
        }

        /** At least one; those behind the last sentinel stay as they are. */
        private List<List<Integer>> spans(Tokens tokens, Seed seed) {
            NumpyRandom random = new NumpyRandom((int) seed.value());
            List<List<Integer>> spans = recipe.masking
                    .mask(tokens, tokens.size(), words, (token, r) -> token, random)
                    .spans();
            if (spans.isEmpty()) {
                return List.of(List.of(tokens.size() - 1));
            }
            return spans;
        }
    }
}
