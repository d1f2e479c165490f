package dev.cloze.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.cli.option.EvaluateOptions;
import dev.cloze.app.config.HeldOutText;
import dev.cloze.app.config.ModelPlace;
import dev.cloze.app.report.EvaluationJson;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.run.Evaluations;
import dev.cloze.run.Training;
import dev.cloze.use.ModelSource;
import java.io.PrintWriter;
import java.util.Locale;

/** {@code cloze evaluate}. */
final class Evaluate {

    private Evaluate() {}

    static void run(EvaluateOptions options, Terminal terminal) {
        ModelSource source = options.model().source();
        ModelPlace place = ModelPlace.find(options.model().folder());
        HeldOutText asked = new HeldOutText(
                options.file().or(place::runFile),
                options.overrides(),
                options.data(),
                options.textField(),
                options.languageField());
        Training run = asked.run(place.folder());
        terminal.say("loading %s, and evaluating it".formatted(source.model()));
        Evaluations.Computed computed =
                Evaluations.of(run, source::load, options.precision(), ReadingRules.telling(terminal::notice));
        ObjectNode result =
                EvaluationJson.of(computed.evaluation(), computed.precision().word());
        if (options.json()) {
            terminal.out().println(result);
        } else {
            print(result, terminal.out());
        }
    }

    private static void print(ObjectNode result, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "held-out loss  %.4f nats a token, %.4f bits a byte (%,d tokens, %s)%n",
                result.path("loss").asDouble(),
                result.path("bitsPerByte").asDouble(),
                result.path("tokens").asLong(),
                result.path("precision").asText());
        if (result.has("spans")) {
            out.printf(
                    Locale.ROOT,
                    "exact gaps     %d of %d (%.1f %%), %d among its first five (%.1f %%); always “%s”: %.1f %%%n",
                    result.path("right").asLong(),
                    result.path("spans").asLong(),
                    100 * result.path("accuracy").asDouble(),
                    result.path("amongFive").asLong(),
                    100 * result.path("amongFiveAccuracy").asDouble(),
                    result.path("mostFrequentText").asText(),
                    100 * result.path("mostFrequent").asDouble());
        }
        table("denoiser", result.path("byDenoiser"), out);
        table("language", result.path("byLanguage"), out);
        tasks(result.path("tasks"), out);
    }

    private static void tasks(JsonNode tasks, PrintWriter out) {
        if (!tasks.isEmpty()) {
            out.printf("%n%-16s%10s  %-20s%12s%n", "task", "examples", "metric", "value");
        }
        tasks.properties()
                .forEach(task -> task.getValue()
                        .path("metrics")
                        .properties()
                        .forEach(metric -> out.printf(
                                Locale.ROOT,
                                "%-16s%,10d  %-20s%12.4f%n",
                                task.getKey(),
                                task.getValue().path("examples").asLong(),
                                metric.getKey(),
                                metric.getValue().asDouble())));
    }

    private static void table(String title, JsonNode rows, PrintWriter out) {
        out.printf("%n%-16s%10s%12s%n", title, "loss", "tokens");
        rows.properties()
                .forEach(row -> out.printf(
                        Locale.ROOT,
                        "%-16s%10.4f%,12d%n",
                        row.getKey(),
                        row.getValue().path("loss").asDouble(),
                        row.getValue().path("tokens").asLong()));
    }
}
