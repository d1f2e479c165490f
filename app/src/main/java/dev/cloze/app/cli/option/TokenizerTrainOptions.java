package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze tokenizer train} is asked. */
public final class TokenizerTrainOptions {

    private List<String> files = List.of();

    @Parameters(
            paramLabel = "FILES",
            arity = "1..*",
            description = "Text (.txt) or JSON lines (.jsonl), plain or .gz, .zst, .bz2; files or patterns.")
    void setFiles(List<String> given) {
        files = given;
    }

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write spiece.model and its configuration into.")
    private Path out = Path.of("");

    @Option(
            names = "--vocab-size",
            paramLabel = "N",
            defaultValue = "8000",
            description = "Pieces in the model, reserved ones included (default: ${DEFAULT-VALUE}).")
    private int vocabSize = 8000;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "unigram", description = "unigram (default) or bpe.")
    private String type = "unigram";

    @Option(names = "--byte-fallback", description = "Spells characters without a piece in bytes.")
    private boolean byteFallback;

    @Option(
            names = "--character-coverage",
            paramLabel = "SHARE",
            defaultValue = "0.9995",
            description = "Share of the text's characters that get pieces (default: ${DEFAULT-VALUE}).")
    private double characterCoverage = 0.9995;

    @Option(
            names = "--sentinels",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many gap markers <extra_id_0>, ... (default: ${DEFAULT-VALUE}).")
    private int sentinels = 100;

    @Option(
            names = "--sentinels-in",
            paramLabel = "PLACE",
            defaultValue = "config",
            description = "config, behind the model's pieces, as T5 (default); or model, among them, as mT5.")
    private String sentinelsIn = "config";

    @Option(
            names = "--user-symbol",
            paramLabel = "TEXT",
            description = "A symbol that is always one piece; may be repeated.")
    private List<String> userSymbols = List.of();

    @Option(
            names = "--control-symbol",
            paramLabel = "TEXT",
            description = "A symbol that no text can hold; may be repeated.")
    private List<String> controlSymbols = List.of();

    @Option(
            names = "--normaliser",
            paramLabel = "RULES",
            defaultValue = "nmt_nfkc",
            description = "nmt_nfkc (default) or identity.")
    private String normaliser = "nmt_nfkc";

    @Option(
            names = "--text-field",
            paramLabel = "FIELD",
            defaultValue = "text",
            description = "The field of JSON lines that holds the text (default: ${DEFAULT-VALUE}).")
    private String textField = "text";

    @Option(
            names = "--input-sentence-size",
            paramLabel = "LINES",
            defaultValue = "0",
            description = "Learns from so many lines drawn at random; 0, all of them (default).")
    private int inputSentenceSize;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Decides which lines are drawn.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "Default: as many as cores.")
    private int threads;

    /** The value of {@code FILES}. */
    public List<String> files() {
        return List.copyOf(files);
    }

    /** The value of {@code --out}. */
    public Path out() {
        return out;
    }

    /** The value of {@code --vocab-size}. */
    public int vocabSize() {
        return vocabSize;
    }

    /** The value of {@code --type}. */
    public String type() {
        return type;
    }

    /** Whether {@code --byte-fallback} was given. */
    public boolean byteFallback() {
        return byteFallback;
    }

    /** The value of {@code --character-coverage}. */
    public double characterCoverage() {
        return characterCoverage;
    }

    /** The value of {@code --sentinels}. */
    public int sentinels() {
        return sentinels;
    }

    /** The value of {@code --sentinels-in}. */
    public String sentinelsIn() {
        return sentinelsIn;
    }

    /** The value of {@code --user-symbol}. */
    public List<String> userSymbols() {
        return List.copyOf(userSymbols);
    }

    /** The value of {@code --control-symbol}. */
    public List<String> controlSymbols() {
        return List.copyOf(controlSymbols);
    }

    /** The value of {@code --normaliser}. */
    public String normaliser() {
        return normaliser;
    }

    /** The value of {@code --text-field}. */
    public String textField() {
        return textField;
    }

    /** The value of {@code --input-sentence-size}. */
    public int inputSentenceSize() {
        return inputSentenceSize;
    }

    /** The value of {@code --seed}. */
    public long seed() {
        return seed;
    }

    /** The value of {@code --threads}. */
    public int threads() {
        return threads;
    }
}
