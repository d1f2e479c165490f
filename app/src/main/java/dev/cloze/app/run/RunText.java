package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.model.TokenizerChoice;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.batch.load.LoaderSettings;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.task.Learning;
import dev.cloze.task.Task;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.SentencePieceTokenizer;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The text of a run. */
public final class RunText {

    private RunText() {}

    /** The text that a run learns from. */
    public static DataLoader training(Run run, ReadingRules rules) {
        return DataLoader.training(run.data(), settings(run), run.compat(), rules);
    }

    /** The held-out text of a run, in an order that does not depend on the run's seed. */
    public static DataLoader heldOut(Run run, ReadingRules rules) {
        Refusal.require(run.evaluate().hasText(), "evaluate.sources names no held-out text");
        return DataLoader.heldOut(run.evaluate().all(), run.data(), settings(run), rules);
    }

    private static LoaderSettings settings(Run run) {
        return new LoaderSettings(
                        tokenizer(run),
                        run.objective(),
                        run.batch().shape(),
                        run.train().seed())
                .counting(tasks(run));
    }

    /** The names of all tasks of a run, of training and held out, by the indices that rows of batches say. */
    static List<String> tasks(Run run) {
        return Stream.concat(run.data().all().stream(), run.evaluate().all().stream())
                .map(Task::name)
                .distinct()
                .toList();
    }

    /** What those tasks of a run learn that say nothing else. */
    public static Learning.Denoising usual(Run run) {
        return new Learning.Denoising(run.objective(), run.data().joining());
    }

    /** How the texts of a run become tokens. */
    public static Tokenizer tokenizer(Run run) {
        if (run.tokenizer() instanceof TokenizerChoice.Files files) {
            return sampling(Tokenizers.load(files.path()), files.sampling());
        }
        if (run.tokenizer() instanceof TokenizerChoice.Bytes) {
            return ByteTokenizer.of();
        }
        TokenizerChoice.Model model = (TokenizerChoice.Model) run.tokenizer();
        Path folder = run.model()
                .from()
                .orElseThrow(() -> Refusal.at("tokenizer", "type = model needs model.type = folder or vlm"));
        return sampling(Tokenizers.load(folder), model.sampling());
    }

    private static Tokenizer sampling(Tokenizer tokenizer, double strength) {
        if (strength == 0) {
            return tokenizer;
        }
        if (tokenizer instanceof SentencePieceTokenizer pieces) {
            return pieces.sampling(strength);
        }
        throw Refusal.at("tokenizer.sampling", "needs a spiece.model, got %s", strength);
    }
}
