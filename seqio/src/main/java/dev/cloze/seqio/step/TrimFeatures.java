package dev.cloze.seqio.step;

import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.Arrays;

/** Features cut to their sequence lengths, in the ways of seqio and T5. */
public enum TrimFeatures implements Preprocessor {
    /** {@code trim_dataset}: output features keep their beginning. */
    RIGHT {
        @Override
        Tokens trimmed(Tokens tokens, int length) {
            return tokens.slice(0, Math.min(tokens.size(), length));
        }

        @Override
        boolean concerns(String feature, TaskContext context) {
            return context.outputFeatures().containsKey(feature);
        }
    },
    /** {@code truncate_inputs_left}: {@code inputs} keep their end. */
    INPUTS_LEFT {
        @Override
        Tokens trimmed(Tokens tokens, int length) {
            return tokens.slice(Math.max(0, tokens.size() - length), tokens.size());
        }

        @Override
        boolean concerns(String feature, TaskContext context) {
            return feature.equals("inputs");
        }
    },
    /** {@code trim_tokens_at_front}: features keep their end, with room for an end of sequence. */
    FRONT {
        @Override
        Tokens trimmed(Tokens tokens, int length) {
            return INPUTS_LEFT.trimmed(tokens, length - 1);
        }
    },
    /** {@code trim_and_pad_dataset}: features keep their beginning and are filled up with 0. */
    PAD {
        @Override
        Tokens trimmed(Tokens tokens, int length) {
            return Tokens.of(Arrays.copyOf(tokens.toArray(), length));
        }
    };

    abstract Tokens trimmed(Tokens tokens, int length);

    boolean concerns(String feature, TaskContext context) {
        return true;
    }

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        return elements.map(element -> trimmed(element, context));
    }

    private Features trimmed(Features element, TaskContext context) {
        Features trimmed = element;
        for (String name : element.names()) {
            if (context.sequenceLengths().containsKey(name) && concerns(name, context)) {
                trimmed = trimmed.with(name, trimmed(element.tokens(name), context.length(name)));
            }
        }
        return trimmed;
    }
}
