package dev.cloze.app.inspect;

import dev.cloze.batch.Batch;
import dev.cloze.batch.Batches;
import dev.cloze.batch.Omissions;
import dev.cloze.batch.Packing;
import dev.cloze.batch.cut.ExampleFeed;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.objective.Example;
import dev.cloze.objective.MixtureOfDenoisers;
import dev.cloze.objective.Objective;
import dev.cloze.text.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run would train on: its first examples, and counts over its first batches.
 *
 * @param examples the examples, evenly spread over the first batches
 * @param tally the counts
 * @param omissions what was left out of them or changed
 * @param modes the modes that inputs begin with, and how many tokens are kept free for each
 */
public record Drawing(List<DrawnExample> examples, Tally tally, Omissions omissions, Map<String, Integer> modes) {

    private static final int BATCHES = 50;

    /** Draws {@code count} examples. */
    public static Drawing of(DataLoader text, int count) {
        Tally tally = new Tally();
        Omissions omissions;
        try (Batches batches = text.batches(Position.START, 1)) {
            while (tally.batches() < BATCHES && batches.advance()) {
                tally.add(batches.current());
            }
            omissions = batches.omissions();
        }
        boolean packed = text.foreign().isPresent() || text.plan().shape().packing() == Packing.JOINED;
        List<DrawnExample> examples = packed
                ? packed(text, count)
                : examples(text, count, tally.total().examples());
        Map<String, Integer> modes = new LinkedHashMap<>();
        modes(text.plan().objectives())
                .forEach(mode -> modes.put(mode, text.tokenizer().encode(mode).size()));
        return new Drawing(examples, tally, omissions, modes);
    }

    /** The first examples of rows that are not examples of one text; what they were made of is not known any more. */
    private static List<DrawnExample> packed(DataLoader text, int count) {
        List<String> modes = modes(text.plan().objectives());
        List<DrawnExample> drawn = new ArrayList<>();
        try (Feed<Batch> batches = text.batches(Position.START, 1)) {
            while (drawn.size() < count && batches.advance()) {
                for (int row = 0; row < batches.current().rows(); row++) {
                    batches.current()
                            .examples(row)
                            .forEach(example -> drawn.add(shown(example, "", text.tokenizer(), modes)));
                }
            }
        }
        return drawn.subList(0, Math.min(count, drawn.size()));
    }

    private static List<DrawnExample> examples(DataLoader text, int count, long among) {
        List<String> modes = modes(text.plan().objectives());
        List<DrawnExample> drawn = new ArrayList<>();
        long every = Math.max(1, among / Math.max(1, count));
        try (ExampleFeed examples = text.examples()) {
            for (long i = 0; drawn.size() < count && examples.advance(); i++) {
                if (i % every == 0) {
                    String source = text.tokenizer().decode(examples.source());
                    drawn.add(shown(examples.current(), source, text.tokenizer(), modes));
                }
            }
        }
        return drawn;
    }

    private static DrawnExample shown(Example example, String source, Tokenizer tokenizer, List<String> modes) {
        return new DrawnExample(
                example.label(),
                source,
                Fragment.of(example.inputs(), tokenizer, modes),
                Fragment.of(example.targets(), tokenizer, List.of()),
                example.inputs().size(),
                example.targets().size());
    }

    /** The texts that inputs may begin with, longer ones first. */
    private static List<String> modes(List<Objective> objectives) {
        return objectives.stream()
                .flatMap(Drawing::allModes)
                .filter(mode -> !mode.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> allModes(Objective objective) {
        if (objective instanceof MixtureOfDenoisers mixture) {
            return mixture.parts().stream()
                    .flatMap(part -> Stream.concat(Stream.of(part.mode()), allModes(part.objective())));
        }
        return Stream.empty();
    }
}
