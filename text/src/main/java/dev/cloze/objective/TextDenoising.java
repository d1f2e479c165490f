package dev.cloze.objective;

import dev.cloze.Doc;
import java.util.List;

/**
 * The mixture of the text-denoising package: a quarter regular, half split in the middle, a quarter extreme.
 * Differs from the package: an extreme example draws one of the two settings; the package masks the union of both,
 * 58 % of the tokens.
 */
@Doc("The simple mixture of the text-denoising package, without mode tokens.")
public record TextDenoising() implements MixtureOfDenoisers {

    @Override
    public List<Part> parts() {
        return List.of(
                new Part(0.25, "", new SpanCorruption(0.15, 3)),
                new Part(0.5, "", new PrefixLm(0.5, PrefixLm.Split.FIXED)),
                new Part(0.125, "", new SpanCorruption(0.5, 32)),
                new Part(0.125, "", new SpanCorruption(0.2, 64)));
    }
}
