package dev.cloze.seqio.megatron;

import dev.cloze.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shares of the documents for training, validation and test, as Megatron's {@code --split 949,30,1} says them.
 *
 * @param shares the three shares, which add up to 1
 */
public record Splits(List<Double> shares) {

    private static final int SPLITS = 3;
    private static final Pattern NUMBER = Pattern.compile("[.0-9]+");

    /**
     * A range of shares.
     *
     * @param begin where it begins, of 1
     * @param end where it ends, of 1
     */
    public record Range(double begin, double end) {

        /** The documents of this range out of so many. */
        public int[] documents(int count) {
            int from = (int) Math.rint(begin * count);
            int to = (int) Math.rint(end * count);
            int[] documents = new int[to - from];
            for (int i = from; i < to; i++) {
                documents[i - from] = i;
            }
            return documents;
        }
    }

    /** Takes an unmodifiable copy. */
    public Splits {
        shares = List.copyOf(shares);
    }

    /** Reads {@code 949,30,1}; shares that are left out are 0. */
    public static Splits parse(String text) {
        List<Double> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.add(number(matcher.group(), text));
        }
        while (numbers.size() < SPLITS) {
            numbers.add(0.0);
        }
        double sum = numbers.stream().mapToDouble(Double::doubleValue).sum();
        if (numbers.size() > SPLITS || !(sum > 0)) {
            throw Refusal.at("split", "must be up to three numbers that are not all 0, got '%s'", text);
        }
        return new Splits(numbers.stream().map(number -> number / sum).toList());
    }

    private static double number(String number, String text) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw Refusal.because(e, "split", "must be numbers such as 949,30,1, got '%s'", text);
        }
    }

    /** The range of each share; none where the share is 0. */
    public List<Optional<Range>> ranges() {
        List<Optional<Range>> ranges = new ArrayList<>();
        double begin = 0;
        for (double share : shares) {
            double end = ranges.isEmpty() ? share : begin + share;
            ranges.add(end > begin ? Optional.of(new Range(begin, end)) : Optional.empty());
            begin = end;
        }
        return List.copyOf(ranges);
    }
}
