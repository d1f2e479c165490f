package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.random.StatelessSeed;
import dev.cloze.objective.noise.NoiseFunction;
import dev.cloze.objective.noise.NoiseMask;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.List;
import java.util.stream.IntStream;

/**
 * T5's denoising of one's own choice (Raffel et al. 2020, §3.3): which tokens are noise, what the encoder reads in their
 * place, and what the decoder writes. Noise behind the last sentinel's span is left as it was, unless the overflow says
 * otherwise; a segment without noise loses its last token.
 */
@Doc(
        name = "noise",
        value = "Any of T5's masks with any of its ways to write noise and the rest (Raffel et al. 2020, §3.3).")
public record TokenNoise(
        @Doc("Share of the tokens that is noise.") double noiseDensity,

        @Doc(
                "Which tokens are noise: each on its own; spans of one length at one distance; random spans; these turned; or the beginning.")
        Mask mask,

        @Doc(value = "Mean length of random spans.", unit = "tokens")
        double meanSpanLength,

        @Doc(
                "What is read in the place of noise: a sentinel of its own for each span; the first one for each span; the first one for each token; nothing; nothing but the noise; the noise in another order; tokens of the segment; any tokens; or the first sentinel nine times in ten and else any token.")
        Inputs inputs,

        @Doc(
                "What is written: the noise with a sentinel of its own, or the first one, for each span of the rest; the noise alone; the rest alone; or all of the text.")
        Targets targets,

        @Doc(
                "Where there are more gaps than sentinels: no noise behind the last; a silent count into other ids; an error.")
        SentinelOverflow overflow)
        implements Objective {

    private static final double MOST_OF_A_PREFIX = 0.5;

    private static final double MEAN_SPAN_LENGTH = 3;

    /** Which tokens are noise: T5's masks. */
    public enum Mask {
        /** Each on its own. */
        INDEPENDENT,
        /** Spans of one length at one distance. */
        REGULAR,
        /** Random spans. */
        RANDOM_SPANS,
        /** Random spans, turned by a random offset. */
        TURNED_SPANS,
        /** The beginning. */
        PREFIX;

        private NoiseMask function(double meanSpanLength) {
            return switch (this) {
                case INDEPENDENT -> new NoiseMask.Independent();
                case REGULAR -> new NoiseMask.Regular();
                case RANDOM_SPANS -> new NoiseMask.RandomSpans(meanSpanLength);
                case TURNED_SPANS -> new NoiseMask.RandomSpans(meanSpanLength, true);
                case PREFIX -> new NoiseMask.RandomPrefix();
            };
        }
    }

    /** What the encoder reads in the place of noise: T5's functions. */
    public enum Inputs {
        /** A sentinel of its own for each span. */
        UNIQUE_SENTINELS,
        /** The first sentinel for each span. */
        SENTINELS,
        /** The first sentinel for each token, as MASS does. */
        MASKS,
        /** Nothing. */
        DROPPED,
        /** The noise itself, and nothing of the rest, as a prefix language model does. */
        NOISE,
        /** The noise in another order. */
        PERMUTED,
        /** Tokens from anywhere in the segment. */
        GATHERED,
        /** Any tokens of the vocabulary. */
        RANDOM,
        /** The first sentinel nine times in ten, else any token of the vocabulary, as BERT does. */
        MASKS_OR_RANDOM;

        private NoiseFunction function() {
            return switch (this) {
                case UNIQUE_SENTINELS -> new NoiseFunction.SpanToUniqueSentinel(true);
                case SENTINELS -> new NoiseFunction.SpanToSentinel(true);
                case MASKS -> new NoiseFunction.TokenToSentinel();
                case DROPPED -> new NoiseFunction.Drop(true);
                case NOISE -> new NoiseFunction.Drop(false);
                case PERMUTED -> new NoiseFunction.Permute();
                case GATHERED -> new NoiseFunction.TokenToGathered();
                case RANDOM -> new NoiseFunction.TokenToRandom();
                case MASKS_OR_RANDOM -> new NoiseFunction.TokenToRandomOrSentinel();
            };
        }

        private int length(int tokens, int noise, int spans) {
            return switch (this) {
                case UNIQUE_SENTINELS, SENTINELS -> tokens - noise + spans;
                case DROPPED -> tokens - noise;
                case NOISE -> noise;
                default -> tokens;
            };
        }
    }

    /** What the decoder writes. */
    public enum Targets {
        /** The noise, with a sentinel of its own for each span of the rest. */
        UNIQUE_SENTINELS,
        /** The noise, with the first sentinel for each span of the rest. */
        SENTINELS,
        /** The noise alone. */
        NOISE,
        /** All but the noise. */
        REST,
        /** All of the text. */
        TEXT;

        private NoiseFunction function() {
            return switch (this) {
                case UNIQUE_SENTINELS -> new NoiseFunction.SpanToUniqueSentinel(false);
                case SENTINELS -> new NoiseFunction.SpanToSentinel(false);
                case NOISE -> new NoiseFunction.Drop(false);
                case REST -> new NoiseFunction.Drop(true);
                case TEXT -> new NoiseFunction.Keep();
            };
        }

        private int length(int tokens, int noise, int keptSpans) {
            return switch (this) {
                case UNIQUE_SENTINELS, SENTINELS -> noise + keptSpans;
                case NOISE -> noise;
                case REST -> tokens - noise;
                case TEXT -> tokens;
            };
        }
    }

    /** Checks the ranges. */
    public TokenNoise {
        Refusal.require(meanSpanLength >= 1, "mean-span-length must be at least 1, got %s", meanSpanLength);
        double most = mask == Mask.PREFIX ? MOST_OF_A_PREFIX : 1;
        Refusal.require(
                0 < noiseDensity && noiseDensity < 1 && noiseDensity <= most,
                "noise-density must be above 0 and below %s, got %s",
                most,
                noiseDensity);
    }

    /** T5's {@code iid_denoising}: each token on its own. */
    public static TokenNoise independent() {
        return new TokenNoise(
                0.15,
                Mask.INDEPENDENT,
                MEAN_SPAN_LENGTH,
                Inputs.UNIQUE_SENTINELS,
                Targets.UNIQUE_SENTINELS,
                SentinelOverflow.CAP);
    }

    @Override
    public String name() {
        return "N(" + Names.number(noiseDensity) + ")";
    }

    private NoiseMask noiseMask() {
        return mask.function(meanSpanLength);
    }

    private boolean countsSpans() {
        return inputs == Inputs.UNIQUE_SENTINELS || targets == Targets.UNIQUE_SENTINELS;
    }

    @Override
    public Denoisers prepare(Setting setting) {
        int sentinels = setting.vocabulary().sentinels().count();
        Refusal.require(sentinels > 0, "%s needs a vocabulary with sentinels; this one has none", name());
        // Any token may be noise, so that both sides may have nearly all of them.
        int longest = Math.min(setting.inputsRoom(), setting.lengths().targets()) - 1;
        Refusal.require(
                longest >= Denoisers.FEWEST_TOKENS,
                "%s needs lengths of at least %d inputs and 3 targets, got %d and %d",
                name(),
                setting.mode().size() + 3,
                setting.lengths().inputs(),
                setting.lengths().targets());
        Refusal.require(
                overflow != SentinelOverflow.ERROR || !countsSpans() || longest / 2 + 1 <= sentinels,
                "%s may make %d spans of %d tokens; the vocabulary has %d sentinels",
                name(),
                longest / 2 + 1,
                longest,
                sentinels);
        return Denoisers.of(new NoiseDenoiser(this, setting, longest));
    }

    /** {@link TokenNoise} made ready. */
    private record NoiseDenoiser(TokenNoise recipe, Setting setting, int tokensLength) implements Denoiser {

        @Override
        public String name() {
            return recipe.name();
        }

        @Override
        public Lengths lengths(int tokens, Seed seed) {
            if (!recipe.noiseMask().growsWithLength()) {
                return new Lengths(setting.mode().size() + tokens + 1, tokens + 1);
            }
            boolean[] noise = noise(tokens, seeds(seed));
            int masked = 0;
            int[] spans = new int[2];
            for (int i = 0; i < tokens; i++) {
                masked += noise[i] ? 1 : 0;
                boolean begins = i == 0 || noise[i] != noise[i - 1];
                spans[noise[i] ? 1 : 0] += begins ? 1 : 0;
            }
            return new Lengths(
                    setting.mode().size() + recipe.inputs.length(tokens, masked, spans[1]) + 1,
                    recipe.targets.length(tokens, masked, spans[0]) + 1);
        }

        private static List<StatelessSeed> seeds(Seed seed) {
            return new StatelessSeed(seed.value(), 0).split(6);
        }

        private boolean[] noise(int tokens, List<StatelessSeed> seeds) {
            boolean[] noise = recipe.noiseMask().draw(tokens, recipe.noiseDensity, seeds.subList(0, 2));
            limit(noise, recipe.overflow == SentinelOverflow.CAP);
            return noise;
        }

        @Override
        public Example apply(Tokens tokens, String language, Seed seed) {
            List<StatelessSeed> seeds = seeds(seed);
            boolean[] noise = noise(tokens.size(), seeds);
            Vocabulary vocabulary = setting.vocabulary();
            // Sentinels get ids of their own above the vocabulary, until it is known where they lie.
            int size = vocabulary.size() + vocabulary.sentinels().count();
            Tokens inputs = recipe.inputs.function().apply(tokens, noise, size, seeds.subList(2, 4));
            Tokens targets = recipe.targets.function().apply(tokens, noise, size, seeds.subList(4, 6));
            return new Example(
                            setting.mode().concat(placed(inputs, vocabulary)).append(vocabulary.eosId()),
                            placed(targets, vocabulary).append(vocabulary.eosId()),
                            new Example.Label(language, name()))
                    .overflowing(overflows(tokens.size(), seeds));
        }

        /** At least one token of noise, and no more spans on either side than there are sentinels if they are capped. */
        private void limit(boolean[] noise, boolean caps) {
            boolean any = false;
            int changes = 1;
            int most = 2 * setting.vocabulary().sentinels().count() - 1;
            for (int i = 0; i < noise.length; i++) {
                changes += i > 0 && noise[i] != noise[i - 1] ? 1 : 0;
                noise[i] &= !caps || !recipe.countsSpans() || changes <= most;
                any |= noise[i];
            }
            noise[noise.length - 1] |= !any;
        }

        /** Whether the mask asks for more gaps than there are sentinels. */
        private boolean overflows(int tokens, List<StatelessSeed> seeds) {
            // As many gaps as there are sentinels need at least as many tokens on either side of each.
            int most = 2 * setting.vocabulary().sentinels().count() - 1;
            if (!recipe.countsSpans() || tokens <= most) {
                return false;
            }
            boolean[] asked = recipe.noiseMask().draw(tokens, recipe.noiseDensity, seeds.subList(0, 2));
            long changes = IntStream.range(1, tokens)
                    .filter(i -> asked[i] != asked[i - 1])
                    .count();
            return changes + 1 > most;
        }

        private static Tokens placed(Tokens tokens, Vocabulary vocabulary) {
            Sentinels sentinels = vocabulary.sentinels();
            int last = vocabulary.size() + sentinels.count() - 1;
            return Tokens.of(tokens.stream()
                    .map(id -> id < vocabulary.size() ? id : sentinels.id(last - id))
                    .toArray());
        }
    }
}
