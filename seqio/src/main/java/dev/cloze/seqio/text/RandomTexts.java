package dev.cloze.seqio.text;

import dev.cloze.data.random.StatelessSeed;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.dataset.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** T5's random cuts of texts into words: {@code random_split_text}, {@code fill_in_the_blank} and its sized sibling. */
public final class RandomTexts {

    private static final String LABEL = "fill: ";
    private static final int[] BINS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
    private static final int BLANK_SEEDS = 3;

    private RandomTexts() {}

    /**
     * {@code random_split_text}: a chunk of each text, cut into texts of one length.
     *
     * @param min fewest words of a text
     * @param max most words of a text
     * @param total most words of the chunk
     */
    public static Preprocessor split(int min, int max, int total) {
        return (elements, context) -> Preprocessor.<Features, List<Features>>seeded(
                        elements, context, 2, (element, seeds) -> {
                            List<String> words = Re2.words(element.text("text"));
                            int chunks = Math.max(1, Math.floorDiv(words.size() - 1, total) + 1);
                            int chunk = seeds.get(0).uniformInt(0, chunks);
                            int from = Math.min(total * chunk, words.size());
                            float drawn = seeds.get(1).uniform(1, (float) Math.log(min), (float) Math.log(max))[0];
                            return pieces(words.subList(from, Math.min(from + total, words.size())), (int)
                                    (float) Math.exp(drawn));
                        })
                .flatMap(Dataset::of);
    }

    private static List<Features> pieces(List<String> words, int length) {
        List<Features> pieces = new ArrayList<>();
        for (int from = 0; from < words.size(); from += length) {
            List<String> piece = words.subList(from, Math.min(from + length, words.size()));
            pieces.add(Features.of("text", String.join(" ", piece)));
        }
        return pieces;
    }

    /** {@code fill_in_the_blank}: words chopped into segments; each text gives two elements, one the inverse of the other. */
    public static Preprocessor fillInTheBlank() {
        return (elements, context) -> Preprocessor.<Features, List<Features>>seeded(
                        TextFormats.words().apply(elements, context),
                        context,
                        BLANK_SEEDS,
                        (element, seeds) -> inverses(Re2.words(element.text("text")), seeds))
                .flatMap(Dataset::of);
    }

    private static List<Features> inverses(List<String> words, List<StatelessSeed> seeds) {
        boolean[] breaks = breaks(words.size(), seeds);
        String even = side(words, breaks, 0);
        String odd = side(words, breaks, 1);
        return List.of(
                Features.of("inputs", LABEL + even).with("targets", odd),
                Features.of("inputs", LABEL + odd).with("targets", even));
    }

    /** Where a segment begins; how often is drawn from a log-uniform distribution. */
    private static boolean[] breaks(int words, List<StatelessSeed> seeds) {
        float rarest = -(float) Math.log((float) words + 2);
        float share = (float) Math.exp(seeds.get(0).uniform(1, rarest, -(float) Math.log(2))[0]);
        float[] uniform = seeds.get(1).uniform(words - 1);
        boolean[] breaks = new boolean[words];
        boolean any = false;
        for (int i = 1; i < words; i++) {
            breaks[i] = uniform[i - 1] < share;
            any |= breaks[i];
        }
        if (!any) {
            breaks[1 + seeds.get(2).uniformInt(0, words - 1)] = true;
        }
        breaks[0] = true;
        return breaks;
    }

    private static String side(List<String> words, boolean[] breaks, int parity) {
        StringBuilder side = new StringBuilder();
        int segment = 0;
        for (int i = 0; i < breaks.length; i++) {
            segment += breaks[i] ? 1 : 0;
            if (segment % 2 == parity) {
                side.append(' ').append(words.get(i));
            } else if (breaks[i]) {
                side.append(" X");
            }
        }
        return side.substring(1);
    }

    /** {@code fill_in_the_blank_sized}: one blank, labelled with about its size, {@code _8_}. */
    public static Preprocessor fillInTheSizedBlank() {
        return (elements, context) -> Preprocessor.seeded(
                TextFormats.words().apply(elements, context),
                context,
                2,
                (element, seeds) -> sized(Re2.words(element.text("text")), seeds));
    }

    private static Features sized(List<String> words, List<StatelessSeed> seeds) {
        int count = words.size();
        int size = seeds.get(0).uniformInt(BINS[0], Math.min(count, BINS[BINS.length - 1]));
        int start = seeds.get(1).uniformInt(0, Math.max(0, count - size) + 1);
        int nearest = Arrays.stream(BINS)
                .boxed()
                .min((a, b) -> Integer.compare(Math.abs(a - size), Math.abs(b - size)))
                .orElseThrow();
        String inputs = Re2.stripped(String.join(" ", words.subList(0, start)) + " _" + nearest + "_ "
                + String.join(" ", words.subList(start + size, count)));
        String targets = String.join(" ", words.subList(start, start + size));
        return Features.of("inputs", Re2.stripped(LABEL + inputs)).with("targets", Re2.stripped(targets));
    }
}
