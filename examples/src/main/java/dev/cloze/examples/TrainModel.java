package dev.cloze.examples;

import dev.cloze.data.Fields;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.Source;
import dev.cloze.model.config.T5Config;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.run.Batching;
import dev.cloze.run.Checkpointing;
import dev.cloze.run.Optimisation;
import dev.cloze.run.RunEnd;
import dev.cloze.run.Training;
import dev.cloze.task.Data;
import dev.cloze.text.TokenizerSource;
import java.nio.file.Path;
import java.util.List;

/** Trains a small T5 on JSON lines; started again, it goes on where it stopped. */
public final class TrainModel {

    private TrainModel() {}

    /**
     * Trains one model.
     *
     * @param words JSON lines or a pattern of such files, a tokenizer's folder, the number of steps, the run's folder
     */
    public static void main(String[] words) {
        FilePattern files = new FilePattern(Path.of(""), words[0]);
        Path tokenizer = Path.of(words[1]);
        long steps = Long.parseLong(words[2]);
        Path out = Path.of(words[3]);
        T5Config shape = T5Config.v11(new T5Config.Shape(64, 16, 128, 4, 2, 2));
        Source text = new JsonLines("text", List.of(files), Fields.text("text"), 0);
        Training training = Training.of(shape, new TokenizerSource.Files(tokenizer), Data.of(text))
                .with(SpanCorruption.t5())
                .with(Batching.packed(8, 128, 64))
                .with(Optimisation.t5(steps))
                .with(Checkpointing.every(500));
        RunEnd end = training.run(out);
        end.model().ifPresent(System.out::println);
    }
}
