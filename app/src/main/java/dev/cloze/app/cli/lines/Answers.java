package dev.cloze.app.cli.lines;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.generate.fill.FilledText;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import dev.cloze.use.GeneratedText;
import dev.cloze.use.ScoredText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where answers go: lines of text for people, or JSON lines in a file, which stands there when all are written. */
public final class Answers implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputLines lines;
    private final Details details;

    private Answers(OutputLines lines, Details details) {
        this.lines = lines;
        this.details = details;
    }

    /**
     * What is told beside a text.
     *
     * @param ids its tokens' ids
     * @param logProbabilities its tokens, each with its log-probability
     */
    public record Details(boolean ids, boolean logProbabilities) {

        private boolean any() {
            return ids || logProbabilities;
        }

        private void put(ObjectNode node, Tokenizer tokenizer, Tokens tokens, List<Double> each) {
            if (ids) {
                ArrayNode all = node.putArray("ids");
                tokens.stream().forEach(all::add);
            }
            if (logProbabilities) {
                ArrayNode pieces = node.putArray("pieces");
                tokens.stream().forEach(id -> pieces.add(tokenizer.piece(id)));
                ArrayNode all = node.putArray("logProbabilities");
                each.forEach(all::add);
            }
        }
    }

    /** Answers as JSON lines to {@code path}, which is none of the files and folders that are {@code read}, or to {@code screen}. */
    public static Answers to(PrintWriter screen, Optional<Path> path, List<Path> read, Details details) {
        return new Answers(OutputLines.to(screen, path, read), details);
    }

    /** What was written for {@code text}, the best first. */
    public void generated(String text, List<GeneratedText> answers, Tokenizer tokenizer) {
        if (lines.onScreen() && !details.any()) {
            answers.forEach(answer -> lines.line(answer.text()));
            return;
        }
        // Under the names that pairs of texts have elsewhere, the best answer can be learnt from and scored.
        ObjectNode line =
                JSON.createObjectNode().put("text", text).put("input", text).put("target", best(answers));
        ArrayNode all = line.putArray("generated");
        ArrayNode scores = line.putArray("scores");
        answers.forEach(answer -> {
            all.add(answer.text());
            scores.add(answer.score());
        });
        if (details.any()) {
            ArrayNode tokens = line.putArray("tokens");
            answers.forEach(
                    answer -> details.put(tokens.addObject(), tokenizer, answer.tokens(), answer.logProbabilities()));
        }
        line(line);
    }

    private static String best(List<GeneratedText> answers) {
        return answers.isEmpty() ? "" : answers.get(0).text();
    }

    /** How likely {@code scored} is after {@code input}; what was counted ends with the token that {@code tokenizer} ends texts with. */
    public void scored(String input, ScoredText scored, Tokenizer tokenizer) {
        ObjectNode line = JSON.createObjectNode()
                .put("input", input)
                .put("target", scored.text())
                .put("logProbability", scored.total())
                .put("tokens", scored.tokens().size())
                .put("mean", scored.mean())
                .put("end", tokenizer.piece(scored.tokens().at(scored.tokens().size() - 1)));
        details.put(line, tokenizer, scored.tokens(), scored.logProbabilities());
        line(line);
    }

    /** The vector of {@code text}. */
    public void embedded(String text, float[] embedding) {
        ObjectNode line = JSON.createObjectNode().put("text", text);
        ArrayNode vector = line.putArray("embedding");
        for (float value : embedding) {
            vector.add(value);
        }
        line(line);
    }

    /** How {@code text} was filled, the best first. */
    public void filled(String text, List<FilledText> answers) {
        if (lines.onScreen()) {
            answers.forEach(this::show);
            return;
        }
        ObjectNode line = JSON.createObjectNode().put("text", text);
        ArrayNode all = line.putArray("filled");
        for (FilledText answer : answers) {
            ObjectNode one = all.addObject().put("text", answer.text());
            putScore(one, "score", answer.score());
            ArrayNode gaps = one.putArray("gaps");
            for (FilledText.Gap gap : answer.gaps()) {
                putScore(gaps.addObject().put("filling", gap.filling()), "logProbability", gap.logProbability());
            }
        }
        line(line);
    }

    private void show(FilledText answer) {
        lines.line(answer.text());
        for (int i = 0; i < answer.gaps().size(); i++) {
            FilledText.Gap gap = answer.gaps().get(i);
            String filling = gap.written() ? gap.filling() : "(nothing)";
            String probability =
                    Double.isNaN(gap.logProbability()) ? "" : "   log-probability %.2f".formatted(gap.logProbability());
            lines.line("  <extra_id_%d> %s%s".formatted(i, filling, probability));
        }
    }

    private static void putScore(ObjectNode node, String name, double value) {
        if (!Double.isNaN(value)) {
            node.put(name, value);
        }
    }

    private void line(ObjectNode line) {
        lines.line(line.toString());
    }

    /** Stops if what was written so far could not be: no reader is left, or the disk is full. */
    public void check() {
        lines.check();
    }

    /** All are written. */
    public void finish() {
        lines.finish();
    }

    @Override
    public void close() {
        lines.close();
    }
}
