package dev.cloze.app.config.train;

import dev.cloze.Doc;
import dev.cloze.train.optimiser.AdafactorT5x;
import dev.cloze.train.optimiser.AdamW;
import dev.cloze.train.optimiser.AdamWScale;
import dev.cloze.train.optimiser.DecayRule;
import dev.cloze.train.optimiser.Optimiser;

/** How gradients change the weights. */
public sealed interface OptimiserChoice {

    /** The optimiser itself. */
    Optimiser optimiser();

    /** T5X's Adafactor. */
    @Doc("Adafactor as T5X has it (Shazeer and Stern 2018): steps relative to the size of each weight matrix.")
    record Adafactor(
            @Doc("Exponent of the decay of the second moment.")
            double decayRate,

            @Doc("Updates are scaled down to this root mean square.")
            double clippingThreshold,

            @Doc("Whether steps are relative to the size of each weight matrix.")
            boolean scaleParameter,

            @Doc("Decay of the mean of updates; 0 keeps none and saves memory.")
            double beta1,

            @Doc("Share of each weight taken away a step, not multiplied by the rate.")
            double weightDecay)
            implements OptimiserChoice {

        @Override
        public Optimiser optimiser() {
            AdafactorT5x usual = AdafactorT5x.DEFAULT;
            return new AdafactorT5x(
                    usual.factored(),
                    usual.minDimSizeToFactor(),
                    decayRate,
                    usual.stepOffset(),
                    clippingThreshold,
                    usual.epsilons(),
                    scaleParameter,
                    usual.maxParameterScale(),
                    beta1,
                    new AdafactorT5x.PlainDecay(weightDecay, 0, DecayRule.ALL),
                    usual.globalNormClip(),
                    usual.stacks());
        }
    }

    /** Hugging Face's Adafactor. */
    @Doc("Adafactor as transformers has it.")
    record AdafactorHuggingFace(
            @Doc("Exponent of the decay of the second moment; negative.")
            double decayRate,

            @Doc("Updates are scaled down to this root mean square.")
            double clipThreshold,

            @Doc("Share of each weight taken away a step, multiplied by the rate.")
            double weightDecay,

            @Doc("Whether steps are relative to the size of each weight matrix.")
            boolean scaleParameter,

            @Doc("Decay of the mean of updates; 0 keeps none and saves memory.")
            double beta1)
            implements OptimiserChoice {

        @Override
        public Optimiser optimiser() {
            dev.cloze.train.optimiser.AdafactorHuggingFace usual =
                    dev.cloze.train.optimiser.AdafactorHuggingFace.DEFAULT;
            return new dev.cloze.train.optimiser.AdafactorHuggingFace(
                    usual.epsilon1(),
                    usual.epsilon2(),
                    clipThreshold,
                    decayRate,
                    beta1,
                    weightDecay,
                    usual.decay(),
                    scaleParameter,
                    false,
                    false);
        }
    }

    /** AdamW. */
    @Doc("AdamW (Loshchilov and Hutter 2019).")
    record Adamw(
            @Doc("Decay of the mean of gradients.") double beta1,
            @Doc("Decay of the mean of squared gradients.") double beta2,
            @Doc("Added to the root of the second moment.") double epsilon,

            @Doc("Share of each weight taken away a step, multiplied by the rate.")
            double weightDecay)
            implements OptimiserChoice {

        @Override
        public Optimiser optimiser() {
            return new AdamW(beta1, beta2, epsilon, weightDecay, DecayRule.NO_BIAS_NO_NORM, false);
        }
    }

    /** nanoT5's AdamW. */
    @Doc("AdamW with steps relative to the size of each weight matrix, as nanoT5 has it.")
    record AdamwScale(
            @Doc("Decay of the mean of gradients.") double beta1,
            @Doc("Decay of the mean of squared gradients.") double beta2,
            @Doc("Added to the root of the second moment.") double epsilon,

            @Doc("Share of each weight taken away a step, multiplied by the rate.")
            double weightDecay)
            implements OptimiserChoice {

        @Override
        public Optimiser optimiser() {
            return new AdamWScale(beta1, beta2, epsilon, weightDecay, DecayRule.NO_BIAS_NO_NORM);
        }
    }
}
