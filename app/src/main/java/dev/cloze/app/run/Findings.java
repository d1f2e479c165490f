package dev.cloze.app.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.app.report.Display;
import java.util.Locale;

/** Says in plain lines what an examination found, as the report draws it. */
final class Findings {

    private static final int WIDEST = 160;

    private Findings() {}

    /** Texts with their gaps: what the model wrote, and the truth. */
    static void fills(Display display, JsonNode line) {
        for (JsonNode sample : line.path("samples")) {
            StringBuilder text = new StringBuilder();
            for (JsonNode part : sample.path("parts")) {
                text.append(part.path("text").asText());
                if (part.has("truth")) {
                    String filling =
                            part.path("filling").asText(part.path("filled").asText());
                    text.append('[').append(filling).append(" | truth: ");
                    text.append(part.path("truth").asText()).append(']');
                }
            }
            String shown = text.length() <= WIDEST ? text.toString() : text.substring(0, WIDEST) + "…";
            display.say("%-10s %s".formatted(sample.path("language").asText(), shown));
        }
    }

    /** How many short gaps were filled exactly, beside always answering the most frequent span. */
    static void spans(Display display, JsonNode line) {
        display.say(
                "step %d: %d of %d short held-out gaps exactly right, %.1f %%; always '%s' would be right for %.1f %%"
                        .formatted(
                                line.path("step").asLong(),
                                line.path("right").asLong(),
                                line.path("spans").asLong(),
                                100 * line.path("accuracy").asDouble(),
                                line.path("mostFrequentText").asText(),
                                100 * line.path("mostFrequent").asDouble()));
    }

    /** The loss on held-out text. */
    static void loss(Display display, JsonNode line) {
        display.say(String.format(
                Locale.ROOT,
                "step %d: held-out loss %.3f",
                line.path("step").asLong(),
                line.path("loss").asDouble()));
    }
}
