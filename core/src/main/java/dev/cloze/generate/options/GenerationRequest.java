package dev.cloze.generate.options;

import dev.cloze.text.Tokens;
import java.util.OptionalInt;

/**
 * An input and what is asked of it.
 *
 * @param input the encoder's tokens, end of sequence included where the model expects it
 * @param options what is asked
 * @param adapter the number of the network's adapter that answers, where it has several; empty for its usual one
 */
public record GenerationRequest(Tokens input, GenerationOptions options, OptionalInt adapter) {

    /** A request to the usual adapter. */
    public GenerationRequest(Tokens input, GenerationOptions options) {
        this(input, options, OptionalInt.empty());
    }

    /** This, for the adapter of that number. */
    public GenerationRequest by(int number) {
        return new GenerationRequest(input, options, OptionalInt.of(number));
    }
}
