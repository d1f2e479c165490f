package dev.cloze.app.config.train;

/** The numbers to compute in. */
public enum PrecisionChoice {
    /** What the processor is best at. */
    AUTO,
    /** 32 bits. */
    FLOAT32,
    /** 16 bits with the exponent of float32. */
    BFLOAT16
}
