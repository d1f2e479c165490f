package dev.cloze.seqio.task;

import dev.cloze.Refusal;
import dev.cloze.objective.noise.NoiseFunction;
import dev.cloze.objective.noise.NoiseMask;
import dev.cloze.objective.noise.SpanLengths;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.step.Denoise;
import dev.cloze.seqio.step.EndOfSequence;
import dev.cloze.seqio.step.PackPrefixLm;
import dev.cloze.seqio.step.ReduceConcatTokens;
import dev.cloze.seqio.step.SelectRandomChunk;
import dev.cloze.seqio.step.SplitTokens;
import dev.cloze.seqio.step.TokenLimit;
import dev.cloze.seqio.step.TrimFeatures;
import java.util.List;

/** The objectives of T5's pre-training tasks, as chains of its preprocessors (t5.data.preprocessors). */
public final class T5Objectives {

    private static final double IID_DENSITY = 0.15;
    private static final NoiseFunction MASKED_INPUTS = new NoiseFunction.SpanToUniqueSentinel(true);
    private static final NoiseFunction MASKED_TARGETS = new NoiseFunction.SpanToUniqueSentinel(false);

    private T5Objectives() {}

    /**
     * {@code span_corruption}.
     *
     * @param noiseDensity share of the tokens that is masked
     * @param meanSpanLength mean length of a masked span
     * @param merge whether 128 documents are joined before they are cut
     * @param reserved tokens by which inputs stay shorter than their sequence length
     */
    public static Preprocessor spanCorruption(double noiseDensity, double meanSpanLength, boolean merge, int reserved) {
        return (elements, context) -> {
            int inputs = context.length("inputs") - reserved;
            SpanLengths lengths = SpanLengths.of(new SpanLengths.Plan(inputs, noiseDensity, meanSpanLength));
            Refusal.require(
                    lengths.targets() <= context.length("targets"),
                    "span corruption makes targets of %d tokens; their sequence length is %d",
                    lengths.targets(),
                    context.length("targets"));
            SplitTokens split = new SplitTokens(TokenLimit.of(lengths.tokens()));
            Denoise denoise =
                    new Denoise(noiseDensity, new NoiseMask.RandomSpans(meanSpanLength), MASKED_INPUTS, MASKED_TARGETS);
            List<Preprocessor> steps = merge
                    ? List.of(SelectRandomChunk.WHOLE, ReduceConcatTokens.T5, split, denoise)
                    : List.of(SelectRandomChunk.WHOLE, split, denoise);
            return Preprocessor.chain(steps).apply(elements, context);
        };
    }

    /** {@code iid_denoising}: each token masked on its own. */
    public static Preprocessor iidDenoising() {
        return Preprocessor.chain(List.of(
                SelectRandomChunk.WHOLE,
                ReduceConcatTokens.T5,
                new SplitTokens(TokenLimit.lengthOf("inputs")),
                new Denoise(IID_DENSITY, new NoiseMask.Independent(), MASKED_INPUTS, MASKED_TARGETS)));
    }

    /** {@code prefix_lm}: the beginning of a segment read, the rest written. */
    public static Preprocessor prefixLm(double noiseDensity) {
        return Preprocessor.chain(List.of(
                SelectRandomChunk.WHOLE,
                new SplitTokens(TokenLimit.lengthOf("inputs")),
                new Denoise(
                        noiseDensity,
                        new NoiseMask.RandomPrefix(),
                        new NoiseFunction.Drop(false),
                        new NoiseFunction.Drop(true))));
    }

    /** {@code full_lm}: everything written, documents kept apart by an end of sequence. */
    public static Preprocessor fullLm() {
        return (elements, context) -> Preprocessor.chain(List.of(
                        SelectRandomChunk.WHOLE,
                        new EndOfSequence(false),
                        ReduceConcatTokens.T5,
                        new SplitTokens(TokenLimit.of(context.length("targets")))))
                .apply(elements, context);
    }

    /** {@code targets_for_prefix_lm_objective}: what LM adaptation packs, see {@link PackPrefixLm}. */
    public static Preprocessor targetsForPrefixLm() {
        return Preprocessor.chain(List.of(fullLm(), TrimFeatures.PAD));
    }
}
