package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze convert} is asked. Changes are made in the order in which they stand here. */
public final class ConvertOptions {

    private Path model = Path.of("");

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model folder to read.")
    void setModel(Path given) {
        model = given;
    }

    private Path out = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The folder to write; it must not exist.")
    void setOut(Path given) {
        out = given;
    }

    @Option(
            names = "--init-cpt-from",
            paramLabel = "BERT",
            description = "Takes a CPT's encoder from a BERT folder; MODEL may then hold a config.json alone.")
    private Optional<Path> bert = Optional.empty();

    @Option(
            names = "--average",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Writes the mean of MODEL and these checkpoints of it.")
    private List<Path> average = List.of();

    @Option(names = "--merge-adapter", paramLabel = "DIR", description = "Folds a PEFT adapter into the weights.")
    private Optional<Path> adapter = Optional.empty();

    @Option(
            names = "--upcycle",
            paramLabel = "EXPERTS",
            description = "Makes a Switch Transformer of a T5: so many copies of every second feed-forward layer.")
    private Optional<Integer> experts = Optional.empty();

    @Option(
            names = "--resize-vocabulary",
            paramLabel = "N",
            description = "Gives embedding and head N rows, added ones as --new-rows says.")
    private Optional<Integer> vocabulary = Optional.empty();

    @Option(
            names = "--new-rows",
            paramLabel = "HOW",
            description = "mean: the mean of all rows (default); normal: draws with the rows' mean and deviation.")
    private Optional<String> newRows = Optional.empty();

    @Option(
            names = "--resize-positions",
            paramLabel = "N",
            description = "Gives BART, BERT, CPT or GPT-2 N positions; added ones repeat the table.")
    private Optional<Integer> positions = Optional.empty();

    @Option(names = "--precision", paramLabel = "P", description = "float32, bfloat16 or float16 (default: as it is).")
    private Optional<String> precision = Optional.empty();

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            defaultValue = "5GB",
            description = "The largest file of weights, such as 500MB or 5GB, or none for one file (default: 5GB).")
    private String shardSize = "5GB";

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of what is drawn (default: 0).")
    private long seed;

    /** The value of {@code MODEL}. */
    public Path model() {
        return model;
    }

    /** The value of {@code OUT}. */
    public Path out() {
        return out;
    }

    /** The value of {@code --init-cpt-from}. */
    public Optional<Path> bert() {
        return bert;
    }

    /** The value of {@code --average}. */
    public List<Path> average() {
        return List.copyOf(average);
    }

    /** The value of {@code --merge-adapter}. */
    public Optional<Path> adapter() {
        return adapter;
    }

    /** The value of {@code --upcycle}. */
    public Optional<Integer> experts() {
        return experts;
    }

    /** The value of {@code --resize-vocabulary}. */
    public Optional<Integer> vocabulary() {
        return vocabulary;
    }

    /** The value of {@code --new-rows}. */
    public Optional<String> newRows() {
        return newRows;
    }

    /** The value of {@code --resize-positions}. */
    public Optional<Integer> positions() {
        return positions;
    }

    /** The value of {@code --precision}. */
    public Optional<String> precision() {
        return precision;
    }

    /** The value of {@code --shard-size}. */
    public String shardSize() {
        return shardSize;
    }

    /** The value of {@code --seed}. */
    public long seed() {
        return seed;
    }
}
