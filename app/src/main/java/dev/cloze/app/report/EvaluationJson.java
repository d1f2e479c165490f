package dev.cloze.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.eval.ClozeText;
import dev.cloze.eval.Evaluation;
import dev.cloze.eval.FilledCloze;
import dev.cloze.eval.GapAccuracy;
import dev.cloze.eval.HeldOutLoss;
import dev.cloze.eval.TaskScores;
import dev.cloze.objective.Example;
import dev.cloze.train.loss.LossSums;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Evaluations as lines of {@code metrics.jsonl} and as what {@code cloze evaluate --json} prints. */
public final class EvaluationJson {

    private EvaluationJson() {}

    /** A line of kind {@code held-out}. */
    public static ObjectNode loss(long step, HeldOutLoss loss) {
        ObjectNode line = MetricsLog.line("held-out", step);
        line.put("loss", loss.perToken()).put("tokens", loss.sums().tokens());
        line.put("bitsPerByte", loss.bitsPerByte());
        byLabel(line, loss.byLabel());
        return line;
    }

    /** A line of kind {@code fills}. */
    public static ObjectNode samples(long step, List<FilledCloze> samples) {
        ObjectNode line = MetricsLog.line("fills", step);
        ArrayNode array = line.putArray("samples");
        for (FilledCloze sample : samples) {
            ClozeText text = sample.text();
            ArrayNode parts = array.addObject()
                    .put("language", text.language())
                    .put("source", text.source())
                    .putArray("parts");
            for (int gap = 0; gap < text.truths().size(); gap++) {
                parts.addObject().put("text", text.pieces().get(gap));
                parts.addObject()
                        .put("truth", text.truths().get(gap))
                        .put("filled", sample.fillings().get(gap));
            }
            parts.addObject().put("text", text.pieces().get(text.truths().size()));
        }
        return line;
    }

    /** A line of kind {@code spans}. */
    public static ObjectNode spans(long step, GapAccuracy gaps) {
        return MetricsLog.line("spans", step)
                .put("spans", gaps.gaps())
                .put("right", gaps.right())
                .put("accuracy", gaps.accuracy())
                .put("amongFive", gaps.among())
                .put("amongFiveAccuracy", gaps.amongAccuracy())
                .put("mostFrequent", gaps.constantAccuracy())
                .put("mostFrequentText", gaps.constantAnswer());
    }

    /** All of an evaluation in one object; {@code precision} is what it was computed in. */
    public static ObjectNode of(Evaluation evaluation, String precision) {
        ObjectNode result = loss(0, evaluation.loss());
        evaluation.gaps().ifPresent(gaps -> result.setAll(spans(0, gaps)));
        if (!evaluation.tasks().isEmpty()) {
            ObjectNode tasks = result.putObject("tasks");
            for (TaskScores task : evaluation.tasks()) {
                ObjectNode metrics = tasks.putObject(task.name())
                        .put("examples", task.examples())
                        .putObject("metrics");
                task.metrics().forEach(metrics::put);
            }
        }
        result.remove("kind");
        result.remove("step");
        return result.put("precision", precision);
    }

    /** Losses by language and by denoiser. */
    public static void byLabel(ObjectNode line, Map<Example.Label, LossSums> byLabel) {
        put(line.putObject("byDenoiser"), byLabel, Example.Label::denoiser);
        put(line.putObject("byLanguage"), byLabel, Example.Label::language);
    }

    private static void put(
            ObjectNode object, Map<Example.Label, LossSums> byLabel, Function<Example.Label, String> key) {
        Map<String, LossSums> sums = new TreeMap<>();
        byLabel.forEach((label, part) -> sums.merge(key.apply(label), part, LossSums::plus));
        sums.forEach((name, sum) ->
                object.putObject(name).put("loss", sum.perToken()).put("tokens", sum.tokens()));
    }
}
