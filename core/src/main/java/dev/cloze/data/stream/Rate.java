package dev.cloze.data.stream;

import dev.cloze.Refusal;

/** How often a mixture draws from one of its parts, relative to the others. */
public sealed interface Rate {

    /** The rate of a part of so many examples. */
    double of(long examples);

    /** Whether the number of examples matters, so that they must be counted. */
    boolean dependsOnSize();

    /** {@code examples^alpha} (Xue et al. 2021, §3.2): 1 is proportional, 0 draws from all alike, 0.3 is mT5's. */
    static Rate power(double alpha) {
        return new Proportional(1, Double.POSITIVE_INFINITY, alpha);
    }

    /**
     * The same whatever the size.
     *
     * @param value the rate
     */
    record Fixed(double value) implements Rate {

        /** Checks that the value is a rate. */
        public Fixed {
            Refusal.require(value >= 0 && value < Double.POSITIVE_INFINITY, "a rate must be in [0, ∞), got %s", value);
        }

        @Override
        public double of(long examples) {
            return value;
        }

        @Override
        public boolean dependsOnSize() {
            return false;
        }
    }

    /**
     * {@code min(examples · scale, maximum)^power}, in this order (Raffel et al. 2020, §3.5.2). The power is one over the
     * temperature.
     *
     * @param scale factor on the number of examples
     * @param maximum the artificial limit on the size of a part, {@code K} in the paper; infinite for none
     * @param power 1 over the temperature
     */
    record Proportional(double scale, double maximum, double power) implements Rate {

        /** Checks the ranges. */
        public Proportional {
            Refusal.require(scale > 0 && scale < Double.POSITIVE_INFINITY, "scale must be in (0, ∞), got %s", scale);
            Refusal.require(maximum > 0, "maximum must be positive, got %s", maximum);
            Refusal.require(power >= 0 && power < Double.POSITIVE_INFINITY, "power must be in [0, ∞), got %s", power);
        }

        /** Proportional to the size at a temperature. */
        public static Proportional atTemperature(double temperature) {
            return new Proportional(1, Double.POSITIVE_INFINITY, 1 / temperature);
        }

        @Override
        public double of(long examples) {
            double size = Math.min(examples * scale, maximum);
            return size == 0 || power == 1 ? size : Math.pow(size, power);
        }

        @Override
        public boolean dependsOnSize() {
            return power != 0;
        }
    }
}
