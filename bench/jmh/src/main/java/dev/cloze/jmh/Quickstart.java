package dev.cloze.jmh;

import dev.cloze.app.bench.BenchText;
import dev.cloze.data.Fields;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.JsonLines;
import dev.cloze.text.Tokenizers;
import java.nio.file.Path;
import java.util.List;

/** The text that is measured on, in many languages, and the tokenizer. */
final class Quickstart {

    private Quickstart() {}

    static BenchText text() {
        Path runs = Path.of(System.getProperty("cloze.home", ""), "runs");
        FileSet files = new FileSet(runs, List.of("quickstart-data/train-*.jsonl.zst"));
        return new BenchText(
                new JsonLines("text", files, Fields.text("text"), ReadingRules.strict()),
                Tokenizers.load(runs.resolve("quickstart-tokenizer")));
    }
}
