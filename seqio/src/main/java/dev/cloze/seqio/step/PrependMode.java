package dev.cloze.seqio.step;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;

/**
 * {@code prepend_prompt} of the UL2 paper's listing: the mode's tokens before {@code inputs}. Nothing is cut off here; a
 * later step trims.
 *
 * @param mode its text
 */
public record PrependMode(String mode) implements Preprocessor {

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        Tokens tokens = context.output("inputs").encoder().apply(mode);
        return elements.map(element -> element.with("inputs", tokens.concat(element.tokens("inputs"))));
    }
}
