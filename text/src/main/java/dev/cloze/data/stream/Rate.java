package dev.cloze.data.stream;

import dev.cloze.Doc;
import dev.cloze.Refusal;

/** How often a mixture draws from one of its parts, relative to the others. */
public sealed interface Rate permits Rate.Proportional, Rate.Power, Rate.Fixed {

    /** The rate of a part of so many examples. */
    double of(long examples);

    /** Whether the number of examples matters, so that they must be counted. */
    boolean dependsOnSize();

    /** What a size is raised to; {@code base^0} is 1 for any size, and 1 changes nothing. */
    private static double raised(double base, double power) {
        return base == 0 || power == 1 ? base : Math.pow(base, power);
    }

    /** {@code min(examples · scale, maximum)^(1 / temperature)}, in this order (Raffel et al. 2020, §3.5.2). */
    @Doc("min(examples · scale, maximum) to the power of 1 / temperature, in this order (Raffel et al. 2020, §3.5.2).")
    record Proportional(
            @Doc("Factor on the number of examples.") double scale,

            @Doc("Artificial limit on the size of a part; 0 for none.")
            double maximum,

            @Doc("1 is proportional; mT5 takes 3.3; the higher, the more alike.")
            double temperature)
            implements Rate {

        /** Checks the ranges. */
        public Proportional {
            Refusal.require(scale > 0 && scale < Double.POSITIVE_INFINITY, "scale must be above 0, got %s", scale);
            Refusal.require(maximum >= 0, "maximum must be 0 or more, got %s", maximum);
            Refusal.require(
                    temperature > 0 && temperature < Double.POSITIVE_INFINITY,
                    "temperature must be above 0, got %s",
                    temperature);
        }

        /** Proportional to the size at a temperature. */
        public static Proportional atTemperature(double temperature) {
            return new Proportional(1, 0, temperature);
        }

        @Override
        public double of(long examples) {
            double most = maximum == 0 ? Double.POSITIVE_INFINITY : maximum;
            return raised(Math.min(examples * scale, most), 1 / temperature);
        }

        @Override
        public boolean dependsOnSize() {
            return true;
        }
    }

    /** {@code examples^alpha} (Xue et al. 2021, §3.2): 1 is proportional, 0 draws from all alike, 0.3 is mT5's. */
    @Doc("The number of examples to a power, as data.alpha says it for all parts.")
    record Power(
            @Doc("1 is proportional; mT5 takes 0.3; 0 draws from all alike.")
            double alpha) implements Rate {

        /** Checks the range. */
        public Power {
            Refusal.require(alpha >= 0 && alpha < Double.POSITIVE_INFINITY, "alpha must be 0 or more, got %s", alpha);
        }

        @Override
        public double of(long examples) {
            return raised((double) examples, alpha);
        }

        @Override
        public boolean dependsOnSize() {
            return alpha != 0;
        }
    }

    /** Always the same. */
    @Doc("The same whatever the size.")
    record Fixed(
            @Doc("The rate; 0 never draws from the part.") double value) implements Rate {

        /** Checks that the value is a rate. */
        public Fixed {
            Refusal.require(value >= 0 && value < Double.POSITIVE_INFINITY, "value must be 0 or more, got %s", value);
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
}
