package dev.cloze.data.prepared;

import java.util.List;

/**
 * What decides the tokens of a task.
 *
 * @param tokenizer the tokenizer's hash
 * @param options how documents are made of the sources, in words
 * @param pairs whether a document is a pair of texts
 * @param sources the files as they were
 */
public record Origin(String tokenizer, String options, boolean pairs, List<SourceFile> sources) {

    /** Takes an unmodifiable copy. */
    public Origin {
        sources = List.copyOf(sources);
    }
}
