package dev.cloze.text.sentencepiece.train.unigram;

/** The derivative of the logarithm of the gamma function. */
final class Digamma {

    // From here on the asymptotic series is exact to double precision's last digits.
    private static final double LARGE = 7;

    private Digamma() {}

    /** For positive {@code x}: by recurrence up to where the asymptotic series holds (Abramowitz and Stegun, 6.3.18). */
    static double of(double x) {
        double value = 0;
        double at = x;
        for (; at < LARGE; at++) {
            value -= 1 / at;
        }
        double middle = at - 0.5;
        double square = 1 / (middle * middle);
        double tail = square * (1.0 / 24 - square * (7.0 / 960 - square * (31.0 / 8064 - square * 127.0 / 30720)));
        return value + Math.log(middle) + tail;
    }
}
