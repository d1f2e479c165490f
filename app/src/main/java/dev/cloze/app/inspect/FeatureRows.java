package dev.cloze.app.inspect;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.text.Tokens;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * The first rows that a model would be given, feature by feature under seqio's names.
 *
 * <pre>
 * encoder_segment_ids    1×3 2×4 0
 * encoder_positions      0–2 0–3 0
 * </pre>
 *
 * @param rows the rows
 */
public record FeatureRows(List<SortedMap<String, Tokens>> rows) {

    /** Equal or counting values from so many on are written as one. */
    private static final int FEWEST = 3;

    private static final JsonMapper JSON = new JsonMapper();

    /** Takes an unmodifiable copy. */
    public FeatureRows {
        rows = List.copyOf(rows);
    }

    /** The first so many rows of a run. */
    public static FeatureRows of(DataLoader text, int count) {
        return new FeatureRows(text.features(count));
    }

    /** Prints them for people. */
    public void print(PrintWriter out) {
        for (int i = 0; i < rows.size(); i++) {
            out.printf(Locale.ROOT, "row %d%n", i + 1);
            rows.get(i).forEach((name, values) -> out.printf("%-26s%s%n", name, shortened(values)));
            out.println();
        }
    }

    /** Prints each as one JSON object on one line, every value written out. */
    public void printJson(PrintWriter out) {
        for (SortedMap<String, Tokens> row : rows) {
            ObjectNode object = JSON.createObjectNode();
            for (Map.Entry<String, Tokens> feature : row.entrySet()) {
                ArrayNode values = object.putArray(feature.getKey());
                feature.getValue().stream().forEach(values::add);
            }
            out.println(object);
        }
    }

    static String shortened(Tokens values) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < values.size(); ) {
            int equal = run(values, at, 0);
            int counting = run(values, at, 1);
            text.append(at == 0 ? "" : " ").append(values.at(at));
            if (equal >= FEWEST) {
                text.append('\u00D7').append(equal);
                at += equal;
            } else if (counting >= FEWEST) {
                text.append('\u2013').append(values.at(at + counting - 1));
                at += counting;
            } else {
                at++;
            }
        }
        return text.toString();
    }

    /** How many values go on in that step. */
    private static int run(Tokens values, int from, int step) {
        int to = from + 1;
        while (to < values.size() && values.at(to) == values.at(to - 1) + step) {
            to++;
        }
        return to - from;
    }
}
