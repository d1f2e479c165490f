package dev.cloze.seqio.collator;

import dev.cloze.Refusal;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.data.random.PythonRandom;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code DataCollatorForUL2} of text-denoising 0.1.1 with its flaws: an example is masked by all settings of its denoiser at
 * once; masks are drawn over padding too, so that sentinels lie in it and gaps in the labels; a split lies in the middle, and
 * the last place of its padded labels becomes an end of sequence.
 *
 * @param rates how often an example is regular, sequential or extreme
 * @param regular settings of regular denoising
 * @param extreme settings of extreme denoising
 * @param padding how rows are padded
 * @param ids the ids it needs
 */
public record TextDenoisingCollator(
        Rates rates, List<NumpySpanMask> regular, List<NumpySpanMask> extreme, Padding padding, Ids ids) {

    private static final int SHORTEST_PREFIX = 2;

    /** Takes unmodifiable copies. */
    public TextDenoisingCollator {
        regular = List.copyOf(regular);
        extreme = List.copyOf(extreme);
    }

    /** The package's defaults. */
    public static TextDenoisingCollator of(Ids ids) {
        return new TextDenoisingCollator(
                new Rates(0.25, 0.5, 0.25),
                List.of(new NumpySpanMask(0.15, 3)),
                List.of(new NumpySpanMask(0.5, 32), new NumpySpanMask(0.2, 64)),
                new Padding(1, -100),
                ids);
    }

    /** The package's defaults for a vocabulary, its decoder starting with an end of sequence as in the package's example. */
    public static TextDenoisingCollator of(Vocabulary vocabulary, int multiple) {
        TextDenoisingCollator usual =
                of(new Ids(vocabulary.size(), vocabulary.padId(), vocabulary.eosId(), vocabulary.eosId()));
        return new TextDenoisingCollator(
                usual.rates, usual.regular, usual.extreme, new Padding(multiple, usual.padding.label()), usual.ids);
    }

    /** What reports call a denoising, with all its settings: {@code X(32, 0.5)+(64, 0.2)}. */
    public String name(Denoising denoising) {
        return switch (denoising) {
            case REGULAR -> "R" + settings(regular);
            case SEQUENTIAL -> "S";
            case EXTREME -> "X" + settings(extreme);
        };
    }

    private static String settings(List<NumpySpanMask> masks) {
        return masks.stream()
                .map(mask -> "(%.0f, %s)".formatted(mask.meanSpanLength(), mask.noiseDensity()))
                .collect(Collectors.joining("+"));
    }

    /** What becomes of an example. */
    public enum Denoising {
        /** Masked by the regular settings. */
        REGULAR,
        /** Split in the middle. */
        SEQUENTIAL,
        /** Masked by the extreme settings. */
        EXTREME
    }

    /**
     * How often an example is drawn for each denoising; 0 for never.
     *
     * @param regular rate of {@link Denoising#REGULAR}
     * @param sequential rate of {@link Denoising#SEQUENTIAL}
     * @param extreme rate of {@link Denoising#EXTREME}
     */
    public record Rates(double regular, double sequential, double extreme) {

        /** Checks the sum as the package does: in floating point, so that 0.7 + 0.2 + 0.1 is refused. */
        public Rates {
            double sum = regular + sequential + extreme;
            Refusal.require(sum == 1, "rates must add up to 1, got %s", sum);
        }

        private double[] weights() {
            return new double[] {regular, sequential, extreme};
        }
    }

    /**
     * How rows are padded.
     *
     * @param multiple rows are as wide as a multiple of this
     * @param label what labels are padded with
     */
    public record Padding(int multiple, int label) {}

    /**
     * The ids of a tokenizer.
     *
     * @param tokenizerSize number of ids; sentinels count down from it
     * @param padId padding
     * @param eosId end of sequence
     * @param startId what the decoder reads first
     */
    public record Ids(int tokenizerSize, int padId, int eosId, int startId) {}

    /**
     * A batch.
     *
     * @param denoisings what became of each row
     * @param inputs what the encoder reads, a row for each
     * @param labels what the decoder must write
     */
    public record Collated(List<Denoising> denoisings, List<Tokens> inputs, List<Tokens> labels) {

        /** Takes unmodifiable copies. */
        public Collated {
            denoisings = List.copyOf(denoisings);
            inputs = List.copyOf(inputs);
            labels = List.copyOf(labels);
        }
    }

    /** Rows made into a batch: {@code python} draws what becomes of each, {@code numpy} the masks. */
    public Collated collate(List<Tokens> rows, PythonRandom python, NumpyRandom numpy) {
        double[] weights = rates.weights();
        List<Denoising> denoisings = rows.stream()
                .map(row -> Denoising.values()[python.choice(weights)])
                .toList();
        int longest = rows.stream().mapToInt(Tokens::size).max().orElse(0);
        int width = (longest + padding.multiple() - 1) / padding.multiple() * padding.multiple();
        List<Tokens> inputs = new ArrayList<>(rows);
        List<Tokens> labels = new ArrayList<>(rows);
        for (Denoising denoising : Denoising.values()) {
            List<Integer> concerned = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (denoisings.get(i) == denoising) {
                    concerned.add(i);
                }
            }
            List<boolean[]> masks = masks(denoising, concerned.size(), width, numpy);
            for (int i = 0; i < concerned.size(); i++) {
                Tokens row = rows.get(concerned.get(i));
                int[] padded = padded(row, width, ids.padId());
                inputs.set(concerned.get(i), inputs(padded, row.size(), masks.get(i)));
                labels.set(concerned.get(i), labels(padded, row.size(), masks.get(i)));
            }
        }
        return new Collated(denoisings, inputs, labels);
    }

    /** Masks of the rows, setting by setting as the package draws them; empty ones for a split. */
    private List<boolean[]> masks(Denoising denoising, int rows, int width, NumpyRandom numpy) {
        List<boolean[]> masks = new ArrayList<>();
        boolean masked = denoising != Denoising.SEQUENTIAL;
        for (int i = 0; i < rows; i++) {
            masks.add(new boolean[masked ? width : 0]);
        }
        if (masked) {
            for (NumpySpanMask setting : denoising == Denoising.REGULAR ? regular : extreme) {
                masks.forEach(mask -> unite(mask, setting.draw(width, numpy)));
            }
        }
        return masks;
    }

    private static void unite(boolean[] mask, boolean[] other) {
        for (int i = 0; i < mask.length; i++) {
            mask[i] |= other[i];
        }
    }

    private Tokens inputs(int[] row, int size, boolean[] mask) {
        Tokens kept = mask.length == 0
                ? Tokens.copyOf(row, 0, Math.min(split(size), row.length))
                : SentinelSpans.replace(row, mask, true, ids.tokenizerSize());
        return Tokens.of(padded(kept, row.length, ids.padId()));
    }

    /** Labels; whatever is padding in them carries no loss. */
    private Tokens labels(int[] row, int size, boolean[] mask) {
        Tokens written =
                mask.length == 0 ? rest(row, size) : SentinelSpans.replace(row, mask, false, ids.tokenizerSize());
        int[] labels = padded(written, row.length, padding.label());
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labels[i] == ids.padId() ? padding.label() : labels[i];
        }
        return Tokens.of(labels);
    }

    private Tokens rest(int[] row, int size) {
        Refusal.require(split(size) < row.length, "a batch of %d columns has nothing behind a split at 2", row.length);
        int[] ended = row.clone();
        ended[row.length - 1] = ids.eosId();
        return Tokens.copyOf(ended, split(size), ended.length);
    }

    private static int split(int size) {
        return Math.max(size / 2, SHORTEST_PREFIX);
    }

    private static int[] padded(Tokens tokens, int width, int with) {
        int[] padded = Arrays.copyOf(tokens.toArray(), width);
        Arrays.fill(padded, Math.min(tokens.size(), width), width, with);
        return padded;
    }

    /** What the decoder reads to write labels: one place to the right, padding where there is no label. */
    public Tokens decoderInputs(Tokens labels) {
        int[] inputs = new int[labels.size()];
        for (int i = 0; i < inputs.length; i++) {
            int before = i == 0 ? ids.startId() : labels.at(i - 1);
            inputs[i] = before == padding.label() ? ids.padId() : before;
        }
        return Tokens.of(inputs);
    }
}
