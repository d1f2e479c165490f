package dev.cloze.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.batch.Batches;
import dev.cloze.batch.IdMatrix;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePlace;
import dev.cloze.data.file.Lines;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.data.random.PythonRandom;
import dev.cloze.run.RunText;
import dev.cloze.run.Training;
import dev.cloze.seqio.collator.TextDenoisingCollator;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CompatTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .build();

    @TempDir
    Path folder;

    /** Every golden data set that a run file can ask for: T5's objectives over lines, by any of three converters. */
    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> a_run_file_asks_for_the_stream_that_seqio_makes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode c : cases()) {
            Optional<String> text = runFile(c);
            text.ifPresent(run ->
                    tests.add(DynamicTest.dynamicTest(c.get("id").asText(), () -> compare(c, read(run)))));
        }
        return tests.stream();
    }

    @Test
    void a_feed_goes_on_behind_any_batch() throws IOException {
        DataLoader text = RunText.training(read(small("span-corruption")), ReadingRules.telling(Notices.SILENT));
        List<Batch> batches = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        try (Feed<Batch> feed = text.batches(Position.START, 1)) {
            while (batches.size() < 12 && feed.advance()) {
                batches.add(feed.current());
                positions.add(feed.position());
            }
        }
        for (int i = 0; i + 1 < batches.size(); i++) {
            try (Feed<Batch> resumed = text.batches(positions.get(i), 1)) {
                assertThat(resumed.advance()).isTrue();
                assertThat(resumed.current()).isEqualTo(batches.get(i + 1));
            }
        }
    }

    @Test
    void what_seqio_does_not_have_is_refused() throws IOException {
        Training run = read(small("text-infilling"));
        assertThatThrownBy(() -> rows(run, 1))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "objective: B(3, 0.3) is none of T5's for an encoder and a decoder; compat = seqio cannot make it");
    }

    @Test
    void a_decoder_alone_reads_nothing_with_an_encoder() throws IOException {
        Training run = read(small("prefix-lm") + "compat { converter = prefix-lm }\nmodel { type = gpt2 }\n");
        try (Feed<Batch> feed =
                RunText.training(run, ReadingRules.telling(Notices.SILENT)).batches(Position.START, 1)) {
            assertThat(feed.advance()).isTrue();
            Batch batch = feed.current();
            assertThat(batch.encoder().inputTokens().columns()).isZero();
            assertThat(batch.decoder().targetTokens().columns()).isEqualTo(128);
            assertThat(batch.decoder().answers().shared()).contains(0, 1);
        }
    }

    @Test
    void targets_alone_need_an_objective_that_reads_nothing() throws IOException {
        Training reads = read(small("prefix-lm") + "compat.converter = lm\n");
        Training alone = read(small("causal-lm"));
        assertThatThrownBy(() -> RunText.training(reads, ReadingRules.telling(Notices.SILENT)))
                .isInstanceOf(Refusal.class)
                .hasMessage("compat.converter: lm needs objective.type = causal-lm");
        assertThatThrownBy(() -> RunText.training(alone, ReadingRules.telling(Notices.SILENT)))
                .isInstanceOf(Refusal.class)
                .hasMessage("compat.converter: must be lm with objective.type = causal-lm");
    }

    @Test
    void batches_of_text_denoising_are_its_collators() throws IOException {
        DataLoader text =
                RunText.training(read(denoising("text-denoising", "none")), ReadingRules.telling(Notices.SILENT));
        List<Tokens> rows = new ArrayList<>();
        try (Feed<Material> documents = text.open()) {
            while (rows.size() < 8 && documents.advance()) {
                Tokens tokens =
                        text.tokenizer().encode(text.text(documents.current()).text());
                if (tokens.size() > 1) {
                    rows.add(tokens.append(1));
                }
            }
        }
        TextDenoisingCollator collator =
                TextDenoisingCollator.of(text.tokenizer().vocabulary(), 1);
        PythonRandom python = new PythonRandom(1);
        NumpyRandom numpy = new NumpyRandom(1);
        try (Feed<Batch> feed = text.batches(Position.START, 1)) {
            for (int i = 0; i < 2; i++) {
                assertThat(feed.advance()).isTrue();
                TextDenoisingCollator.Collated expected =
                        collator.collate(rows.subList(4 * i, 4 * i + 4), python, numpy);
                Batch batch = feed.current();
                for (int row = 0; row < 4; row++) {
                    assertThat(row(batch.encoder().inputTokens(), row))
                            .isEqualTo(expected.inputs().get(row));
                    assertThat(row(batch.decoder().inputTokens(), row))
                            .isEqualTo(collator.decoderInputs(expected.labels().get(row)));
                    assertThat(labels(batch.decoder(), row))
                            .isEqualTo(expected.labels().get(row));
                }
            }
        }
    }

    @Test
    void a_feed_of_text_denoising_goes_on_behind_any_batch_and_counts_what_is_too_short() throws IOException {
        DataLoader text =
                RunText.training(read(denoising("text-denoising", "none")), ReadingRules.telling(Notices.SILENT));
        List<Batch> batches = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        try (Batches feed = text.batches(Position.START, 1)) {
            while (batches.size() < 25 && feed.advance()) {
                batches.add(feed.current());
                positions.add(feed.position());
            }
            assertThat(feed.omissions().total().singleTokens()).isPositive();
        }
        for (int i = 0; i + 1 < batches.size(); i += 5) {
            try (Feed<Batch> resumed = text.batches(positions.get(i), 1)) {
                assertThat(resumed.advance()).isTrue();
                assertThat(resumed.current()).isEqualTo(batches.get(i + 1));
            }
        }
    }

    @Test
    void text_denoising_makes_its_own_objective_and_packs_nothing() throws IOException {
        Training other = read(denoising("ul2", "none"));
        Training packed = read(denoising("text-denoising", "best-fit"));
        assertThatThrownBy(() -> RunText.training(other, ReadingRules.telling(Notices.SILENT)))
                .isInstanceOf(Refusal.class)
                .hasMessage("compat: type = text-denoising needs objective.type = text-denoising");
        assertThatThrownBy(() -> RunText.training(packed, ReadingRules.telling(Notices.SILENT)))
                .isInstanceOf(Refusal.class)
                .hasMessage("compat: type = text-denoising needs batch.packing = none");
    }

    private static Tokens row(IdMatrix ids, int row) {
        return Tokens.of(IntStream.range(0, ids.columns())
                .map(column -> ids.at(row, column))
                .toArray());
    }

    private static Tokens labels(Batch.Decoder decoder, int row) {
        return Tokens.of(IntStream.range(0, decoder.targetTokens().columns())
                .map(column -> decoder.answers().at(row, column) == 0
                        ? -100
                        : decoder.targetTokens().at(row, column))
                .toArray());
    }

    private String denoising(String objective, String packing) throws IOException {
        Path lines = folder.resolve("mixed.txt");
        Files.write(
                lines,
                Stream.iterate("words", line -> line + " more")
                        .limit(20)
                        .flatMap(line -> Stream.of(line, "x"))
                        .toList());
        return """
                tokenizer { type = bytes }
                data.sources = [{ type = plain-text, name = lines, files = "%s", document = line }]
                batch { rows = 4, inputs = 512, targets = 512, packing = %s }
                objective { type = %s }
                compat { type = text-denoising }
                """.formatted(lines, packing, objective);
    }

    private String small(String objective) throws IOException {
        Path lines = folder.resolve("lines.txt");
        Files.write(
                lines,
                Stream.iterate("a line of text", line -> line + " more")
                        .limit(60)
                        .toList());
        return """
                tokenizer { type = bytes }
                data.sources = [{ type = plain-text, name = lines, files = "%s", document = line }]
                batch { rows = 2, inputs = 64, targets = 64 }
                objective { type = %s }
                compat { type = seqio }
                """.formatted(lines, objective);
    }

    private Training read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("run.conf"), text);
        return RunFile.read(file, List.of());
    }

    private static void compare(JsonNode c, Training run) throws IOException, NoSuchAlgorithmException {
        int count = c.get("elements").asInt();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<SortedMap<String, Tokens>> rows =
                rows(run, count + (c.get("finished").asBoolean() ? 1 : 0));
        assertThat(rows).hasSize(count);
        for (SortedMap<String, Tokens> row : rows) {
            Map<String, Object> values = new TreeMap<>();
            row.forEach((name, value) -> values.put(name, value.toArray()));
            digest.update((JSON.writeValueAsString(values) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(c.get("sha256").asText());
    }

    private static List<SortedMap<String, Tokens>> rows(Training run, int count) {
        return RunText.training(run, ReadingRules.telling(Notices.SILENT)).features(count);
    }

    private static Optional<String> runFile(JsonNode c) {
        JsonNode spec = c.get("spec");
        JsonNode first = spec.has("task") ? spec.get("task") : spec.at("/mixture/tasks/0/task");
        JsonNode lengths = spec.get("sequence_length");
        Optional<String> objective = spec.has("task")
                ? objective(first).map(text -> "objective " + text)
                : mixture(spec.at("/mixture/tasks"));
        JsonNode converter = spec.path("converter");
        Optional<String> chosen = converter(converter.path("name").asText(), objective.orElse(""));
        boolean said = chosen.isPresent()
                && lengths.hasNonNull("targets")
                && spec.get("seed").isInt()
                && first.at("/output_features/targets/vocabulary/kind").asText().equals("sentencepiece")
                && first.path("source").size() == 1
                && !spec.has("shuffle_buffer_size");
        if (!said || objective.isEmpty()) {
            return Optional.empty();
        }
        JsonNode shard = spec.path("shard_info");
        List<String> files = new ArrayList<>();
        first.at("/source/files")
                .forEach(file -> files.add("\"" + golden("seqio").resolve(file.asText()) + "\""));
        String model = first.at("/output_features/targets/vocabulary/model").asText();
        return Optional.of("""
                tokenizer { type = files, path = "%s" }
                data.sources = [{ type = plain-text, name = lines, document = line, files = [%s] }]
                batch { inputs = %d, targets = %d, packing = %s }
                train.seed = %d
                compat { type = seqio, shuffle = %s, epochs = %d, reserved = %s, shard = %d, shards = %d }
                compat { converter = %s, loss-on-targets-only = %s }
                %s
                """.formatted(
                        golden(model).getParent(),
                        String.join(", ", files),
                        lengths.path("inputs").asInt(512),
                        lengths.get("targets").asInt(),
                        spec.at("/converter/args/pack").asBoolean() ? "best-fit" : "none",
                        spec.get("seed").asInt(),
                        spec.get("shuffle").asBoolean(),
                        spec.path("num_epochs").asLong(0),
                        first.at("/preprocessors/4/args/reserved_for_packing").asText("auto"),
                        shard.size() == 2 ? shard.get(0).asInt() : 0,
                        shard.size() == 2 ? shard.get(1).asInt() : 1,
                        chosen.get(),
                        converter.at("/args/loss_on_targets_only").asBoolean(true),
                        objective.get()));
    }

    private static Optional<String> converter(String name, String objective) {
        boolean alone = objective.contains("causal-lm");
        return switch (name) {
            case "EncDecFeatureConverter" -> alone ? Optional.empty() : Optional.of("encoder-decoder");
            case "PrefixLMFeatureConverter" -> alone ? Optional.empty() : Optional.of("prefix-lm");
            case "LMFeatureConverter" -> alone ? Optional.of("lm") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> mixture(JsonNode tasks) {
        List<String> parts = new ArrayList<>();
        for (JsonNode task : tasks) {
            Optional<String> objective = objective(task.path("task"));
            if (objective.isEmpty()) {
                return Optional.empty();
            }
            String mode = "";
            for (JsonNode step : task.at("/task/preprocessors")) {
                mode = step.get("fn").asText().equals("golden.prepend_mode")
                        ? step.at("/args/mode").asText()
                        : mode;
            }
            // Only what a run file calls a denoiser is one task; its name has to sort as the golden one does.
            parts.add("{ rate = %s, mode = \"%s\", objective %s }"
                    .formatted(task.get("rate").asText(), mode, objective.get()));
        }
        return Optional.of("objective { type = mixture, parts = [" + String.join(", ", parts) + "] }");
    }

    private static Optional<String> objective(JsonNode task) {
        JsonNode steps = task.path("preprocessors");
        List<String> names = new ArrayList<>();
        steps.forEach(step -> names.add(step.get("fn").asText()));
        names.remove("golden.prepend_mode");
        List<String> usual = List.of("golden.to_text", "seqio.rekey", "seqio.tokenize", "cache");
        if (names.equals(List.of("golden.to_text", "seqio.rekey", "seqio.tokenize", "cache", "t5.full_lm"))) {
            return Optional.of("{ type = causal-lm }");
        }
        if (names.size() != 6
                || !names.subList(0, 4).equals(usual)
                || !names.get(5).equals("seqio.append_eos_after_trim")) {
            return Optional.empty();
        }
        JsonNode args = steps.get(4).path("args");
        return switch (names.get(4)) {
            case "t5.span_corruption" -> spans(task, args);
            case "t5.prefix_lm" ->
                args.isEmpty() ? Optional.of("{ type = prefix-lm, noise-density = 0.5 }") : Optional.empty();
            case "t5.iid_denoising" -> Optional.of("{ type = noise }");
            default -> Optional.empty();
        };
    }

    private static Optional<String> spans(JsonNode task, JsonNode args) {
        double mean = args.path("mean_noise_span_length").asDouble(3);
        double density = args.path("noise_density").asDouble(0.15);
        boolean merges = args.path("merge_examples_to_reduce_padding").asBoolean(true);
        boolean named = !task.get("name").asText().matches("s");
        return merges && named
                ? Optional.of("{ type = span-corruption, noise-density = %s, mean-span-length = %s }"
                        .formatted(density, mean))
                : Optional.empty();
    }

    private static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        Path file = golden("seqio").resolve("cases.jsonl.zst");
        if (!Files.exists(file)) {
            return cases;
        }
        try (Lines lines = Lines.open(file, FilePlace.START, ReadingRules.strict())) {
            while (lines.advance()) {
                JsonNode c = JSON.readTree(lines.bytes(), lines.from(), lines.to() - lines.from());
                if (c.path("kind").asText().equals("get_dataset") && !c.has("error")) {
                    cases.add(c);
                }
            }
        }
        return cases;
    }

    private static Path golden(String path) {
        String given = System.getProperty("cloze.golden", "");
        Path root = given.isBlank() ? Path.of("../text/src/test/resources/golden") : Path.of(given);
        return root.resolve(path).toAbsolutePath().normalize();
    }
}
