package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze tokenizer train} is asked. */
public interface TokenizerTrainOptions {

    @Parameters(
            paramLabel = "FILES",
            arity = "1..*",
            description = "Text (.txt) or JSON lines (.jsonl), plain or .gz, .zst, .bz2; files or patterns.")
    List<String> files();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write spiece.model and its configuration into.")
    Path out();

    @Option(
            names = "--vocab-size",
            paramLabel = "N",
            defaultValue = "8000",
            description = "Pieces in the model, reserved ones included (default: ${DEFAULT-VALUE}).")
    int vocabSize();

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "unigram", description = "unigram (default) or bpe.")
    String type();

    @Option(names = "--byte-fallback", description = "Spells characters without a piece in bytes.")
    boolean byteFallback();

    @Option(
            names = "--character-coverage",
            paramLabel = "SHARE",
            defaultValue = "0.9995",
            description = "Share of the text's characters that get pieces (default: ${DEFAULT-VALUE}).")
    double characterCoverage();

    @Option(
            names = "--sentinels",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many gap markers <extra_id_0>, ... (default: ${DEFAULT-VALUE}).")
    int sentinels();

    @Option(
            names = "--sentinels-in",
            paramLabel = "PLACE",
            defaultValue = "config",
            description = "config, behind the model's pieces, as T5 (default); or model, among them, as mT5.")
    String sentinelsIn();

    @Option(
            names = "--user-symbol",
            paramLabel = "TEXT",
            description = "A symbol that is always one piece; may be repeated.")
    @Nullable List<String> userSymbols();

    @Option(
            names = "--control-symbol",
            paramLabel = "TEXT",
            description = "A symbol that no text can hold; may be repeated.")
    @Nullable List<String> controlSymbols();

    @Option(
            names = "--normaliser",
            paramLabel = "RULES",
            defaultValue = "nmt_nfkc",
            description = "nmt_nfkc (default) or identity.")
    String normaliser();

    @Option(
            names = "--text-field",
            paramLabel = "FIELD",
            defaultValue = "text",
            description = "The field of JSON lines that holds the text (default: ${DEFAULT-VALUE}).")
    String textField();

    @Option(
            names = "--input-sentence-size",
            paramLabel = "LINES",
            defaultValue = "0",
            description = "Learns from so many lines drawn at random; 0, all of them (default).")
    int inputSentenceSize();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Decides which lines are drawn.")
    long seed();

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "Default: as many as cores.")
    int threads();
}
