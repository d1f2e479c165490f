package dev.cloze.app.cli;

import dev.cloze.app.cli.option.BenchOptions;
import dev.cloze.app.cli.option.ConvertOptions;
import dev.cloze.app.cli.option.EvaluateOptions;
import dev.cloze.app.cli.option.InspectOptions;
import dev.cloze.app.cli.option.PrepareOptions;
import dev.cloze.app.cli.option.ReadOptions;
import dev.cloze.app.cli.option.TokenizerTrainOptions;
import dev.cloze.app.cli.option.TrainOptions;
import dev.cloze.app.cli.option.UseOptions;
import java.util.Locale;

/** What the command can do, in the order of a model's life. Only the verb asked for is read by picocli. */
enum Verb {
    PREPARE("Makes the text of a run into tokens once, for training to read.", PrepareOptions.class),
    TRAIN("Trains a model as a run file says, or goes on where it stopped.", TrainOptions.class),
    INSPECT("Shows what a run would train on, or what a model folder holds.", InspectOptions.class),
    EVALUATE("Measures a trained model on held-out text.", EvaluateOptions.class),
    FILL(
            "Fills the gaps <extra_id_0>, <extra_id_1>, ... of a text; each is one of its own, whatever its number.",
            UseOptions.class),
    GENERATE("Writes what the model answers to a text.", UseOptions.class),
    SCORE("Tells how likely a model finds targets after their inputs, as JSON lines.", ReadOptions.class),
    EMBED("Turns texts into vectors, the mean of an encoder's last states, as JSON lines.", ReadOptions.class),
    TOKENIZER_TRAIN("Learns a tokenizer's pieces from text and writes its folder.", TokenizerTrainOptions.class),
    CONVERT(
            "Writes a model folder anew: another precision, other sizes, an average, a Switch of a T5.",
            ConvertOptions.class),
    BENCH("Measures the speed of this machine at training, generating, tokenizing or reading.", BenchOptions.class);

    private final String purpose;
    private final Class<?> options;

    Verb(String purpose, Class<?> options) {
        this.purpose = purpose;
        this.options = options;
    }

    /** The verb typed as {@code words}, such as {@code tokenizer train}. */
    static Verb of(String words) {
        return valueOf(words.replace(' ', '_').toUpperCase(Locale.ROOT));
    }

    /** As typed, such as {@code train}; the word of its group, {@code tokenizer}, is left out. */
    String word() {
        String words = name().toLowerCase(Locale.ROOT);
        return words.substring(words.indexOf('_') + 1);
    }

    /** The word before, if the verb is one of several that share it, or nothing. */
    String group() {
        String words = name().toLowerCase(Locale.ROOT);
        return words.substring(0, Math.max(0, words.indexOf('_')));
    }

    /** One sentence for {@code --help}. */
    String purpose() {
        return purpose;
    }

    /** The annotated interface of its options. */
    Class<?> options() {
        return options;
    }

    /** Does the work; {@code given} is an instance of {@link #options}. */
    void run(Object given, Terminal terminal) {
        switch (this) {
            case PREPARE -> Prepare.run((PrepareOptions) given, terminal);
            case TRAIN -> Train.run((TrainOptions) given, terminal);
            case INSPECT -> Inspect.run((InspectOptions) given, terminal);
            case EVALUATE -> Evaluate.run((EvaluateOptions) given, terminal);
            case FILL -> Fill.run((UseOptions) given, terminal);
            case GENERATE -> Generate.run((UseOptions) given, terminal);
            case SCORE -> ScoreTargets.run((ReadOptions) given, terminal);
            case EMBED -> Embed.run((ReadOptions) given, terminal);
            case TOKENIZER_TRAIN -> TokenizerTrain.run((TokenizerTrainOptions) given, terminal);
            case CONVERT -> Convert.run((ConvertOptions) given, terminal);
            case BENCH -> Bench.run((BenchOptions) given, terminal);
        }
    }
}
