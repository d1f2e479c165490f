package dev.cloze;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A source of randomness as a value: the same seed always gives the same numbers, and seeds split by name or by index
 * are independent of each other. Nothing in Cloze reads a global generator.
 *
 * @param value 64 bits that determine everything drawn from this seed
 */
public record Seed(long value) {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** The seed for one named use, such as {@code seed.split("data")}. */
    public Seed split(String name) {
        long hash = value;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = mix((hash ^ (b & 0xFF)) * GOLDEN_GAMMA + 1);
        }
        return new Seed(mix(hash + GOLDEN_GAMMA));
    }

    /** The seed for one step, example or epoch. */
    public Seed at(long index) {
        return new Seed(mix(mix(value + GOLDEN_GAMMA) + index * GOLDEN_GAMMA));
    }

    /** A fresh generator that starts from this seed. */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** The first number in [0, 1) that {@link #random} gives, without making a generator for it. */
    public double fraction() {
        return (mix(value + GOLDEN_GAMMA) >>> 11) * 0x1.0p-53;
    }

    /** The elements in an order drawn from this seed (Fisher and Yates). */
    public <T> List<T> shuffled(List<T> elements) {
        List<T> shuffled = new ArrayList<>(elements);
        SplittableRandom random = random();
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014, fig. 17): every input bit reaches every output bit.
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
