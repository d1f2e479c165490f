package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cloze convert} is asked. Changes are made in the order in which they stand here. */
public interface ConvertOptions {

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model folder to read.")
    Path model();

    @Parameters(index = "1", paramLabel = "OUT", description = "The folder to write; it must not exist.")
    Path out();

    @Option(
            names = "--init-cpt-from",
            paramLabel = "BERT",
            description = "Takes a CPT's encoder from a BERT folder; MODEL may then hold a config.json alone.")
    Optional<Path> bert();

    @Option(
            names = "--average",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Writes the mean of MODEL and these checkpoints of it.")
    @Nullable List<Path> average();

    @Option(names = "--merge-adapter", paramLabel = "DIR", description = "Folds a PEFT adapter into the weights.")
    Optional<Path> adapter();

    @Option(
            names = "--upcycle",
            paramLabel = "EXPERTS",
            description = "Makes a Switch Transformer of a T5: so many copies of every second feed-forward layer.")
    Optional<Integer> experts();

    @Option(
            names = "--resize-vocabulary",
            paramLabel = "N",
            description = "Gives embedding and head N rows, added ones as --new-rows says.")
    Optional<Integer> vocabulary();

    @Option(
            names = "--new-rows",
            paramLabel = "HOW",
            description = "mean: the mean of all rows (default); normal: draws with the rows' mean and deviation.")
    Optional<String> newRows();

    @Option(
            names = "--resize-positions",
            paramLabel = "N",
            description = "Gives BART, BERT, CPT or GPT-2 N positions; added ones repeat the table.")
    Optional<Integer> positions();

    @Option(names = "--precision", paramLabel = "P", description = "float32, bfloat16 or float16 (default: as it is).")
    Optional<String> precision();

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            defaultValue = "5GB",
            description = "The largest file of weights, such as 500MB or 5GB, or none for one file (default: 5GB).")
    String shardSize();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of what is drawn (default: 0).")
    long seed();
}
