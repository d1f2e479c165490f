package dev.cloze.data.prepared;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

    /** What is not the same in another one, in words; nothing where both make the same tokens. Times do not matter. */
    public Optional<String> difference(Origin other) {
        if (!tokenizer.equals(other.tokenizer)) {
            return Optional.of("the tokenizer");
        }
        if (!options.equals(other.options) || pairs != other.pairs) {
            return Optional.of("the source's or the task's settings");
        }
        return hasSourcesOf(other) ? Optional.empty() : Optional.of("the source's files");
    }

    private boolean hasSourcesOf(Origin other) {
        return sources.size() == other.sources.size()
                && IntStream.range(0, sources.size())
                        .allMatch(i -> sources.get(i).hasContentOf(other.sources.get(i)));
    }
}
