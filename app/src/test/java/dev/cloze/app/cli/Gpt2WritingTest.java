package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Seed;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.generate.Generator;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.model.Networks;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GPT-2 with its own byte-level tokenizer, as such folders are published, continues texts. */
class Gpt2WritingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TOKENIZER =
            Path.of("..", "text/src/test/resources/golden/tokenizers/gpt2-bytelevel-bpe-8k");
    private static final List<String> PROMPTS = List.of("The bar was", "Äpfel 苹果 and a pinch of", "A");

    @TempDir
    private Path place;

    private Path model;

    @BeforeEach
    void choose() {
        model = place.resolve("model");
    }

    @Test
    void texts_are_continued_in_the_tokenizers_words() throws IOException {
        Tokenizer tokenizer = Tokenizers.load(TOKENIZER);
        ModelConfig config = ModelConfig.parse(
                JSON.readTree("""
                        {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": %d, "n_embd": 32,
                         "n_head": 4, "n_layer": 2, "n_positions": 64, "bos_token_id": 0, "eos_token_id": 0}
                        """.formatted(tokenizer.vocabulary().size())), "config.json");
        try (PointerScope scope = new PointerScope()) {
            WeightStore store = WeightStore.initialised(new Seed(5), Precision.FLOAT32);
            Generator generator = new Generator(
                    Networks.build(config, Weights.of(store)), config.ids(), Optional.of(tokenizer), ComputeDevice.CPU);
            ModelFolder.save(model, ModelFolder.files(config, store.parameters(), tokenizer));
            List<String> expected = PROMPTS.stream()
                    .map(prompt -> generator.generate(List.of(tokenizer.encode(prompt)), GenerationOptions.greedy(9)))
                    .map(found -> tokenizer.decode(found.get(0).tokens()))
                    .toList();
            assertThat(expected).doesNotContain("").doesNotHaveDuplicates();
            assertThat(written()).isEqualTo(expected);

            // The same tokenizer in the files that older folders have.
            Files.delete(model.resolve("tokenizer.json"));
            for (String name : List.of("vocab.json", "merges.txt")) {
                Files.copy(TOKENIZER.resolve(name), model.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(written()).isEqualTo(expected);
        }
    }

    private List<String> written() throws IOException {
        Path out = place.resolve("out.jsonl");
        List<String> words = new ArrayList<>(List.of("generate", "--precision", "float32", "--max-tokens", "9"));
        words.addAll(List.of("--model", model.toString(), "--output", out.toString()));
        words.addAll(PROMPTS);
        TypedCommand.of(words.toArray(String[]::new)).done();
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            texts.add(JSON.readTree(line).path("generated").path(0).asText());
        }
        return texts;
    }
}
