package dev.cloze.generate.options;

import java.util.List;
import java.util.Set;

/**
 * What ends a text.
 *
 * @param ids tokens, in place of the model's own end of sequence, if there are any; the one that ended the text is part of it
 * @param texts strings; the text ends with the token that completes one, which is part of it
 * @param length tokens of a text together with the prompt that it continues; 0 for any number
 */
public record Stops(Set<Integer> ids, List<String> texts, int length) {

    /** The model's end of sequence and nothing else. */
    public static final Stops NONE = new Stops(Set.of(), List.of());

    /** Takes unmodifiable copies; empty strings are left out. */
    public Stops {
        ids = Set.copyOf(ids);
        texts = texts.stream().filter(text -> !text.isEmpty()).toList();
    }

    /** Tokens and strings. */
    public Stops(Set<Integer> ids, List<String> texts) {
        this(ids, texts, 0);
    }

    /** These tokens. */
    public static Stops at(Set<Integer> ids) {
        return new Stops(ids, List.of());
    }
}
