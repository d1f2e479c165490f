package dev.cloze.eval;

import java.util.List;

/**
 * A text with words cut out of it, and what a model wrote in their place.
 *
 * @param text the text and its truths
 * @param fillings what the model wrote, gap by gap
 */
public record FilledCloze(ClozeText text, List<String> fillings) {

    /** Takes an unmodifiable copy. */
    public FilledCloze {
        fillings = List.copyOf(fillings);
    }
}
