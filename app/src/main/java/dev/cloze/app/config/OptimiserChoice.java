package dev.cloze.app.config;

/** How gradients change the weights. */
public sealed interface OptimiserChoice {

    /** T5X's Adafactor. */
    @Doc("Adafactor as T5X has it (Shazeer and Stern 2018): steps relative to the size of each weight matrix.")
    record Adafactor(
            @Doc("Exponent of the decay of the second moment.")
            double decayRate,

            @Doc("Updates are scaled down to this root mean square.")
            double clippingThreshold,

            @Doc("Share of each weight taken away a step, not multiplied by the rate.")
            double weightDecay)
            implements OptimiserChoice {}

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
            boolean scaleParameter)
            implements OptimiserChoice {}

    /** AdamW. */
    @Doc("AdamW (Loshchilov and Hutter 2019).")
    record Adamw(
            @Doc("Decay of the mean of gradients.") double beta1,
            @Doc("Decay of the mean of squared gradients.") double beta2,
            @Doc("Added to the root of the second moment.") double epsilon,

            @Doc("Share of each weight taken away a step, multiplied by the rate.")
            double weightDecay)
            implements OptimiserChoice {}

    /** nanoT5's AdamW. */
    @Doc("AdamW with steps relative to the size of each weight matrix, as nanoT5 has it.")
    record AdamwScale(
            @Doc("Decay of the mean of gradients.") double beta1,
            @Doc("Decay of the mean of squared gradients.") double beta2,
            @Doc("Added to the root of the second moment.") double epsilon,

            @Doc("Share of each weight taken away a step, multiplied by the rate.")
            double weightDecay)
            implements OptimiserChoice {}
}
