package dev.cloze.app.inspect;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.report.Page;
import dev.cloze.batch.Skipped;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run would train on, as a page. */
public final class DrawingPage {

    private static final JsonMapper MAPPER = new JsonMapper();

    private DrawingPage() {}

    /** The page; {@code name} is the run's. */
    public static String of(String name, Drawing drawing) {
        ObjectNode data = MAPPER.createObjectNode().put("name", name);
        ArrayNode examples = data.putArray("examples");
        drawing.examples().forEach(example -> examples.add(node(example)));
        Tally tally = drawing.tally();
        ObjectNode counts = data.putObject("tally");
        counts.put("batches", tally.batches()).put("examplesARow", tally.examplesARow());
        counts.put("readFill", tally.readFill()).put("writtenFill", tally.writtenFill());
        counts.set("total", MAPPER.valueToTree(tally.total()));
        Skipped skipped = drawing.omissions().total();
        data.putObject("skipped")
                .put("emptyDocuments", skipped.emptyDocuments())
                .put("singleTokens", skipped.singleTokens())
                .put("overflowing", skipped.overflowing())
                .put("truncated", skipped.truncated());
        table(counts.putArray("bySource"), tally.bySource());
        table(counts.putArray("byDenoiser"), tally.byDenoiser());
        table(counts.putArray("byLanguage"), tally.byLanguage());
        return new Page("Cloze: " + name, "inspect.js", false).text(data);
    }

    private static void table(ArrayNode rows, Map<String, Tally.Counts> counts) {
        counts.forEach((name, count) -> rows.add(((ObjectNode) MAPPER.valueToTree(count)).put("name", name)));
    }

    private static ObjectNode node(DrawnExample example) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("source", example.label().source());
        node.put("language", example.label().language());
        node.put("denoiser", example.label().denoiser());
        node.put("text", example.text());
        node.put("read", example.read()).put("written", example.written());
        fragments(node.putArray("inputs"), example.inputs());
        fragments(node.putArray("targets"), example.targets());
        return node;
    }

    private static void fragments(ArrayNode array, List<Fragment> fragments) {
        for (Fragment fragment : fragments) {
            array.addObject()
                    .put("kind", fragment.kind().name().toLowerCase(Locale.ROOT))
                    .put("text", fragment.text())
                    .put("number", fragment.number());
        }
    }
}
