package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pre-training of CPT and BART from a run file: texts of a few Chinese sentences over word pieces of single characters. */
class CptRunTest {

    private static final List<String> SENTENCES =
            List.of("我们喜欢北京天安门。", "今天天气很好！", "小明硕士毕业于中国科学院计算所。", "永和服装饰品有限公司。", "研究生命起源。");
    private static final String CPT = "model={ type = cpt, d-model = 32, d-ff = 64, heads = 2, encoder-layers = 2,"
            + " decoder-layers = 1, positions = 64 }";
    private static final String RUN = """
            tokenizer { type = files, path = "%1$s/tokenizer" }
            data.sources = [{ type = plain-text, name = text, files = "%1$s/text.txt", document = line, language = zh }]
            evaluate {
              sources = [{ type = plain-text, name = text, files = "%1$s/text.txt", document = line, language = zh }]
              batches = 2, spans = 0, samples = 0
            }
            objective { type = cpt }
            batch { rows = 8, inputs = 64, targets = 64, packing = none }
            optimiser { type = adamw }
            schedule { type = constant, rate = 0.01 }
            train { steps = 40, log-every = 1 }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void texts() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add(SENTENCES.get(i % 5) + SENTENCES.get((i * i + 1) % 5) + SENTENCES.get((i + 2) % 5));
        }
        Files.write(folder.resolve("text.txt"), lines);
        Map<String, Integer> vocab = new TreeMap<>();
        for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")) {
            vocab.put(special, vocab.size());
        }
        String.join("", SENTENCES).codePoints().mapToObj(Character::toString).forEach(character -> {
            vocab.putIfAbsent(character, vocab.size());
        });
        String json = new ObjectMapper().writeValueAsString(vocab);
        Files.createDirectories(folder.resolve("tokenizer"));
        Files.writeString(folder.resolve("tokenizer/tokenizer.json"), """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
                 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                                "strip_accents": null, "lowercase": true},
                 "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null,
                 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                           "max_input_chars_per_word": 100, "vocab": %s}}
                """.formatted(json));
    }

    @Test
    void both_tasks_are_learnt_and_the_folder_is_one_to_go_on_from() throws IOException {
        train("first", CPT);
        assertLearnt("first", "understanding");
        assertLearnt("first", "generation");
        assertThat(metrics("first", "held-out")).isNotEmpty();

        train("second", "model={ type = folder, path = \"" + folder.resolve("first/model") + "\" }", "train.steps=2");

        assertThat(metrics("second", "step").get(0).path("loss").asDouble())
                .isLessThan(0.9 * metrics("first", "step").get(0).path("loss").asDouble());
    }

    @Test
    void a_bart_learns_to_write_damaged_text_whole() throws IOException {
        train(
                "infilling",
                "model={ type = bart, d-model = 32, d-ff = 64, heads = 2, encoder-layers = 1, decoder-layers = 1 }",
                "objective={ type = text-infilling }");
        assertLearnt("infilling", "B(3, 0.3)");
    }

    private void assertLearnt(String name, String denoiser) throws IOException {
        List<Double> losses = metrics(name, "step").stream()
                .map(step -> step.path("byDenoiser").path(denoiser))
                .filter(JsonNode::isObject)
                .map(part -> part.path("loss").asDouble())
                .toList();
        assertThat(losses.get(losses.size() - 1)).as(denoiser).isLessThan(0.9 * losses.get(0));
    }

    @Test
    void only_masked_tokens_count_where_words_belong_in_gaps() throws IOException {
        train("told", CPT, "objective.generation-share=0", "train.steps=3");
        assertThat(metrics("told", "step")).allSatisfy(step -> {
            long counted =
                    step.path("byDenoiser").path("understanding").path("tokens").asLong();
            assertThat(counted).isBetween(8L, 8 * 64L / 2);
        });
    }

    @Test
    void a_bert_goes_on_with_masked_words() throws IOException {
        Path bert = Path.of("..", "text/src/test/resources/golden/models/bert").toAbsolutePath();
        train("bert", "model={ type = folder, path = \"" + bert + "\" }", "objective.generation-share=0");
        assertLearnt("bert", "understanding");
    }

    @Test
    void what_cannot_learn_so_is_refused() throws IOException {
        assertThat(typed("packed", CPT, "batch.packing=fitted").err()).contains("batch.packing must be none with CPT");
        assertThat(typed(
                                "gpt2",
                                "model={ type = gpt2, d-model = 32, d-ff = 64, heads = 2, layers = 1, positions = 128 }")
                        .err())
                .contains("ask which words belong in gaps, as CPT and BERT do");
    }

    private List<JsonNode> metrics(String name, String kind) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name).resolve("metrics.jsonl"))) {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.path("kind").asText().equals(kind)) {
                lines.add(node);
            }
        }
        return lines;
    }

    private void train(String name, String... settings) throws IOException {
        TypedCommand typed = typed(name, settings);
        assertThat(typed.code()).as(typed.err()).isEqualTo(Commands.DONE);
    }

    private TypedCommand typed(String name, String... settings) throws IOException {
        Path file = folder.resolve(name + ".conf");
        Files.writeString(file, RUN.formatted(folder) + String.join("\n", settings));
        return TypedCommand.of(
                "train", file.toString(), "--out", folder.resolve(name).toString());
    }
}
