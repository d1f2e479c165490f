package dev.cloze.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.run.StepInterval;
import dev.cloze.run.StepSummary;
import dev.cloze.train.StepReport;

/** Updates as lines of {@code metrics.jsonl}. */
final class StepJson {

    private StepJson() {}

    /** A line of kind {@code step}. */
    static ObjectNode line(StepSummary step) {
        StepInterval interval = step.interval();
        StepReport last = step.report();
        int updates = Math.max(1, interval.updates());
        ObjectNode line = MetricsLog.line("step", step.step());
        line.put("loss", interval.loss().perToken())
                .put("tokens", interval.loss().tokens());
        line.put("objective", interval.loss().loss() / updates);
        line.put("learningRate", last.learningRate()).put("gradientNorm", interval.gradientNorm() / updates);
        line.put("tokensPerSecond", interval.tokensPerSecond()).put("mfu", step.utilisation());
        line.put("waitingForData", interval.waiting());
        line.put(
                "fill", interval.tokens() / (double) Math.max(1, interval.work().places()));
        if (!last.auxiliary().isEmpty()) {
            ObjectNode parts = line.putObject("auxiliary");
            last.auxiliary().forEach(parts::put);
        }
        EvaluationJson.byLabel(line, interval.byLabel());
        return line;
    }
}
