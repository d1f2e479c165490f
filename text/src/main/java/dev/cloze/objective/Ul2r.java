package dev.cloze.objective;

import dev.cloze.Doc;
import java.util.List;

/** UL2R (Tay et al. 2022b, §3.1): half prefix language modelling, a quarter regular, a quarter extreme. */
@Doc("UL2R's half sequential, quarter regular, quarter extreme, to go on from a trained model (Tay et al. 2022b).")
public record Ul2r(
        @Doc("What tells the model which denoiser is at work: [NLU] [S2S] [NLG], [R] [S] [X], or nothing.")
        ModeTokens modes)
        implements MixtureOfDenoisers {

    @Override
    public List<Part> parts() {
        return List.of(
                new Part(0.5, modes.sequential(), new PrefixLm(0.5)),
                new Part(0.25, modes.regular(), new SpanCorruption(0.15, 3)),
                new Part(0.125, modes.extreme(), new SpanCorruption(0.15, 32)),
                new Part(0.125, modes.extreme(), new SpanCorruption(0.5, 3)));
    }
}
