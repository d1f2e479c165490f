package dev.cloze.app.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.report.EvaluationJson;
import dev.cloze.app.report.MetricsLog;
import dev.cloze.objective.Example;
import dev.cloze.train.StepReport;
import dev.cloze.train.loss.LossSums;
import java.util.HashMap;
import java.util.Map;

/** The updates since the last line of metrics, added up. */
final class StepWindow {

    private LossSums loss = LossSums.NONE;
    private Map<Example.Label, LossSums> byLabel = Map.of();
    private double gradientNorm;
    private double seconds;
    private double dataSeconds;
    private double flops;
    private long tokens;
    private long places;
    private int updates;

    void add(StepReport report) {
        loss = loss.plus(report.loss());
        byLabel = sum(byLabel, report.byLabel());
        gradientNorm += report.gradientNorm();
        StepReport.Work work = report.work();
        seconds += work.seconds();
        dataSeconds += work.dataSeconds();
        flops += work.flops();
        tokens += work.sourceTokens() + work.targetTokens();
        places += work.places();
        updates++;
    }

    private static Map<Example.Label, LossSums> sum(
            Map<Example.Label, LossSums> left, Map<Example.Label, LossSums> right) {
        Map<Example.Label, LossSums> both = new HashMap<>(left);
        right.forEach((label, part) -> both.merge(label, part, LossSums::plus));
        return both;
    }

    /** Mean loss of a target token, in nats. */
    double loss() {
        return loss.perToken();
    }

    double tokensPerSecond() {
        return tokens / Math.max(1e-9, seconds);
    }

    /** The share of {@code peak} that was made use of. */
    double utilisation(double peak) {
        return flops / Math.max(1e-9, seconds) / peak;
    }

    /** A line of metrics. */
    ObjectNode line(StepReport last, double peak) {
        ObjectNode line = MetricsLog.line("step", last.progress().steps());
        line.put("loss", loss()).put("tokens", loss.tokens());
        line.put("objective", loss.loss() / Math.max(1, updates));
        line.put("learningRate", last.learningRate()).put("gradientNorm", gradientNorm / Math.max(1, updates));
        line.put("tokensPerSecond", tokensPerSecond()).put("mfu", utilisation(peak));
        line.put("waitingForData", dataSeconds / Math.max(1e-9, seconds));
        line.put("fill", tokens / (double) Math.max(1, places));
        if (!last.auxiliary().isEmpty()) {
            ObjectNode parts = line.putObject("auxiliary");
            last.auxiliary().forEach(parts::put);
        }
        EvaluationJson.byLabel(line, byLabel);
        return line;
    }
}
