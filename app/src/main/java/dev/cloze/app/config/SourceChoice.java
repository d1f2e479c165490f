package dev.cloze.app.config;

import dev.cloze.Refusal;
import java.nio.file.Path;
import java.util.List;

/** Where text comes from. */
public sealed interface SourceChoice {

    /** The name in reports. */
    String name();

    /** Files, or patterns such as {@code corpus/*.jsonl.zst}. */
    List<Path> files();

    /** JSON lines. */
    @Doc("JSON lines, plain or compressed (.gz, .zst): one document an object.")
    record JsonLines(
            @Doc("Its name in reports and in data.rates.") String name,

            @Doc("Files or patterns such as corpus/*.jsonl.zst, in this order; a pattern's files by name.")
            List<Path> files,

            @Doc("The field that holds the text.") String text,

            @Doc("The field that holds the language's code; empty where there is none.")
            String languageField,

            @Doc("The language of documents that do not say.")
            String language)
            implements SourceChoice {

        /** Checks that there are files. */
        public JsonLines {
            check(files);
        }
    }

    /** Running text. */
    @Doc("Plain text, plain or compressed (.gz, .zst).")
    record PlainText(
            @Doc("Its name in reports and in data.rates.") String name,

            @Doc("Files or patterns such as books/*.txt, in this order; a pattern's files by name.")
            List<Path> files,

            @Doc("What one document is.") Unit document,
            @Doc("The language of the text.") String language)
            implements SourceChoice {

        /** Checks that there are files. */
        public PlainText {
            check(files);
        }
    }

    /** What one document of plain text is. */
    enum Unit {
        /** A line. */
        LINE,
        /** Lines up to an empty one. */
        PARAGRAPH,
        /** A whole file. */
        FILE
    }

    private static void check(List<Path> files) {
        Refusal.require(!files.isEmpty(), "files must name at least one file");
    }
}
