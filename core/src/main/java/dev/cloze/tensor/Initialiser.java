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

    /** Independent draws, all of {@code [-bound, bound)} equally likely. */
    static Initialiser uniform(double bound) {
        return new Uniform(bound);
    }

    /** The values of another tensor of that shape. */
    static Initialiser copyOf(Tensor values) {
        return new Copy(values);
    }

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
     * Independent draws from an interval around 0.
     *
     * @param bound half of its width
     */
    record Uniform(double bound) implements Initialiser {

        /** Checks that the bound is a finite number. */
        public Uniform {
            Refusal.require(bound >= 0 && bound < 1e6, "bound must be in [0, 1e6), got %s", bound);
        }

        @Override
        public void fill(Tensor weight, Seed seed) {
            weight.uniform_(-bound, bound, new GeneratorOptional(torch.make_generator_cpu(seed.value())));
        }
    }

    /**
     * Values that are there already.
     *
     * @param values of the weight's shape
     */
    record Copy(Tensor values) implements Initialiser {
        @Override
        public void fill(Tensor weight, Seed seed) {
            weight.copy_(values);
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
