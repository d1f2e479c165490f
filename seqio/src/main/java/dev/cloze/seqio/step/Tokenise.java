package dev.cloze.seqio.step;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.OutputFeature;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;

/**
 * {@code tokenize}: output features that are strings become tokens; the strings stay as {@code …_pretokenized}.
 *
 * @param withEos whether an end of sequence is put behind features that want one
 */
public record Tokenise(boolean withEos) implements Preprocessor {

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        return elements.map(element -> tokenised(element, context));
    }

    private Features tokenised(Features element, TaskContext context) {
        Features tokenised = element;
        for (String name : element.names()) {
            if (context.outputFeatures().containsKey(name)) {
                OutputFeature output = context.output(name);
                Tokens tokens = output.encoder().apply(element.text(name));
                tokenised = tokenised
                        .with(name + "_pretokenized", element.text(name))
                        .with(name, withEos && output.addEos() ? tokens.append(output.eosId()) : tokens);
            }
        }
        return tokenised;
    }
}
