package dev.cloze.objective.noise;

import dev.cloze.data.random.StatelessSeed;
import dev.cloze.text.Tokens;
import java.util.List;

/** What becomes of noise, or of the rest: T5's functions of tokens and mask, id for id. */
public sealed interface NoiseFunction {

    /**
     * The tokens that are left or put in place.
     *
     * @param tokens a segment
     * @param mask true where a token is noise
     * @param vocabularySize its last id is the first sentinel; further ones count down
     * @param seeds two seeds
     */
    Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds);

    /**
     * {@code noise_span_to_unique_sentinel} and its opposite: each span becomes the next sentinel.
     *
     * @param noise whether spans of noise are replaced, or spans of the rest
     */
    record SpanToUniqueSentinel(boolean noise) implements NoiseFunction {

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            return replaceSpans(tokens, mask, noise, vocabularySize, 1);
        }
    }

    /**
     * {@code noise_span_to_sentinel} and its opposite: each span becomes the same sentinel.
     *
     * @param noise whether spans of noise are replaced, or spans of the rest
     */
    record SpanToSentinel(boolean noise) implements NoiseFunction {

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            return replaceSpans(tokens, mask, noise, vocabularySize, 0);
        }
    }

    /**
     * {@code drop_noise_tokens} and its opposite.
     *
     * @param noise whether noise is dropped, or the rest
     */
    record Drop(boolean noise) implements NoiseFunction {

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            int[] kept = new int[tokens.size()];
            int size = 0;
            for (int i = 0; i < kept.length; i++) {
                if (mask[i] != noise) {
                    kept[size++] = tokens.at(i);
                }
            }
            return Tokens.copyOf(kept, 0, size);
        }
    }

    /** The tokens as they are: what {@code denoise} makes without a function for the targets. */
    record Keep() implements NoiseFunction {

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            return tokens;
        }
    }

    /** {@code noise_token_to_sentinel}: each token of noise becomes the sentinel. */
    record TokenToSentinel() implements NoiseFunction {

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            int[] ids = tokens.toArray();
            for (int i = 0; i < ids.length; i++) {
                ids[i] = mask[i] ? vocabularySize - 1 : ids[i];
            }
            return Tokens.of(ids);
        }
    }

    /** {@code permute_noise_tokens}: the noise in another order. */
    record Permute() implements NoiseFunction {

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            Tokens noise = new Drop(false).apply(tokens, mask, vocabularySize, seeds);
            int[] order = seeds.get(0).shuffle(noise.size());
            int[] ids = tokens.toArray();
            int next = 0;
            for (int i = 0; i < ids.length; i++) {
                if (mask[i]) {
                    ids[i] = noise.at(order[next++]);
                }
            }
            return Tokens.of(ids);
        }
    }

    /** {@code noise_token_to_gathered_token}: each token of noise becomes one from anywhere in the segment. */
    record TokenToGathered() implements NoiseFunction {

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            int[] ids = tokens.toArray();
            if (ids.length == 0) {
                return tokens;
            }
            int[] from = seeds.get(0).uniformInts(ids.length, 0, ids.length);
            for (int i = 0; i < ids.length; i++) {
                ids[i] = mask[i] ? tokens.at(from[i]) : ids[i];
            }
            return Tokens.of(ids);
        }
    }

    /**
     * {@code noise_token_to_random_token}: each token of noise becomes any of the vocabulary.
     *
     * @param reservedTokens ids from 0 that are never drawn
     */
    record TokenToRandom(int reservedTokens) implements NoiseFunction {

        /** All but padding, end of sequence and unknown. */
        public TokenToRandom() {
            this(3);
        }

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            int[] ids = seeds.get(0).uniformInts(tokens.size(), reservedTokens, vocabularySize);
            for (int i = 0; i < ids.length; i++) {
                ids[i] = mask[i] ? ids[i] : tokens.at(i);
            }
            return Tokens.of(ids);
        }
    }

    /**
     * {@code noise_token_to_random_token_or_sentinel}: each token of noise becomes a random one, or the sentinel.
     *
     * @param randomShare how often it becomes a random one
     */
    record TokenToRandomOrSentinel(double randomShare) implements NoiseFunction {

        /** One in ten. */
        public TokenToRandomOrSentinel() {
            this(0.1);
        }

        @Override
        public Tokens apply(Tokens tokens, boolean[] mask, int vocabularySize, List<StatelessSeed> seeds) {
            float[] uniform = seeds.get(0).uniform(tokens.size());
            Tokens random = new TokenToRandom().apply(tokens, mask, vocabularySize, seeds.subList(1, 2));
            int[] ids = new TokenToSentinel()
                    .apply(tokens, mask, vocabularySize, seeds)
                    .toArray();
            for (int i = 0; i < ids.length; i++) {
                ids[i] = uniform[i] < (float) randomShare ? random.at(i) : ids[i];
            }
            return Tokens.of(ids);
        }
    }

    private static Tokens replaceSpans(Tokens tokens, boolean[] mask, boolean noise, int vocabularySize, int step) {
        int[] ids = new int[tokens.size()];
        int size = 0;
        int sentinel = vocabularySize - 1;
        boolean inside = false;
        for (int i = 0; i < ids.length; i++) {
            boolean replaced = mask[i] == noise;
            if (!replaced) {
                ids[size++] = tokens.at(i);
            } else if (!inside) {
                ids[size++] = sentinel;
                sentinel -= step;
            }
            inside = replaced;
        }
        return Tokens.copyOf(ids, 0, size);
    }
}
