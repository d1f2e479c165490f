package dev.cloze.app.use;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Inputs with the targets that are asked about: a command's words in twos, or JSON lines of a file or piped in.
 *
 * @param words inputs and targets in turn
 * @param file JSON lines with fields {@code input} and {@code target}
 * @param piped such lines, read where neither of the others is given
 */
public record Pairs(List<String> words, Optional<Path> file, BufferedReader piped) {

    private static final ObjectMapper JSON = new ObjectMapper();

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
        if (words.isEmpty()) {
            read(add);
        } else {
            for (int i = 0; i < words.size(); i += 2) {
                add.accept(new Pair(words.get(i), words.get(i + 1)));
            }
        }
        if (!group.isEmpty()) {
            work.accept(List.copyOf(group));
        }
    }

    private void read(Consumer<Pair> add) {
        String place = file.map(Path::toString).orElse("standard input");
        try (BufferedReader lines = file.isPresent() ? Files.newBufferedReader(file.get()) : piped) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    add.accept(pair(line, place + ":" + number));
                }
            }
        } catch (NoSuchFileException e) {
            throw Refusal.because(e, place, "there is no such file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pair pair(String line, String place) {
        try {
            JsonNode node = JSON.readTree(line);
            return new Pair(field(node, "input", place), field(node, "target", place));
        } catch (JsonProcessingException e) {
            throw Refusal.because(e, place, "is no JSON object");
        }
    }

    private static String field(JsonNode node, String name, String place) {
        if (!node.path(name).isTextual()) {
            throw Refusal.at(place, "needs a text field %s", name);
        }
        return node.path(name).asText();
    }
}
