package dev.cloze.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.cli.option.ReadOptions;
import dev.cloze.app.use.Answers;
import dev.cloze.app.use.OpenModel;
import dev.cloze.app.use.Texts;
import dev.cloze.generate.Embedder;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.List;

/** {@code cloze embed}. */
final class Embed {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Embed() {}

    static void run(ReadOptions options, Terminal terminal) {
        Texts texts = new Texts(Given.all(options.texts()), options.input(), terminal.in());
        OpenModel model = Choices.model(options, terminal);
        Embedder embedder = new Embedder(
                model.loaded().model(), model.loaded().config().ids().pad(), ComputeDevice.parse(options.device()));
        try (Answers answers = Answers.to(terminal.out(), options.output())) {
            texts.inGroups(options.batch(), group -> embed(embedder, model.tokenizer(), group, answers));
        }
    }

    private static void embed(Embedder embedder, Tokenizer tokenizer, List<String> texts, Answers answers) {
        List<Tokens> inputs = texts.stream()
                .map(text -> tokenizer.framing().around(tokenizer.encode(text)))
                .toList();
        List<float[]> vectors = embedder.embed(inputs);
        for (int i = 0; i < texts.size(); i++) {
            ObjectNode line = JSON.createObjectNode().put("text", texts.get(i));
            ArrayNode vector = line.putArray("embedding");
            for (float value : vectors.get(i)) {
                vector.add(value);
            }
            answers.line(line);
        }
    }
}
