package dev.cloze.data.prepared;

import java.util.List;
import java.util.Optional;

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

    /** What is not the same in another one, in words; nothing where both are the same. */
    public Optional<String> difference(Origin other) {
        if (equals(other)) {
            return Optional.empty();
        }
        if (!tokenizer.equals(other.tokenizer)) {
            return Optional.of("the tokenizer");
        }
        return Optional.of(
                sources.equals(other.sources) ? "the source's or the task's settings" : "the source's files");
    }
}
