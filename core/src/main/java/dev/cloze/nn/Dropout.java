package dev.cloze.nn;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.tensor.RandomBits;
import dev.cloze.tensor.Scopes;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Zeroes each value with probability {@code rate} and scales the others by {@code 1/(1-rate)}. The mask depends on nothing
 * but the seed, so a resumed run drops the same values; every place in a network splits the seed for itself.
 *
 * @param seed what the mask is drawn from
 * @param rate the share of zeroed values; 0 does nothing and costs nothing
 */
public record Dropout(Seed seed, double rate) {

    /** No dropout. */
    public static final Dropout NONE = new Dropout(new Seed(0), 0);

    /** Checks the rate. */
    public Dropout {
        Refusal.require(rate >= 0 && rate < 1, "dropout rate must be in [0, 1), got %s", rate);
    }

    /** The dropout of one named place. */
    public Dropout at(String name) {
        return new Dropout(seed.split(name), rate);
    }

    /** The dropout of one numbered place. */
    public Dropout at(long index) {
        return new Dropout(seed.at(index), rate);
    }

    /** {@code x} with a share of its values zeroed; {@code x} itself at rate 0. */
    public Tensor apply(Tensor x) {
        if (rate == 0) {
            return x;
        }
        return Scopes.keep(() -> {
            Tensor mask = RandomBits.mask(seed, 1 - rate, x).mul_(new Scalar(1 / (1 - rate)));
            return x.mul(mask);
        });
    }
}
