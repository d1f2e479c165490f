package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.tensor.CpuFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model loses in fewer bits, as a user measures it. */
class EvaluatePrecisionTest {

    private static final String RUN = "../runs/quickstart.conf";

    @TempDir
    private static Path shared;

    @BeforeAll
    static void aModelIsThere() {
        List<String> words = new ArrayList<>(List.of("train", RUN, "--out", shared.toString()));
        for (String setting : List.of(
                "train.steps=8",
                "model={ type = t5, d-model = 32, d-ff = 64, d-kv = 8, heads = 4, encoder-layers = 2, decoder-layers = 2 }",
                "schedule={ type = constant, rate = 0.01 }",
                "batch.rows=1",
                "data.shuffle=50",
                "evaluate.sources=[]")) {
            words.addAll(List.of("--set", setting));
        }
        TypedCommand.of(words.toArray(String[]::new)).done();
    }

    @Test
    void packed_float32_loses_what_float32_loses() throws IOException {
        assertThat(loss("float32") / loss("") - 1).isBetween(-1e-5, 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"bf16, 0.001", "int8, 0.01"})
    void fewer_bits_lose_little(String precision, double bound) throws IOException {
        Assumptions.assumeTrue(!precision.equals("int8") || CpuFeatures.here().avx512vnni(), "int8 needs AVX512-VNNI");
        assertThat(loss(precision) / loss("float32") - 1)
                .isBetween(-bound, bound)
                .isNotZero();
    }

    @Test
    void auto_is_one_of_them() throws IOException {
        assertThat(measured("auto").path("precision").asText()).isIn("float32", "bf16", "int8");
    }

    @Test
    void another_precision_is_refused() {
        TypedCommand typed = TypedCommand.of(words("int4"));
        assertThat(typed.code()).isEqualTo(Commands.REFUSED);
        assertThat(typed.lastLine()).contains("--precision: must be auto, float32, bf16 or int8, got 'int4'");
    }

    private static double loss(String precision) throws IOException {
        JsonNode measured = measured(precision);
        assertThat(measured.path("precision").asText()).isEqualTo(precision.isEmpty() ? "float32" : precision);
        return measured.path("loss").asDouble();
    }

    private static JsonNode measured(String precision) throws IOException {
        TypedCommand typed = TypedCommand.of(words(precision));
        assertThat(typed.code()).as(typed.err()).isEqualTo(Commands.DONE);
        return new ObjectMapper().readTree(typed.out());
    }

    private static String[] words(String precision) {
        List<String> words = new ArrayList<>(List.of("evaluate", "--json", "--model", shared.toString()));
        for (String setting : List.of(
                "evaluate.batches=2", "evaluate.spans=4", "evaluate.samples=0", "batch.rows=2", "precision=float32")) {
            words.addAll(List.of("--set", setting));
        }
        words.addAll(precision.isEmpty() ? List.of() : List.of("--precision", precision));
        words.add(RUN);
        return words.toArray(String[]::new);
    }
}
