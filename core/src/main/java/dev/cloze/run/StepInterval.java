package dev.cloze.run;

import dev.cloze.objective.Example;
import dev.cloze.train.StepReport;
import dev.cloze.train.loss.LossSums;
import java.util.HashMap;
import java.util.Map;

/**
 * Updates added up.
 *
 * @param updates how many
 * @param loss what was lost
 * @param byLabel what the examples of each language and denoiser lost
 * @param gradientNorm the sum of their norms
 * @param work what they cost
 */
public record StepInterval(
        int updates, LossSums loss, Map<Example.Label, LossSums> byLabel, double gradientNorm, StepReport.Work work) {

    /** No update. */
    public static final StepInterval NONE =
            new StepInterval(0, LossSums.NONE, Map.of(), 0, new StepReport.Work(0, 0, 0, 0, 0, 0, 0));

    /** Takes an unmodifiable copy. */
    public StepInterval {
        byLabel = Map.copyOf(byLabel);
    }

    /** With one more. */
    StepInterval plus(StepReport report) {
        Map<Example.Label, LossSums> both = new HashMap<>(byLabel);
        report.byLabel().forEach((label, part) -> both.merge(label, part, LossSums::plus));
        return new StepInterval(
                updates + 1,
                loss.plus(report.loss()),
                both,
                gradientNorm + report.gradientNorm(),
                work.plus(report.work()));
    }

    /** Tokens read and written. */
    public long tokens() {
        return work.sourceTokens() + work.targetTokens();
    }

    /** Tokens read and written in a second. */
    public double tokensPerSecond() {
        return tokens() / atLeastALittle();
    }

    /** The share of {@code peak}, in operations a second, that was made use of. */
    public double utilisation(double peak) {
        return work.flops() / atLeastALittle() / peak;
    }

    /** The share of the time spent waiting for batches. */
    public double waiting() {
        return work.dataSeconds() / atLeastALittle();
    }

    private double atLeastALittle() {
        return Math.max(1e-9, work.seconds());
    }
}
