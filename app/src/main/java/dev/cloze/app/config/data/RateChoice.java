package dev.cloze.app.config.data;

import dev.cloze.Refusal;
import dev.cloze.Doc;
import dev.cloze.data.stream.Rate;

/** How often a part of a mixture is drawn, relative to the others. */
public sealed interface RateChoice {

    /** The rate. */
    Rate rate();

    /** By size. */
    @Doc("min(examples · scale, maximum) to the power of 1 / temperature, in this order (Raffel et al. 2020, §3.5.2).")
    record Proportional(
            @Doc("Factor on the number of examples.") double scale,

            @Doc("Artificial limit on the size of a part; 0 for none.")
            double maximum,

            @Doc("1 is proportional; mT5 takes 3.3; the higher, the more alike.")
            double temperature)
            implements RateChoice {

        /** Checks the ranges. */
        public Proportional {
            Refusal.require(scale > 0, "scale must be above 0, got %s", scale);
            Refusal.require(maximum >= 0, "maximum must be 0 or more, got %s", maximum);
            Refusal.require(temperature > 0, "temperature must be above 0, got %s", temperature);
        }

        @Override
        public Rate rate() {
            double most = maximum == 0 ? Double.POSITIVE_INFINITY : maximum;
            return new Rate.Proportional(scale, most, 1 / temperature);
        }
    }

    /** Always the same. */
    @Doc("The same whatever the size.")
    record Fixed(@Doc("The rate.") double value) implements RateChoice {

        /** Checks the range. */
        public Fixed {
            Refusal.require(value > 0, "value must be above 0, got %s", value);
        }

        @Override
        public Rate rate() {
            return new Rate.Fixed(value);
        }
    }
}
