package dev.cloze.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.batch.Skipped;
import dev.cloze.eval.ClozeTexts;
import dev.cloze.run.RunEnd;
import dev.cloze.run.RunEvaluation;
import dev.cloze.run.RunListener;
import dev.cloze.run.RunSummary;
import dev.cloze.run.StepSummary;
import dev.cloze.tensor.ProcessMemory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run writes down in its folder while it trains: {@code metrics.jsonl}, TensorBoard's events and the page. */
public final class Journal implements RunListener, AutoCloseable {

    private @Nullable Open open;

    /**
     * What it writes into.
     *
     * @param folder the run's
     * @param name the run's
     * @param metrics its lines
     * @param events the same for TensorBoard
     */
    private record Open(Path folder, String name, MetricsLog metrics, EventFile events) {

        static Open of(RunSummary summary) {
            Path folder = summary.folder();
            MetricsLog metrics = MetricsLog.open(folder, summary.step());
            return new Open(folder, summary.name(), metrics, EventFile.create(folder.resolve("events"), Instant.now()));
        }
    }

    @Override
    public void onStart(RunSummary summary) {
        open = Open.of(summary);
        add(about(summary));
        page();
    }

    private static ObjectNode about(RunSummary summary) {
        ObjectNode line = MetricsLog.line("run", summary.step()).put("name", summary.name());
        line.put("steps", summary.training().train().steps())
                .put("parameters", summary.network().parameters());
        summary.text().documents().ifPresent(documents -> line.put("documents", documents));
        line.put(
                "tokenizer",
                String.format(Locale.ROOT, "%,d ids", summary.text().vocabulary()));
        line.put("processor", summary.machine().words()).put("peak", summary.peak());
        line.put("samplesChosen", ClozeTexts.HOW_SAMPLES).put("spansChosen", ClozeTexts.HOW_SPANS);
        return line.put("text", summary.runFile());
    }

    @Override
    public void onStep(StepSummary step) {
        if (step.full()) {
            add(StepJson.line(step).put("seconds", step.seconds()).put("memoryMb", ProcessMemory.bytes() / 1_000_000));
        }
    }

    @Override
    public void onEvaluation(RunEvaluation evaluation) {
        add(EvaluationJson.loss(evaluation.step(), evaluation.loss()));
        evaluation.spans().ifPresent(gaps -> add(EvaluationJson.spans(evaluation.step(), gaps)));
        if (!evaluation.samples().isEmpty()) {
            add(EvaluationJson.samples(evaluation.step(), evaluation.samples()));
        }
        page();
    }

    @Override
    public void onCheckpoint(long step, Path folder) {
        page();
    }

    @Override
    public void onEnd(RunEnd end) {
        if (end.isWhole()) {
            add(MetricsLog.line("end", end.step()).put("seconds", end.seconds()));
        }
        if (!end.skipped().equals(Skipped.NONE)) {
            add(MetricsLog.line("left-out", end.step())
                    .put("emptyDocuments", end.skipped().emptyDocuments())
                    .put("singleTokens", end.skipped().singleTokens())
                    .put("overflowing", end.skipped().overflowing())
                    .put("truncated", end.skipped().truncated()));
        }
        page();
    }

    /** Writes a line; its numbers become TensorBoard's scalars too. */
    private void add(ObjectNode line) {
        opened().metrics().add(line);
        Map<String, Double> scalars = new LinkedHashMap<>();
        line.properties().forEach(field -> {
            if (!field.getKey().equals("step")) {
                collect(line.path("kind").asText() + "/" + field.getKey(), field.getValue(), scalars);
            }
        });
        if (!scalars.isEmpty()) {
            opened().events().add(line.path("step").asLong(), Instant.now(), scalars);
        }
    }

    // {"byLanguage": {"de": {"loss": 2.5, "tokens": 70}}} of kind step becomes step/byLanguage/de = 2.5.
    private static void collect(String tag, JsonNode value, Map<String, Double> scalars) {
        if (value.isNumber()) {
            scalars.put(tag, value.asDouble());
        } else if (value.has("loss")) {
            scalars.put(tag, value.get("loss").asDouble());
        } else if (value.isObject()) {
            value.properties().forEach(field -> collect(tag + "/" + field.getKey(), field.getValue(), scalars));
        }
    }

    private void page() {
        RunPage.write(opened().folder(), opened().name());
    }

    private Open opened() {
        return Objects.requireNonNull(open, "the run has not begun");
    }

    @Override
    public void close() {
        if (open != null) {
            open.events().close();
        }
    }
}
