package dev.cloze.run;

/** The numbers to compute in while training; weights are kept in float32. */
public enum TrainingPrecision {
    /** What the processor is best at. */
    AUTO,
    /** 32 bits. */
    FLOAT32,
    /** 16 bits with the exponent of float32. */
    BFLOAT16
}
