package dev.cloze.objective;

import dev.cloze.text.Tokens;

/**
 * What the model reads and what it must write.
 *
 * @param inputs the encoder's tokens
 * @param targets the decoder's tokens
 * @param label where it came from and how it was made, for reports
 */
public record Example(Tokens inputs, Tokens targets, Label label) {

    /**
     * Where an example came from.
     *
     * @param language the text's language code
     * @param denoiser the objective that made it, such as {@code R(3, 0.15)}
     */
    public record Label(String language, String denoiser) {}
}
