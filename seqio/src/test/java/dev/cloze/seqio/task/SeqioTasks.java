package dev.cloze.seqio.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cloze.Golden;
import dev.cloze.data.stream.Rate;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.OutputFeature;
import dev.cloze.seqio.Request;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.SentencePieceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.opentest4j.TestAbortedException;

/** Reads the tasks, mixtures and requests of seqio's golden cases. */
public final class SeqioTasks {

    private static final int SHUFFLE_BUFFER = 1000;
    private static final Map<String, OutputFeature> FEATURES = new ConcurrentHashMap<>();

    /** Equal tasks of one mixture are one task. */
    private final Map<String, SeqioTask> tasks = new HashMap<>();

    private SeqioTasks() {}

    /** The elements that a case asks for. */
    public static Dataset<Features> elements(JsonNode spec) {
        SeqioTasks read = new SeqioTasks();
        if (spec.has("mixture")) {
            return read.mixture(spec.get("mixture")).open(request(spec));
        }
        SeqioTask task = read.task(spec.get("task"));
        int buffer = spec.path("shuffle_buffer_size").asInt(task.shuffleBuffer());
        return new SeqioTask(task.name(), task.source(), task.preprocessors(), task.outputFeatures(), buffer)
                .open(request(spec));
    }

    private SeqioTask task(JsonNode spec) {
        return tasks.computeIfAbsent(
                spec.toString(),
                key -> new SeqioTask(
                        spec.get("name").asText(),
                        source(spec.get("source")),
                        SeqioSteps.list(spec.get("preprocessors")),
                        outputs(spec.get("output_features")),
                        spec.path("shuffle_buffer_size").asInt(SHUFFLE_BUFFER)));
    }

    private SeqioMixture mixture(JsonNode spec) {
        List<SeqioMixture.RatedTask> rated = new ArrayList<>();
        List<SeqioMixture.RatedMixture> nested = new ArrayList<>();
        for (JsonNode part : spec.get("tasks")) {
            if (part.has("task")) {
                rated.add(new SeqioMixture.RatedTask(task(part.get("task")), rate(part.get("rate"))));
            } else {
                nested.add(new SeqioMixture.RatedMixture(
                        mixture(part.get("mixture")), part.get("rate").asDouble()));
            }
        }
        boolean stops = spec.path("stop_on_empty_dataset").asBoolean(true);
        return new SeqioMixture(spec.get("name").asText(), rated, nested, stops);
    }

    private static Rate rate(JsonNode spec) {
        if (spec.isNumber()) {
            return new Rate.Fixed(spec.asDouble());
        }
        JsonNode args = spec.has("args") ? spec.get("args") : MissingNode.getInstance();
        return new Rate.Proportional(
                args.path("scale").asDouble(1),
                args.path("maximum").asDouble(0),
                args.path("temperature").asDouble(1));
    }

    private static TextLineSource source(JsonNode spec) {
        Path folder = Golden.folder("seqio").orElseThrow();
        List<Path> files = new ArrayList<>();
        spec.get("files").forEach(file -> files.add(folder.resolve(file.asText())));
        TextLineSource.Order order = new TextLineSource.Order(
                spec.path("cycle_length").asInt(16),
                spec.path("block_length").asInt(16),
                spec.path("file_shuffle_buffer_size").asInt(0));
        return new TextLineSource(
                files,
                spec.path("skip_header_lines").asInt(0),
                spec.path("num_input_examples").asLong(0),
                order);
    }

    private static Request request(JsonNode spec) {
        JsonNode shard = spec.path("shard_info");
        return new Request(
                SeqioSteps.lengths(spec.get("sequence_length")),
                spec.get("shuffle").asBoolean(),
                // Without a seed and a shuffle only the draw among tasks is random, and seqio draws with 42.
                spec.get("seed").asLong(42),
                spec.get("num_epochs").asLong(0),
                shard.size() == 2
                        ? new Request.Shard(shard.get(0).asInt(), shard.get(1).asInt())
                        : Request.Shard.ALL,
                spec.path("trim_output_features").asBoolean(true));
    }

    static Map<String, OutputFeature> outputs(JsonNode spec) {
        Map<String, OutputFeature> outputs = new HashMap<>();
        spec.properties().forEach(entry -> outputs.put(entry.getKey(), output(entry.getValue())));
        return outputs;
    }

    private static OutputFeature output(JsonNode spec) {
        return FEATURES.computeIfAbsent(
                Golden.folder("seqio") + spec.toString(),
                key -> output(spec.get("vocabulary"), spec.path("add_eos").asBoolean(true)));
    }

    private static OutputFeature output(JsonNode vocabulary, boolean addEos) {
        return switch (vocabulary.get("kind").asText()) {
            case "pass_through" ->
                new OutputFeature(
                        vocabulary.get("size").asInt(),
                        1,
                        text -> {
                            throw new IllegalStateException("no text here: " + text);
                        },
                        addEos);
            case "bytes" ->
                OutputFeature.of(
                        ByteTokenizer.seqio(vocabulary.path("extra_ids").asInt(0)), addEos);
            case "sentencepiece" ->
                OutputFeature.of(
                        SentencePieceTokenizer.load(
                                model(vocabulary.get("model").asText()),
                                vocabulary.path("extra_ids").asInt(0)),
                        addEos);
            default -> throw new TestAbortedException(vocabulary + " is not supported yet");
        };
    }

    private static Path model(String path) {
        Path model = Golden.folder("seqio").orElseThrow().resolveSibling(path);
        if (!Files.exists(model)) {
            throw new TestAbortedException("the folder has no " + path);
        }
        return model;
    }
}
