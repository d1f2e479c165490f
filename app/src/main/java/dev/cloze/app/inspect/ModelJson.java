package dev.cloze.app.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.checkpoint.folder.DescribedWeight;
import dev.cloze.checkpoint.folder.ModelReport;
import java.util.List;

/** What a model folder holds, for programs. */
public final class ModelJson {

    private ModelJson() {}

    /** All of it. */
    public static ObjectNode of(ModelReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("network", report.network());
        json.set("config", report.config());
        json.putObject("parameters")
                .put("total", report.parameters())
                .put("trainable", report.trainable())
                .put("active", report.active());
        json.putObject("bytes")
                .put("float32", report.bytes(4))
                .put("bfloat16", report.bytes(2))
                .put("int8", report.bytesOfInt8());
        ObjectNode ties = json.putObject("ties");
        report.ties().forEach(ties::put);
        json.put("tokenizer", report.tokenizer().orElse(null));
        ArrayNode files = json.putArray("files");
        report.files()
                .forEach(file -> files.addObject().put("name", file.name()).put("bytes", file.bytes()));
        ArrayNode weights = json.putArray("weights");
        report.weights().forEach(weight -> add(weights.addObject(), weight));
        ObjectNode fit = json.putObject("fit");
        names(fit.putArray("missing"), report.fit().missing());
        names(fit.putArray("mismatched"), report.fit().mismatched());
        names(fit.putArray("unexpected"), report.fit().unexpected());
        return json;
    }

    private static void add(ObjectNode json, DescribedWeight weight) {
        json.put("name", weight.name());
        ArrayNode shape = json.putArray("shape");
        weight.shape().forEach(shape::add);
        json.put("type", weight.type()).put("trained", weight.trained());
    }

    private static void names(ArrayNode json, List<String> names) {
        names.forEach(json::add);
    }
}
