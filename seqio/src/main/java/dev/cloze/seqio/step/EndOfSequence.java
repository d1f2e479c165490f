package dev.cloze.seqio.step;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;

/**
 * {@code append_eos} and {@code append_eos_after_trim}: an end of sequence behind every feature that wants one.
 *
 * @param trim whether the feature is cut first so that the end of sequence still fits
 */
public record EndOfSequence(boolean trim) implements Preprocessor {

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        return elements.map(element -> ended(element, context));
    }

    private Features ended(Features element, TaskContext context) {
        Features ended = element;
        for (String name : element.names()) {
            if (context.addsEos(name)) {
                Tokens tokens = cut(name, element.tokens(name), context);
                ended = ended.with(name, tokens.append(context.output(name).eosId()));
            }
        }
        return ended;
    }

    private Tokens cut(String name, Tokens tokens, TaskContext context) {
        if (!trim || !context.sequenceLengths().containsKey(name)) {
            return tokens;
        }
        return tokens.slice(0, Math.min(tokens.size(), context.length(name) - 1));
    }
}
