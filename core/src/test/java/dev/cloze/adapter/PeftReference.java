package dev.cloze.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Golden;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The folder {@code golden/peft}: a tiny base, adapters for it, what was put in and what PEFT made of it.
 *
 * @param folder where it lies
 * @param expected inputs, and logits and losses by adapter
 */
record PeftReference(Path folder, JsonNode expected) {

    static final WeightStore.Placement INFERENCE = placement(WeightStore.Use.INFERENCE);
    static final WeightStore.Placement FROZEN = placement(WeightStore.Use.FROZEN);
    static final WeightStore.Placement TRAINING = placement(WeightStore.Use.TRAINING);

    private static WeightStore.Placement placement(WeightStore.Use use) {
        return new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, use);
    }

    /** The checked-in or given folder, if there is one. */
    static Stream<PeftReference> find() {
        return Golden.folder("peft").stream().map(PeftReference::open);
    }

    private static PeftReference open(Path folder) {
        try {
            JsonNode expected =
                    new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
            return new PeftReference(folder, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All folders of adapters. */
    List<Path> adapters() {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> Files.exists(path.resolve("adapter_config.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The base as a model's folder, made in {@code place}. */
    Path base(Path place) {
        try {
            Path base = place.resolve("base");
            if (!Files.exists(base)) {
                Files.createDirectories(base);
                Files.copy(folder.resolve("config.json"), base.resolve("config.json"));
                Files.copy(folder.resolve("base.safetensors"), base.resolve("model.safetensors"));
            }
            return base;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the encoder and the decoder read. */
    ModelInput input() {
        Segments source = Segments.of(matrix("attention_mask"), ComputeDevice.CPU);
        Tensor labels = labels();
        Tensor first = torch.zeros_like(labels.narrow(1, 0, 1));
        Tensor rest = labels.narrow(1, 0, labels.size(1) - 1).clamp_min(new Scalar(0));
        return new ModelInput(
                new EncoderInput(Tensors.of(matrix("input_ids")), source),
                new DecoderInput(torch.cat(new TensorVector(first, rest), 1), Segments.WHOLE));
    }

    /** {@code [batch, target]}, -100 where nothing is expected. */
    Tensor labels() {
        return Tensors.of(matrix("labels"));
    }

    /** The loss that PEFT computed. */
    double loss(String adapter) {
        return expected.path(adapter).path("loss").asDouble(Double.NaN);
    }

    /** Whether PEFT's logits are there. */
    boolean hasLogits(String adapter) {
        return expected.path(adapter).has("logits");
    }

    /** The logits that PEFT computed, row after row. */
    List<Double> logits(String adapter) {
        List<Double> all = new ArrayList<>();
        collect(expected.path(adapter).path("logits"), all);
        return all;
    }

    private static void collect(JsonNode node, List<Double> into) {
        if (node.isNumber()) {
            into.add(node.doubleValue());
        }
        node.forEach(part -> collect(part, into));
    }

    private IdMatrix matrix(String key) {
        JsonNode rows = expected.path(key);
        int columns = rows.get(0).size();
        int[] ids = new int[rows.size() * columns];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = rows.get(i / columns).get(i % columns).asInt();
        }
        return IdMatrix.over(rows.size(), columns, ids);
    }
}
