package dev.cloze.jmh;

import dev.cloze.data.file.FilePattern;
import dev.cloze.app.bench.BenchText;
import dev.cloze.data.Fields;
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
        List<FilePattern> files = List.of(new FilePattern(runs, "quickstart-data/train-*.jsonl.zst"));
        return new BenchText(
                new JsonLines("text", files, Fields.text("text"), 0).read(ReadingRules.strict()),
                Tokenizers.load(runs.resolve("quickstart-tokenizer")));
    }
}
