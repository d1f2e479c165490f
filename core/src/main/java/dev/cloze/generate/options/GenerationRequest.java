package dev.cloze.generate.options;

import dev.cloze.text.Tokens;

/**
 * An input and what is asked of it.
 *
 * @param input the encoder's tokens, end of sequence included where the model expects it
 * @param options what is asked
 */
public record GenerationRequest(Tokens input, GenerationOptions options) {}
