package dev.cloze.app.use;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.generate.fill.FilledText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where answers go: lines of text for people, or JSON lines in a file. */
public final class Answers implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter screen;
    private final Optional<PrintWriter> file;

    private Answers(PrintWriter screen, Optional<PrintWriter> file) {
        this.screen = screen;
        this.file = file;
    }

    /** Answers to {@code path} as JSON lines, or to {@code screen}. */
    public static Answers to(PrintWriter screen, Optional<Path> path) {
        return new Answers(screen, path.map(Answers::open));
    }

    private static PrintWriter open(Path path) {
        try {
            return new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Refusal.because(e, path.toString(), "cannot be written: %s", String.valueOf(e.getMessage()));
        }
    }

    /**
     * A text that was written.
     *
     * @param text it
     * @param score a beam search's score, or the sum of its tokens' log-probabilities
     */
    public record Written(String text, double score) {}

    /** What was written for {@code text}, the best first. */
    public void generated(String text, List<Written> answers) {
        if (file.isEmpty()) {
            answers.forEach(answer -> screen.println(answer.text()));
            return;
        }
        ObjectNode line = JSON.createObjectNode().put("text", text);
        ArrayNode all = line.putArray("generated");
        ArrayNode scores = JSON.createArrayNode();
        answers.forEach(answer -> {
            all.add(answer.text());
            scores.add(answer.score());
        });
        write(line.set("scores", scores));
    }

    /** One JSON object on a line, to the file or the screen. */
    public void line(ObjectNode line) {
        if (file.isEmpty()) {
            screen.println(line);
        } else {
            write(line);
        }
    }

    /** How {@code text} was filled, the best first. */
    public void filled(String text, List<FilledText> answers) {
        if (file.isEmpty()) {
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
        write(line);
    }

    private void show(FilledText answer) {
        screen.println(answer.text());
        for (int i = 0; i < answer.gaps().size(); i++) {
            FilledText.Gap gap = answer.gaps().get(i);
            String filling = gap.written() ? gap.filling() : "(nothing)";
            String probability =
                    Double.isNaN(gap.logProbability()) ? "" : "   log-probability %.2f".formatted(gap.logProbability());
            screen.printf("  <extra_id_%d> %s%s%n", i, filling, probability);
        }
    }

    private static void putScore(ObjectNode node, String name, double value) {
        if (!Double.isNaN(value)) {
            node.put(name, value);
        }
    }

    private void write(ObjectNode line) {
        PrintWriter writer = file.orElseThrow();
        writer.println(line);
        if (writer.checkError()) {
            throw new UncheckedIOException(new IOException("the answers could not be written"));
        }
    }

    @Override
    public void close() {
        file.ifPresent(PrintWriter::close);
    }
}
