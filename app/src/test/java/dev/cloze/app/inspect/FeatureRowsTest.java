package dev.cloze.app.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.text.Tokens;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FeatureRowsTest {

    private static final FeatureRows ROWS = new FeatureRows(List.of(
            new TreeMap<>(Map.of("encoder_positions", Tokens.of(0, 1, 2, 0, 1, 2, 3, 0), "a", Tokens.of(5, 5)))));

    @Test
    void equal_and_counting_values_are_written_as_one() {
        assertThat(FeatureRows.shortened(Tokens.of(1, 1, 1, 2, 2, 2, 2, 0))).isEqualTo("1\u00D73 2\u00D74 0");
        assertThat(FeatureRows.shortened(Tokens.of(0, 1, 2, 0, 1, 2, 3, 0))).isEqualTo("0\u20132 0\u20133 0");
        assertThat(FeatureRows.shortened(Tokens.of(7, 7, 8, 8))).isEqualTo("7 7 8 8");
        assertThat(FeatureRows.shortened(Tokens.EMPTY)).isEmpty();
    }

    @Test
    void json_has_every_value() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        ROWS.printJson(out);
        out.flush();
        assertThat(text).hasToString("{\"a\":[5,5],\"encoder_positions\":[0,1,2,0,1,2,3,0]}" + System.lineSeparator());
    }
}
