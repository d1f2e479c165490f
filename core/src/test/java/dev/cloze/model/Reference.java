package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Golden;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.model.input.ModelInput;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** One folder of {@code golden/models}: a tiny checkpoint, what was put in, and what the reference made of it. */
public record Reference(Path folder, JsonNode config, SafeTensors expected) implements AutoCloseable {

    /** A check of one folder. */
    public interface Check {
        void of(Reference reference) throws IOException;
    }

    /**
     * A test for every folder whose network is of this kind. A folder that no kind is known for is a test of each, which
     * is aborted: nothing is left out in silence.
     */
    public static Stream<DynamicTest> each(Predicate<Optional<ModelConfig>> kind, Check check) {
        return Golden.folder("models").stream()
                .flatMap(Reference::folders)
                .filter(folder -> kind.or(Optional::isEmpty).test(known(folder)))
                .map(folder -> DynamicTest.dynamicTest(
                        folder.getFileName().toString(), () -> run(folder, known(folder), check)));
    }

    private static Optional<ModelConfig> known(Path folder) {
        String place = folder + "/config.json";
        JsonNode config = json(folder.resolve("config.json"));
        return ModelConfig.known(config, place) ? Optional.of(ModelConfig.parse(config, place)) : Optional.empty();
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path folder, Optional<ModelConfig> known, Check check) throws IOException {
        try (Reference reference = open(folder)) {
            if (known.isEmpty()) {
                Assumptions.abort("model type '%s' is not supported yet".formatted(reference.modelType()));
            }
            check.of(reference);
        }
    }

    /** Its config. */
    ModelConfig parsed() {
        return ModelConfig.parse(config, folder + "/config.json");
    }

    /** How far {@code actual} is from what the reference calls {@code name}, at most, as a share of that if it is large. */
    double distance(Tensor actual, String name) {
        Tensor expectation = expected.read(name);
        assertThat(actual.shape()).as(name).isEqualTo(expectation.shape());
        return share(actual, expectation);
    }

    /**
     * The largest difference, as a share of the largest expected number where that is above 1: numbers in float32 round with
     * their magnitude.
     */
    static double share(Tensor actual, Tensor expected) {
        double magnitude = expected.abs().max().item_double();
        return actual.sub(expected).abs().max().item_double() / Math.max(1, magnitude);
    }

    /**
     * Checks every gradient that the reference kept, relative to its largest value; one that is 0 in exact arithmetic,
     * such as that of a key's bias, may be as large as the rounding of the others.
     */
    void expectGradients(Parameters parameters, double tolerance) {
        expectGradients("grad.", parameters, tolerance);
    }

    /** The same for names that begin with {@code prefix}. */
    void expectGradients(String prefix, Parameters parameters, double tolerance) {
        double least = tolerance * tolerance * Math.max(10, largest(prefix));
        for (String name : expected.names()) {
            if (name.startsWith(prefix)) {
                Tensor gradient = parameters
                        .at(name.substring(prefix.length()))
                        .gradient()
                        .orElseThrow();
                double scale = expected.read(name).abs().max().item_double();
                double difference =
                        gradient.sub(expected.read(name)).abs().max().item_double();
                assertThat(difference).as(name).isLessThan(Math.max(tolerance * scale, least));
            }
        }
    }

    private double largest(String prefix) {
        return expected.names().stream()
                .filter(name -> name.startsWith(prefix))
                .mapToDouble(name -> expected.read(name).abs().max().item_double())
                .max()
                .orElse(0);
    }

    static Reference open(Path folder) {
        return new Reference(
                folder, json(folder.resolve("config.json")), SafeTensors.open(folder.resolve("expected.safetensors")));
    }

    @Override
    public void close() {
        expected.close();
    }

    /** The model type of its config. */
    String modelType() {
        return config.path("model_type").asText();
    }

    /** What the reference wrote down beside its tensors. */
    JsonNode notes() {
        return json(folder.resolve("expected.json"));
    }

    /** The mean cross entropy that the reference computed. */
    double loss() {
        return notes().path("loss").asDouble();
    }

    /** Its weights. */
    SafeTensors weights() {
        return SafeTensors.open(folder.resolve("model.safetensors"));
    }

    /** What the encoder and the decoder read. */
    ModelInput input() {
        Tensor tokens = expected.read("input_ids");
        int start = config.path("decoder_start_token_id").asInt(0);
        Tensor labels = expected.read("labels");
        Tensor first = torch.full_like(labels.narrow(1, 0, 1), new Scalar(start));
        Tensor rest = labels.narrow(1, 0, labels.size(1) - 1).clamp_min(new Scalar(0));
        return new ModelInput(
                new EncoderInput(tokens, segments()),
                new DecoderInput(torch.cat(new TensorVector(first, rest), 1), Segments.WHOLE));
    }

    /** Where a pass shows what the reference calls {@code name}: {@code encoder_hidden.i} is what goes into block i. */
    String place(String name) {
        String stack = name.substring(0, name.indexOf('_'));
        int index = Integer.parseInt(name.substring(name.indexOf('.') + 1));
        boolean last = !expected.contains(stack + "_hidden." + (index + 1));
        return last ? stack : stack + "." + index;
    }

    /** Mean cross entropy over the labels that are not -100. */
    Tensor crossEntropy(Tensor logits) {
        return torch.cross_entropy(
                logits.view(-1, logits.size(-1)), expected.read("labels").view(-1));
    }

    /** What may be read of the inputs. */
    Segments segments() {
        if (!expected.contains("attention_mask")) {
            return Segments.WHOLE;
        }
        long[] shape = expected.shape("attention_mask");
        int[] ids = Arrays.stream(Tensors.longs(expected.read("attention_mask")))
                .mapToInt(Math::toIntExact)
                .toArray();
        return Segments.of(IdMatrix.over((int) shape[0], (int) shape[1], ids), ComputeDevice.CPU);
    }

    private static Stream<Path> folders(Path root) {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
