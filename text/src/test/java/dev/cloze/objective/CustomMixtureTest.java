package dev.cloze.objective;

import java.util.List;

class CustomMixtureTest implements ObjectiveContract {

    @Override
    public Objective objective() {
        return new CustomMixture(List.of(
                new MixtureOfDenoisers.Part(3, "[NLU]", SpanCorruption.t5()),
                new MixtureOfDenoisers.Part(1, "", new Ul2r(ModeTokens.PAPER))));
    }
}
