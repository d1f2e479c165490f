package dev.cloze.app.cli.lines;

import dev.cloze.Refusal;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.TextCorpus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Inputs with the targets that are asked about: a command's words in twos, or JSON lines of a file, plain or compressed, or
 * piped in.
 *
 * @param words inputs and targets in turn
 * @param file JSON lines with fields {@code input} and {@code target}
 * @param piped such lines, read where neither of the others is given
 */
public record Pairs(List<String> words, Optional<Path> file, BufferedReader piped) {

    private static final String INPUT = "input";
    private static final String TARGET = "target";
    private static final Fields FIELDS = Fields.text(INPUT).with(TARGET);

    /** Takes an unmodifiable copy. */
    public Pairs {
        words = List.copyOf(words);
        Refusal.require(words.isEmpty() || file.isEmpty(), "give pairs of texts or --input, not both");
        Refusal.require(
                words.size() % 2 == 0, "texts must come in pairs of an input and a target, got %d", words.size());
    }

    /**
     * An input and a target.
     *
     * @param input what the model reads
     * @param target what it might write
     */
    public record Pair(String input, String target) {}

    /** Hands over all pairs in order, at most {@code size} at a time. */
    public void inGroups(int size, Consumer<List<Pair>> work) {
        List<Pair> group = new ArrayList<>();
        Consumer<Pair> add = pair -> {
            group.add(pair);
            if (group.size() == size) {
                work.accept(List.copyOf(group));
                group.clear();
            }
        };
        if (!words.isEmpty()) {
            for (int i = 0; i < words.size(); i += 2) {
                add.accept(new Pair(words.get(i), words.get(i + 1)));
            }
        } else if (file.isPresent()) {
            read(file.get(), file.get().toString(), add);
        } else {
            readPiped(add);
        }
        if (!group.isEmpty()) {
            work.accept(List.copyOf(group));
        }
    }

    private static void read(Path file, String name, Consumer<Pair> add) {
        TextCorpus lines = new JsonLines(name, FilePattern.of(file), FIELDS, 0)
                .read(ReadingRules.strict().withBlankTexts());
        try (Feed<Document> feed = lines.inOrder(Position.START)) {
            while (feed.advance()) {
                String target = feed.current().fields().get(TARGET);
                if (target == null) {
                    throw Refusal.at(
                            "%s: line %d".formatted(name, feed.position().counter("line")),
                            "needs a text field %s",
                            TARGET);
                }
                add.accept(new Pair(feed.current().text(), target));
            }
        }
    }

    // What is piped in is read as a file is, so that there is one way to read pairs.
    private void readPiped(Consumer<Pair> add) {
        try {
            Path folder = Files.createTempDirectory("cloze");
            Path copy = folder.resolve("standard-input.jsonl");
            try {
                try (Writer writer = Files.newBufferedWriter(copy)) {
                    piped.transferTo(writer);
                }
                Refusal.require(Files.size(copy) > 0, "no pair: give two words, --input or lines piped in");
                read(copy, copy.getFileName().toString(), add);
            } finally {
                Files.deleteIfExists(copy);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
