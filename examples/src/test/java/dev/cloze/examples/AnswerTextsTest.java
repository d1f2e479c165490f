package dev.cloze.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.Networks;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerTextsTest {

    @TempDir
    private Path folder;

    @Test
    void a_model_answers_streams_fills_scores_and_embeds() {
        saveSmallModel();
        List<String> lines = printed(() -> AnswerTexts.main(new String[] {folder.toString(), "abc"}));
        assertThat(lines).hasSizeGreaterThanOrEqualTo(6);
        int last = lines.size() - 1;
        assertThat(lines.get(last)).isEqualTo("32 numbers");
        assertThat(lines.get(last - 1)).startsWith("ScoredText[text=no");
        assertThat(lines.get(last - 2)).startsWith("ScoredText[text=yes");
        List<String> answers = lines.subList(0, last - 2);
        assertThat(answers).isNotEmpty();
        assertThat(answers.lastIndexOf(answers.get(0)))
                .as("the stream says the same")
                .isPositive();
    }

    private void saveSmallModel() {
        try (PointerScope scope = new PointerScope()) {
            T5Config shape =
                    T5Config.v11(new T5Config.Shape(32, 8, 64, 4, 2, 2)).withVocab(384);
            WeightStore store = WeightStore.initialised(new Seed(11), Precision.FLOAT32);
            Networks.build(shape, Weights.of(store));
            ModelFolder.save(folder, ModelFolder.files(shape, store.parameters(), ByteTokenizer.of()));
        }
    }

    private static List<String> printed(Runnable program) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
