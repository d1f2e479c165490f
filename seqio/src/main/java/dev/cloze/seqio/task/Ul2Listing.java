package dev.cloze.seqio.task;

import dev.cloze.objective.noise.NoiseFunction;
import dev.cloze.objective.noise.NoiseMask;
import dev.cloze.objective.noise.SpanLengths;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.dataset.DatasetRandom;
import dev.cloze.seqio.dataset.SampledDataset;
import dev.cloze.seqio.step.Denoise;
import dev.cloze.seqio.step.PrependMode;
import dev.cloze.seqio.step.ReduceConcatTokens;
import dev.cloze.seqio.step.SelectRandomChunk;
import dev.cloze.seqio.step.SplitTokens;
import dev.cloze.seqio.step.TokenLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ul2_objective}, the listing of the UL2 paper (Tay et al. 2022, appendix): one stream of joined documents, from
 * which every denoiser makes its own, and a draw among them. Differs from the paper's table 1: its prefix language model
 * splits anywhere.
 *
 * @param denoisers span corruptions
 * @param prefixLmMode the mode of the prefix language model that comes last; empty for none
 * @param shard whether each denoiser gets a part of the stream, rather than all of it
 * @param reserved tokens by which lengths stay shorter, for the modes
 * @param rates how often each is drawn; empty for equally often
 */
public record Ul2Listing(List<Denoiser> denoisers, String prefixLmMode, boolean shard, int reserved, List<Double> rates)
        implements Preprocessor {

    private static final long SAMPLE_SEED = 7;
    private static final double PREFIX_DENSITY = 0.5;

    /**
     * A span corruption.
     *
     * @param meanSpanLength mean length of a masked span
     * @param noiseDensity share of the tokens that is masked
     * @param mode what its inputs begin with
     */
    public record Denoiser(double meanSpanLength, double noiseDensity, String mode) {}

    /** Takes unmodifiable copies. */
    public Ul2Listing {
        denoisers = List.copyOf(denoisers);
        rates = List.copyOf(rates);
    }

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        TaskContext shorter = shorter(context);
        Dataset<Features> joined = Preprocessor.chain(List.of(SelectRandomChunk.WHOLE, ReduceConcatTokens.T5))
                .apply(elements, shorter);
        int count = denoisers.size() + (prefixLmMode.isEmpty() ? 0 : 1);
        List<Dataset<Features>> parts = new ArrayList<>();
        for (Denoiser denoiser : denoisers) {
            parts.add(steps(denoiser, shorter).apply(part(joined, count, parts.size()), shorter));
        }
        if (!prefixLmMode.isEmpty()) {
            parts.add(Preprocessor.chain(List.of(T5Objectives.prefixLm(PREFIX_DENSITY), new PrependMode(prefixLmMode)))
                    .apply(part(joined, count, parts.size()), shorter));
        }
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = rates.isEmpty() ? 1 : rates.get(i);
        }
        return SampledDataset.of(parts, weights, DatasetRandom.of(SAMPLE_SEED), false);
    }

    private TaskContext shorter(TaskContext context) {
        Map<String, Integer> lengths = new HashMap<>(context.sequenceLengths());
        lengths.replaceAll((feature, length) -> length - reserved);
        return new TaskContext(lengths, context.outputFeatures(), context.seeds());
    }

    private Dataset<Features> part(Dataset<Features> joined, int count, int index) {
        return shard ? joined.shard(count, index) : joined;
    }

    private static Preprocessor steps(Denoiser denoiser, TaskContext context) {
        SpanLengths lengths = SpanLengths.of(
                new SpanLengths.Plan(context.length("inputs"), denoiser.noiseDensity(), denoiser.meanSpanLength()));
        return Preprocessor.chain(List.of(
                new SplitTokens(TokenLimit.of(lengths.tokens())),
                new Denoise(
                        denoiser.noiseDensity(),
                        new NoiseMask.RandomSpans(denoiser.meanSpanLength()),
                        new NoiseFunction.SpanToUniqueSentinel(true),
                        new NoiseFunction.SpanToUniqueSentinel(false)),
                new PrependMode(denoiser.mode())));
    }
}
