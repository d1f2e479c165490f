package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.Framing;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * BART's noise (Lewis et al. 2020, §2.2): sentences in another order, spans of Poisson lengths each replaced by one mask, an
 * empty span by a mask that is put in, and the whole turned to begin anywhere. All of the text is written. The mask is the
 * vocabulary's, or else its first sentinel.
 *
 * <pre>
 * tokens   A B C . D E .
 * inputs   D _ . A _ C _ .     permuted; B and E masked, a mask put in
 * targets  A B C . D E .
 * </pre>
 */
@Doc("BART's noise: sentences permuted, spans replaced by one mask each, all of the text written (Lewis et al. 2020).")
public record TextInfilling(
        @Doc("Share of the tokens that is masked.") double maskedShare,

        @Doc(value = "Mean of the Poisson distribution of span lengths; an empty span puts a mask in.", unit = "tokens")
        double meanSpanLength,

        @Doc("Share of the examples whose sentences change places.")
        double permuteShare,

        @Doc("Share of the examples that are turned to begin anywhere.")
        double rotateShare)
        implements Objective {

    /** Checks the ranges. */
    public TextInfilling {
        Refusal.require(
                0 <= maskedShare && maskedShare < 1,
                "masked-share must be at least 0 and below 1, got %s",
                maskedShare);
        Refusal.require(
                0 < meanSpanLength && meanSpanLength <= 100,
                "mean-span-length must be above 0 and at most 100, got %s",
                meanSpanLength);
        Refusal.require(
                0 <= permuteShare && permuteShare <= 1, "permute-share must be in [0, 1], got %s", permuteShare);
        Refusal.require(0 <= rotateShare && rotateShare <= 1, "rotate-share must be in [0, 1], got %s", rotateShare);
    }

    /** BART's: 30 % of the tokens in spans of three, sentences always permuted. */
    public static TextInfilling bart() {
        return new TextInfilling(0.3, 3, 1, 0);
    }

    @Override
    public String name() {
        return "B(" + Names.number(meanSpanLength) + ", " + Names.number(maskedShare) + ")";
    }

    @Override
    public Denoisers prepare(Setting setting) {
        int size = setting.vocabulary().size();
        int sentinels = setting.vocabulary().sentinels().count();
        int mask = setting.spelling()
                .maskId(
                        size,
                        sentinels == 0 ? -1 : setting.vocabulary().sentinels().id(0));
        Refusal.require(mask >= 0, "%s needs a vocabulary with a mask or sentinels; this one has neither", name());
        Framing framing = setting.framing().ended(setting.vocabulary().eosId());
        int longest = Math.min(setting.inputsRoom(), setting.lengths().targets()) - framing.size();
        Refusal.require(
                longest >= Denoisers.FEWEST_TOKENS,
                "%s needs lengths of at least %d inputs and %d targets, got %d and %d",
                name(),
                setting.mode().size() + framing.size() + Denoisers.FEWEST_TOKENS,
                framing.size() + Denoisers.FEWEST_TOKENS,
                setting.lengths().inputs(),
                setting.lengths().targets());
        BitSet ends = setting.spelling().endingSentences(size);
        return Denoisers.of(new InfillingDenoiser(this, setting.mode(), framing, new Marks(mask, ends), longest));
    }

    /**
     * Ids that mean something to the noise.
     *
     * @param mask stands for a span
     * @param ends what sentences end with
     */
    private record Marks(int mask, BitSet ends) {}

    /** {@link TextInfilling} made ready. */
    private record InfillingDenoiser(TextInfilling recipe, Tokens mode, Framing framing, Marks marks, int tokensLength)
            implements Denoiser {

        @Override
        public String name() {
            return recipe.name();
        }

        @Override
        public Lengths lengths(int tokens, Seed seed) {
            int framed = tokens + framing.size();
            return new Lengths(mode.size() + framed, framed);
        }

        @Override
        public Example apply(Tokens tokens, String language, Seed seed) {
            SplittableRandom random = seed.random();
            Tokens permuted = random.nextDouble() < recipe.permuteShare ? permuted(tokens, seed) : tokens;
            Tokens masked = masked(permuted, random);
            Tokens turned = random.nextDouble() < recipe.rotateShare ? turned(masked, random) : masked;
            return new Example(
                    framing.around(mode.concat(turned)), framing.around(tokens), new Example.Label(language, name()));
        }

        private Tokens permuted(Tokens tokens, Seed seed) {
            List<Tokens> sentences = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < tokens.size(); i++) {
                boolean ends =
                        i == tokens.size() - 1 || (marks.ends.get(tokens.at(i)) && !marks.ends.get(tokens.at(i + 1)));
                if (ends) {
                    sentences.add(tokens.slice(from, i + 1));
                    from = i + 1;
                }
            }
            Collections.shuffle(sentences, new Random(seed.split("sentences").value()));
            TokenWriter writer = new TokenWriter(tokens.size());
            sentences.forEach(writer::add);
            return writer.tokens();
        }

        private static Tokens turned(Tokens tokens, SplittableRandom random) {
            int at = random.nextInt(tokens.size());
            return tokens.slice(at, tokens.size()).concat(tokens.slice(0, at));
        }

        /** Spans until the share is reached, the last one cut short; each begins behind at least one token that is kept. */
        private Tokens masked(Tokens tokens, SplittableRandom random) {
            int budget = (int) Math.ceil(tokens.size() * recipe.maskedShare);
            List<Integer> lengths = new ArrayList<>();
            int masked = 0;
            int inserted = 0;
            int removed = 0;
            while (masked + inserted < budget) {
                int length = Math.min(poisson(recipe.meanSpanLength, random), budget - masked - inserted);
                // A mask may be put in only where a longer span has made room for it.
                length = length == 0 && removed == inserted ? 1 : length;
                lengths.add(length);
                masked += length;
                inserted += length == 0 ? 1 : 0;
                removed += Math.max(0, length - 1);
            }
            return written(tokens, lengths, tokens.size() - masked, random);
        }

        /** The tokens with the spans at places drawn evenly among the kept tokens. */
        private Tokens written(Tokens tokens, List<Integer> lengths, int kept, SplittableRandom random) {
            int[] before = new int[kept + 1];
            int[] order = random.ints(lengths.size(), 0, kept + 1).sorted().toArray();
            for (int place : order) {
                before[place]++;
            }
            TokenWriter writer = new TokenWriter(kept + lengths.size());
            int at = 0;
            int span = 0;
            for (int i = 0; i <= kept; i++) {
                for (int j = 0; j < before[i]; j++) {
                    writer.add(marks.mask);
                    at += lengths.get(span++);
                }
                if (i < kept) {
                    writer.add(tokens.at(at++));
                }
            }
            return writer.tokens();
        }

        /** Knuth, TAOCP 3.4.1. */
        private static int poisson(double mean, SplittableRandom random) {
            double limit = Math.exp(-mean);
            int count = 0;
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                count++;
            }
            return count;
        }
    }
}
