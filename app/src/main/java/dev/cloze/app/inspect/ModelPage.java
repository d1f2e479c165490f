package dev.cloze.app.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.report.Page;
import dev.cloze.checkpoint.folder.ModelReport;
import java.util.List;

/** What a model folder holds, as a page: its weights as a tree, what they add up to, its files. */
public final class ModelPage {

    private ModelPage() {}

    /** The page; {@code name} is the folder's. */
    public static String of(String name, ModelReport report) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("name", name);
        data.put("network", report.network()).put("architecture", ModelText.architecture(report.config()));
        data.put("parameters", report.parameters()).put("trainable", report.trainable());
        data.putObject("memory")
                .put("float32", Size.of(report.bytes(4)))
                .put("bfloat16", Size.of(report.bytes(2)))
                .put("int8", Size.of(report.bytesOfInt8()))
                .put("training", Size.of(report.bytes(ModelText.TRAINING_BYTES)));
        ArrayNode tree = data.putArray("tree");
        WeightTree.of(report.weights()).rows().forEach(row -> add(tree.addObject(), row));
        ArrayNode files = data.putArray("files");
        report.files()
                .forEach(file -> files.addObject().put("name", file.name()).put("size", Size.of(file.bytes())));
        data.put("tokenizer", report.tokenizer().orElse("none"));
        names(data.putArray("missing"), report.fit().missing());
        names(data.putArray("mismatched"), report.fit().mismatched());
        names(data.putArray("unexpected"), report.fit().unexpected());
        return new Page("Cloze: " + name, "model.js", false).text(data);
    }

    private static void add(ObjectNode json, WeightTree.Row row) {
        json.put("depth", row.depth()).put("name", row.name()).put("times", row.times());
        json.put("count", row.count());
        row.weight().ifPresent(weight -> {
            ArrayNode shape = json.putArray("shape");
            weight.shape().forEach(shape::add);
            json.put("type", weight.type());
        });
    }

    private static void names(ArrayNode json, List<String> names) {
        names.forEach(json::add);
    }
}
