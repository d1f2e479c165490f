package dev.cloze.seqio.order;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloze.Refusal;
import dev.cloze.data.file.LineCounts;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.source.Source;
import dev.cloze.seqio.convert.SeqioText;
import dev.cloze.seqio.task.TextLineSource;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The lines of sources as seqio reads them. */
final class SourceLines {

    private SourceLines() {}

    /** A source's lines and their text; one that has no lines is refused. */
    static SeqioText.Source of(Source source, double rate, long examples) {
        if (source instanceof JsonLines json) {
            return new SeqioText.Source(
                    json.name(),
                    lines(json.paths(), examples),
                    field(json.fields().textField()),
                    rate);
        }
        if (source instanceof PlainText text) {
            Refusal.require(
                    text.document() == LineCounts.Unit.LINE,
                    "document must be line for compat = seqio, got %s",
                    text.document());
            return new SeqioText.Source(text.name(), lines(text.paths(), examples), UnaryOperator.identity(), rate);
        }
        throw Refusal.at("data.sources", "compat = seqio reads lines of text or JSON; %s holds neither", source.name());
    }

    private static TextLineSource lines(List<Path> files, long examples) {
        return new TextLineSource(files, 0, examples, TextLineSource.Order.SEQIO);
    }

    private static UnaryOperator<String> field(String path) {
        JsonPointer pointer = JsonPointer.compile("/" + path.replace('.', '/'));
        JsonMapper mapper = new JsonMapper();
        return line -> {
            try {
                return mapper.readTree(line).at(pointer).asText();
            } catch (JsonProcessingException e) {
                throw Refusal.because(e, "data.sources", "not a JSON object: %s", e.getOriginalMessage());
            }
        };
    }
}
