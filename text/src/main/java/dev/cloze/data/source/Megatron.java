package dev.cloze.data.source;

import dev.cloze.Doc;
import dev.cloze.Rule;
import dev.cloze.data.Corpus;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.indexed.MegatronTokens;
import java.util.List;

/** Megatron's indexed token files: no text, but tokens of the same tokenizer. */
@Doc("Megatron's indexed tokens, made with this run's tokenizer: x.idx with its x.bin beside it.")
public record Megatron(
        @Doc("Its name in reports.") String name,

        @Doc("The .idx files, folders or patterns such as data/*_document.idx.")
        List<FilePattern> files,

        @Doc("The language of the documents.") String language)
        implements Source {

    /** Checks that there are files. */
    public Megatron {
        files = FilePattern.some(files);
        Rule.said("name", name);
    }

    @Override
    public Corpus<TokenizedDocument> read(ReadingRules rules) {
        return new MegatronTokens(name, FilePattern.set(files), language);
    }
}
