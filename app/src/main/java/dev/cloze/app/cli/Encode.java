package dev.cloze.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.cli.lines.OutputLines;
import dev.cloze.app.cli.lines.Texts;
import dev.cloze.app.cli.option.EncodeOptions;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import dev.cloze.text.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code cloze tokenizer encode}. */
final class Encode {

    private static final int GROUP = 1000;

    private Encode() {}

    static void run(EncodeOptions options, Terminal terminal) {
        Texts texts = new Texts(options.texts().words(), options.texts().input(), terminal.in());
        List<Path> read = new ArrayList<>(List.of(options.tokenizer()));
        options.texts().input().ifPresent(read::add);
        Tokenizer tokenizer = Tokenizers.load(options.tokenizer());
        try (OutputLines lines = OutputLines.to(terminal.out(), options.texts().output(), read)) {
            texts.inGroups(GROUP, group -> {
                group.forEach(text ->
                        lines.line(encoded(text, tokenizer, options.framed()).toString()));
                lines.check();
            });
            lines.finish();
        }
    }

    private static ObjectNode encoded(String text, Tokenizer tokenizer, boolean framed) {
        Tokens tokens = tokenizer.encode(text);
        Tokens whole = framed ? tokenizer.framing().around(tokens) : tokens;
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("text", text);
        ArrayNode ids = line.putArray("ids");
        ArrayNode pieces = line.putArray("pieces");
        whole.stream().forEach(id -> {
            ids.add(id);
            pieces.add(tokenizer.piece(id));
        });
        return line;
    }
}
