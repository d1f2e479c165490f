package dev.cloze.app.cli;

import dev.cloze.app.cli.option.BenchOptions;
import dev.cloze.app.cli.option.ConvertOptions;
import dev.cloze.app.cli.option.DecodeOptions;
import dev.cloze.app.cli.option.EmbedOptions;
import dev.cloze.app.cli.option.EncodeOptions;
import dev.cloze.app.cli.option.EvaluateOptions;
import dev.cloze.app.cli.option.FillOptions;
import dev.cloze.app.cli.option.GenerateOptions;
import dev.cloze.app.cli.option.InspectOptions;
import dev.cloze.app.cli.option.PrepareOptions;
import dev.cloze.app.cli.option.ScoreOptions;
import dev.cloze.app.cli.option.TokenizerTrainOptions;
import dev.cloze.app.cli.option.TrainOptions;
import java.util.Locale;

/** What the command can do, in the order of a model's life. Only the verb asked for is read by picocli. */
enum Verb {
    PREPARE(
            "Makes the text of a run into tokens once, for training to read.",
            "prepare runs/quickstart.conf --set data.prepared=out/prepared",
            PrepareOptions.class),
    TRAIN(
            "Trains a model as a run file says, or goes on where it stopped.",
            "train runs/quickstart.conf --set train.steps=500",
            TrainOptions.class),
    INSPECT(
            "Shows what a run would train on, or what a model folder holds.",
            "inspect runs/quickstart.conf --examples 3",
            InspectOptions.class),
    EVALUATE(
            "Measures a trained model on held-out text.",
            "evaluate --model out/quickstart --json",
            EvaluateOptions.class),
    FILL(
            "Fills the gaps <extra_id_0>, <extra_id_1>, ... of a text; each is one of its own, whatever its number.",
            "fill --model out/quickstart \"The <extra_id_0> shines.\"",
            FillOptions.class),
    GENERATE(
            "Writes what the model answers to a text.",
            "generate --model DIR --beams 4 \"summarize: A long text.\"",
            GenerateOptions.class),
    SCORE(
            "Tells how likely a model finds targets after their inputs, as JSON lines.",
            "score --model out/quickstart --logprobs \"an input\" \"a target\"",
            ScoreOptions.class),
    EMBED(
            "Turns texts into vectors, the mean of an encoder's last states, as JSON lines.",
            "embed --model out/quickstart --input texts.txt",
            EmbedOptions.class),
    TOKENIZER_TRAIN(
            "Learns a tokenizer's pieces from text and writes its folder.",
            "tokenizer train texts.jsonl.zst --out out/tokenizer --vocab-size 8000",
            TokenizerTrainOptions.class),
    TOKENIZER_ENCODE(
            "Turns texts into the ids of their tokens, as JSON lines.",
            "tokenizer encode --tokenizer out/tokenizer \"a text\"",
            EncodeOptions.class),
    TOKENIZER_DECODE(
            "Turns ids of tokens, a text's on each line, into text.",
            "tokenizer decode --tokenizer out/tokenizer \"71 1499 1\"",
            DecodeOptions.class),
    CONVERT(
            "Writes a model folder anew: another precision, other sizes, an average, a Switch of a T5.",
            "convert out/quickstart/model out/smaller --precision bfloat16",
            ConvertOptions.class),
    BENCH(
            "Measures the speed of this machine at training, generating, tokenizing or reading.",
            "bench train --only t5-small --json",
            BenchOptions.class);

    private final String purpose;
    private final String example;
    private final Class<?> options;

    Verb(String purpose, String example, Class<?> options) {
        this.purpose = purpose;
        this.example = example;
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

    /** One line that a user might type, without the command's own name. */
    String example() {
        return example;
    }

    /** The annotated class of its options. */
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
            case FILL -> Fill.run((FillOptions) given, terminal);
            case GENERATE -> Generate.run((GenerateOptions) given, terminal);
            case SCORE -> ScoreTargets.run((ScoreOptions) given, terminal);
            case EMBED -> Embed.run((EmbedOptions) given, terminal);
            case TOKENIZER_TRAIN -> TokenizerTrain.run((TokenizerTrainOptions) given, terminal);
            case TOKENIZER_ENCODE -> Encode.run((EncodeOptions) given, terminal);
            case TOKENIZER_DECODE -> Decode.run((DecodeOptions) given, terminal);
            case CONVERT -> Convert.run((ConvertOptions) given, terminal);
            case BENCH -> Bench.run((BenchOptions) given, terminal);
        }
    }
}
