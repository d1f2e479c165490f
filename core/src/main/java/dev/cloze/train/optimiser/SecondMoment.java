package dev.cloze.train.optimiser;

import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Adafactor's second moment, factored into rows and columns or whole (Shazeer and Stern 2018, alg. 4 and 5). */
final class SecondMoment {

    private final double beta2;
    private final double epsilon;

    /** A moment that keeps {@code beta2} of what it was; {@code epsilon} is added to every squared gradient. */
    SecondMoment(double beta2, double epsilon) {
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    /** Takes the gradient into the whole moment, and divides it by the moment's root. */
    Tensor normalise(Tensor gradient, Tensor moment) {
        moment.mul_(new Scalar(beta2))
                .addcmul_(gradient, gradient, new Scalar(1 - beta2))
                .add_(new Scalar((1 - beta2) * epsilon));
        return gradient.mul_(moment.rsqrt());
    }

    /**
     * Takes the gradient into moments of its rows and columns, and divides it by the root of their product.
     */
    Tensor normalise(Tensor gradient, Side row, Side column) {
        mix(row, gradient);
        mix(column, gradient);
        int inRow = column.missing() < row.missing() ? column.missing() : column.missing() - 1;
        Tensor mean = row.moment().mean(new long[] {inRow}, true, new ScalarTypeOptional());
        Tensor rowFactor = row.moment().div(mean).rsqrt_().unsqueeze(row.missing());
        Tensor columnFactor = column.moment().rsqrt().unsqueeze(column.missing());
        return gradient.mul_(rowFactor).mul_(columnFactor);
    }

    /**
     * A moment of means over one side of the gradient.
     *
     * @param moment the means
     * @param missing the side they were taken over
     */
    record Side(Tensor moment, int missing) {}

    private void mix(Side side, Tensor gradient) {
        double count = gradient.size(side.missing());
        Tensor squares = norm(gradient, false, side.missing()).square_().div_(new Scalar(count));
        side.moment().mul_(new Scalar(beta2)).add_(squares.add_(new Scalar(epsilon)), new Scalar(1 - beta2));
    }

    /** The root of the mean square over {@code sides}, which stay as sides of one value. */
    static Tensor rootMeanSquare(Tensor values, long[] sides) {
        double count = LongStream.of(sides).map(values::size).reduce(1, Math::multiplyExact);
        return norm(values, true, sides).div_(new Scalar(Math.sqrt(count)));
    }

    private static Tensor norm(Tensor values, boolean keep, long... sides) {
        return torch.linalg_vector_norm(values, new Scalar(2), sides, keep, new ScalarTypeOptional());
    }

    /** All sides of a tensor. */
    static long[] allSides(Tensor tensor) {
        return LongStream.range(0, tensor.dim()).toArray();
    }
}
