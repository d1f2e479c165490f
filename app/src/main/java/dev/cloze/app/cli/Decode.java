package dev.cloze.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Refusal;
import dev.cloze.app.cli.lines.OutputLines;
import dev.cloze.app.cli.lines.Texts;
import dev.cloze.app.cli.option.DecodeOptions;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import dev.cloze.text.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code cloze tokenizer decode}. */
final class Decode {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GROUP = 1000;

    private final Tokenizer tokenizer;
    private long number;

    private Decode(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static void run(DecodeOptions options, Terminal terminal) {
        Texts texts = new Texts(options.ids(), options.input(), terminal.in(), true);
        List<Path> read = new ArrayList<>(List.of(options.tokenizer()));
        options.input().ifPresent(read::add);
        Decode decode = new Decode(Tokenizers.load(options.tokenizer()));
        try (OutputLines lines = OutputLines.to(terminal.out(), options.output(), read)) {
            texts.inGroups(GROUP, group -> {
                group.forEach(line -> lines.line(decode.text(line)));
                lines.check();
            });
            lines.finish();
        }
    }

    private String text(String line) {
        number++;
        int[] ids = words(line.strip()).mapToInt(this::id).toArray();
        return tokenizer.decode(Tokens.over(ids));
    }

    private Stream<String> words(String line) {
        if (!line.startsWith("{") && !line.startsWith("[")) {
            return Stream.of(line.split("[\\s,]+")).filter(word -> !word.isEmpty());
        }
        JsonNode json = parsed(line);
        JsonNode ids = json.isArray() ? json : json.path("ids");
        if (!ids.isArray()) {
            throw Refusal.at(place(), "field 'ids' must be a list, got %s", ids);
        }
        List<String> words = new ArrayList<>();
        ids.forEach(id -> words.add(id.asText()));
        return words.stream();
    }

    private JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw Refusal.because(e, place(), "expected ids or a JSON object, got %s", line);
        }
    }

    private int id(String word) {
        int size = tokenizer.vocabulary().size();
        int id = word.matches("\\d{1,9}") ? Integer.parseInt(word) : size;
        if (id >= size) {
            throw Refusal.at(place(), "ids must be whole numbers below the vocabulary's %d, got %s", size, word);
        }
        return id;
    }

    private String place() {
        return String.format(Locale.ROOT, "text %d", number);
    }
}
