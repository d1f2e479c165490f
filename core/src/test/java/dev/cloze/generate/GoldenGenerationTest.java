package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Golden;
import dev.cloze.Seed;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.TransformersOptions;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Ids and beam scores of {@code golden/models} for every set of options there. */
@Tag("golden")
class GoldenGenerationTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicContainer> ids_and_scores_are_the_references() {
        return folders()
                .map(folder -> DynamicContainer.dynamicContainer(
                        folder.getFileName().toString(),
                        cases(folder)
                                .map(name -> DynamicTest.dynamicTest(
                                        name, () -> check(folder, name, GoldenGenerationTest::together)))));
    }

    @TestFactory
    Stream<DynamicContainer> each_input_alone_gives_the_same() {
        return folders()
                .map(folder -> DynamicContainer.dynamicContainer(
                        folder.getFileName().toString(),
                        cases(folder)
                                .map(name -> DynamicTest.dynamicTest(
                                        name, () -> check(folder, name, GoldenGenerationTest::alone)))));
    }

    @TestFactory
    Stream<DynamicContainer> packed_weights_write_the_same() {
        return folders()
                .map(folder -> DynamicContainer.dynamicContainer(
                        folder.getFileName().toString(),
                        cases(folder)
                                .map(name -> DynamicTest.dynamicTest(
                                        name,
                                        () -> check(
                                                folder,
                                                name,
                                                WeightStore.Use.PACKED,
                                                GoldenGenerationTest::together)))));
    }

    /** A way to put inputs to a generator. */
    private interface Way {
        List<List<Candidate>> generate(Generator generator, List<GenerationRequest> requests);
    }

    private static List<List<Candidate>> together(Generator generator, List<GenerationRequest> requests) {
        return generator.generate(requests);
    }

    private static List<List<Candidate>> alone(Generator generator, List<GenerationRequest> requests) {
        return requests.stream()
                .map(request -> generator.generate(List.of(request)).get(0))
                .toList();
    }

    private static void check(Path folder, String name, Way way) throws IOException {
        check(folder, name, WeightStore.Use.INFERENCE, way);
    }

    private static void check(Path folder, String name, WeightStore.Use use, Way way) throws IOException {
        JsonNode expected =
                read(folder.resolve("expected.json")).path("generate").path(name);
        GenerationOptions options = options(folder, expected.path("args"));
        try (PointerScope scope = new PointerScope()) {
            LoadedModel loaded = open(folder, use);
            Generator generator = Generator.of(loaded);
            int pad = loaded.config().ids().pad();
            Set<Integer> ends = ends(loaded, options);
            List<GenerationRequest> requests = inputs(folder).stream()
                    .map(input -> new GenerationRequest(input, options))
                    .toList();
            List<Candidate> found = way.generate(generator, requests).stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(found).hasSameSizeAs(expected.path("ids"));
            int before = prompts(folder).isEmpty() ? 1 : prompts(folder).path(0).size();
            int fill = loaded.network() instanceof CausalModel ? -1 : pad;
            for (int i = 0; i < found.size(); i++) {
                compare(found.get(i), expected, i, new Edges(before, fill, ends));
            }
        }
    }

    private static LoadedModel open(Path folder, WeightStore.Use use) throws IOException {
        JsonNode config = read(folder.resolve("config.json"));
        Assumptions.assumeTrue(ModelConfig.known(config, folder.toString()), "the model is not supported yet");
        LoadedModel loaded =
                ModelFolder.load(folder, new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, use));
        boolean writes = loaded.network() instanceof Seq2SeqModel || loaded.network() instanceof CausalModel;
        Assumptions.assumeTrue(writes, "the model does not write");
        return loaded;
    }

    private static Set<Integer> ends(LoadedModel loaded, GenerationOptions options) {
        return options.stops().ids().isEmpty()
                ? Set.of(loaded.config().ids().eos())
                : options.stops().ids();
    }

    /** How many ids stand before what is written, what fills it up, if anything, and what ends it. */
    private record Edges(int before, int pad, Set<Integer> ends) {
        // The reference fills up what beams wrote with pads, or with ends where the pad is 0 or missing.
        List<Integer> written(List<Integer> ids) {
            int end = before;
            while (end < ids.size() && !ends.contains(ids.get(end))) {
                end++;
            }
            return ids.subList(before, Math.min(end + 1, ids.size()));
        }

        List<Integer> withoutPads(List<Integer> ids) {
            int end = ids.size();
            while (end > 0 && ids.get(end - 1) == pad) {
                end--;
            }
            return ids.subList(0, end);
        }
    }

    private static void compare(Candidate found, JsonNode expected, int row, Edges edges) {
        List<Integer> ids = new ArrayList<>();
        expected.path("ids").path(row).forEach(id -> ids.add(id.asInt()));
        assertThat(edges.withoutPads(found.tokens().stream().boxed().toList()))
                .as("row %d", row)
                .isEqualTo(edges.withoutPads(edges.written(ids)));
        if (expected.has("scores")) {
            double score = expected.path("scores").path(row).asDouble();
            // A length penalty below 0 multiplies log-probabilities: rounding grows with them.
            assertThat(found.score()).isCloseTo(score, within(1e-4 * Math.max(1, Math.abs(score) / 10)));
        }
    }

    private static GenerationOptions options(Path folder, JsonNode args) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        Path defaults = folder.resolve("generation_config.json");
        if (Files.exists(defaults)) {
            all.setAll((ObjectNode) read(defaults));
        }
        all.setAll((ObjectNode) args);
        TransformersOptions parsed = TransformersOptions.parse(all, new Seed(0), folder.toString());
        if (!parsed.ignored().isEmpty() || parsed.options().decoding() instanceof Decoding.Sampling) {
            Assumptions.abort("options %s are not supported yet".formatted(parsed.ignored()));
        }
        return parsed.options();
    }

    /** Beginnings that are continued, padded on the left; missing where a model reads inputs instead. */
    private static JsonNode prompts(Path folder) throws IOException {
        return read(folder.resolve("expected.json")).path("left_padded_prompt");
    }

    private static List<Tokens> inputs(Path folder) throws IOException {
        List<Tokens> prompts = new ArrayList<>();
        prompts(folder).forEach(row -> {
            int[] ids =
                    IntStream.range(0, row.size()).map(i -> row.path(i).asInt()).toArray();
            prompts.add(Tokens.of(Arrays.stream(ids).dropWhile(id -> id == 0).toArray()));
        });
        return prompts.isEmpty() ? sources(folder) : prompts;
    }

    private static List<Tokens> sources(Path folder) {
        try (PointerScope scope = new PointerScope();
                SafeTensors file = SafeTensors.open(folder.resolve("expected.safetensors"))) {
            int rows = (int) file.shape("input_ids")[0];
            int columns = (int) file.shape("input_ids")[1];
            int[] ids = ints(Tensors.longs(file.read("input_ids")));
            int[] mask = file.contains("attention_mask")
                    ? ints(Tensors.longs(file.read("attention_mask")))
                    : IntStream.generate(() -> 1).limit(ids.length).toArray();
            List<Tokens> inputs = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                int from = row * columns;
                inputs.add(Tokens.of(IntStream.range(from, from + columns)
                        .filter(i -> mask[i] == 1)
                        .map(i -> ids[i])
                        .toArray()));
            }
            return inputs;
        }
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    private static Stream<String> cases(Path folder) {
        try {
            List<String> names = new ArrayList<>();
            Path file = folder.resolve("expected.json");
            if (Files.exists(file)) {
                read(file).path("generate").fieldNames().forEachRemaining(names::add);
            }
            return names.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    private static Stream<Path> folders() {
        return Golden.folder("models").stream().flatMap(root -> {
            try (Stream<Path> all = Files.list(root)) {
                return all.filter(Files::isDirectory).sorted().toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
