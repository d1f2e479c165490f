package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.bench.BenchText;
import dev.cloze.app.bench.DataBench;
import dev.cloze.app.bench.Figure;
import dev.cloze.app.bench.GenerateBench;
import dev.cloze.app.bench.ObjectiveBench;
import dev.cloze.app.bench.TextBench;
import dev.cloze.app.bench.TrainBench;
import dev.cloze.app.cli.option.BenchOptions;
import dev.cloze.data.Fields;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.text.Tokenizers;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code cloze bench}. */
final class Bench {

    private static final double SECONDS = 4;
    private static final String BUNDLED_TEXT = "runs/quickstart-data/train-*.jsonl.zst";
    private static final String BUNDLED_TOKENIZER = "runs/quickstart-tokenizer";

    private Bench() {}

    static void run(BenchOptions options, Terminal terminal) {
        Refusal.require(options.steps() > 0, "--steps must be at least 1, got %d", options.steps());
        Predicate<String> wanted = work -> work.contains(options.only());
        Consumer<Figure> print = figure -> {
            if (wanted.test(figure.work())) {
                terminal.out().println(options.json() ? figure.json() : figure.line());
            }
        };
        if (!options.json()) {
            terminal.err().println("on " + Figure.cpu());
        }
        switch (options.work()) {
            case "train" ->
                new TrainBench(precision(options), device(options), options.steps()).run(List.of(text(options)), print);
            case "generate" ->
                new GenerateBench(precision(options), device(options), options.steps()).run(wanted, print);
            case "tokenize" -> new TextBench(text(options), SECONDS).tokenize(print);
            case "data" -> {
                new DataBench(text(options), SECONDS).run(wanted, print);
                new ObjectiveBench(text(options), SECONDS / 4.0).run(wanted, print);
            }
            default -> throw Refusal.at("bench", "must be train, generate, tokenize or data, got '%s'", options.work());
        }
    }

    private static BenchText text(BenchOptions options) {
        Path home = Path.of(System.getProperty("cloze.home", ""));
        List<String> given = options.data();
        List<FilePattern> files = given.isEmpty()
                ? List.of(new FilePattern(home, BUNDLED_TEXT))
                : given.stream().map(file -> new FilePattern(Path.of(""), file)).toList();
        Path tokenizer = options.tokenizer().orElse(home.resolve(BUNDLED_TOKENIZER));
        return new BenchText(
                new JsonLines("text", files, Fields.text("text"), 0).read(ReadingRules.strict()),
                Tokenizers.load(tokenizer));
    }

    private static ComputeDevice device(BenchOptions options) {
        return ComputeDevice.parse(options.device());
    }

    private static Precision precision(BenchOptions options) {
        Precision asked = Precision.forUse(options.precision(), device(options));
        boolean trains = options.work().equals("train");
        Refusal.require(!trains || asked != Precision.INT8, "--precision: training needs bf16 or float32, got int8");
        return asked;
    }
}
