package dev.cloze.seqio.step;

import dev.cloze.data.random.StatelessSeed;
import dev.cloze.objective.noise.NoiseFunction;
import dev.cloze.objective.noise.NoiseMask;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.List;

/**
 * {@code denoise}: {@code targets} become {@code inputs} and {@code targets} by a mask and what is made of it.
 *
 * @param noiseDensity share of the tokens that is noise
 * @param mask draws the noise
 * @param inputs makes the inputs
 * @param targets makes the targets
 */
public record Denoise(double noiseDensity, NoiseMask mask, NoiseFunction inputs, NoiseFunction targets)
        implements Preprocessor {

    /** Seeds that one element is split into: two each for the mask, the inputs and the targets. */
    private static final int SEEDS = 6;

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        int vocabularySize = context.output("targets").vocabularySize();
        return Preprocessor.seeded(
                elements, context, (element, seed) -> denoised(element.tokens("targets"), vocabularySize, seed));
    }

    private Features denoised(Tokens tokens, int vocabularySize, StatelessSeed seed) {
        List<StatelessSeed> seeds = seed.split(SEEDS);
        boolean[] noise = mask.draw(tokens.size(), noiseDensity, seeds.subList(0, 2));
        return Features.of("inputs", inputs.apply(tokens, noise, vocabularySize, seeds.subList(2, 4)))
                .with("targets", targets.apply(tokens, noise, vocabularySize, seeds.subList(4, SEEDS)));
    }
}
