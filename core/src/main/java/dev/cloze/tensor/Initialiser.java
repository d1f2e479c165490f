package dev.cloze.tensor;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How a new weight gets its first values. */
public sealed interface Initialiser {

    /** Ones: a norm that changes nothing but the length. */
    Initialiser ONES = new Constant(1);

    /** Zeros: an addition that starts without effect. */
    Initialiser ZEROS = new Constant(0);

    /** Fills {@code weight} in place; the same seed gives the same values. */
    void fill(Tensor weight, Seed seed);

    /** Independent draws from a normal distribution with mean 0. */
    static Initialiser normal(double deviation) {
        return new Normal(deviation);
    }

    /**
     * Independent draws from a normal distribution with mean 0.
     *
     * @param deviation its standard deviation
     */
    record Normal(double deviation) implements Initialiser {

        /** Checks that the deviation is a finite number. */
        public Normal {
            Refusal.require(deviation >= 0 && deviation < 1e6, "deviation must be in [0, 1e6), got %s", deviation);
        }

        @Override
        public void fill(Tensor weight, Seed seed) {
            weight.normal_(0, deviation, new GeneratorOptional(torch.make_generator_cpu(seed.value())));
        }
    }

    /**
     * The same value everywhere.
     *
     * @param value that value
     */
    record Constant(double value) implements Initialiser {
        @Override
        public void fill(Tensor weight, Seed seed) {
            weight.fill_(new Scalar(value));
        }
    }
}
