package dev.cloze.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

    @TempDir
    Path folder;

    @Test
    void a_run_that_goes_on_forgets_what_came_after_and_half_a_line() throws IOException {
        MetricsLog log = MetricsLog.open(folder, 0);
        for (int step = 1; step <= 5; step++) {
            log.add(MetricsLog.line("step", step).put("loss", 10 - step));
        }
        Files.writeString(folder.resolve(MetricsLog.FILE), "{\"kind\":\"st", StandardOpenOption.APPEND);
        MetricsLog resumed = MetricsLog.open(folder, 3);
        resumed.add(MetricsLog.line("step", 4).put("loss", 1));
        assertThat(MetricsLog.read(folder))
                .extracting(line -> line.get("loss").asInt())
                .containsExactly(9, 8, 7, 1);
    }

    @Test
    void thinning_keeps_means_by_tokens_and_other_lines() {
        List<JsonNode> lines = new ArrayList<>();
        for (int step = 1; step <= 10; step++) {
            ObjectNode line = MetricsLog.line("step", step).put("loss", step).put("tokens", step <= 5 ? 1 : 3);
            line.putObject("byLanguage").putObject("de").put("loss", 2.0 * step).put("tokens", 1);
            lines.add(line);
        }
        lines.add(3, MetricsLog.line("held-out", 3).put("loss", 42));
        List<JsonNode> thin = Thinned.of(lines, 5);
        assertThat(thin).hasSize(6);
        assertThat(thin.get(0).get("step").asInt()).isEqualTo(2);
        assertThat(thin.get(0).get("loss").asDouble()).isEqualTo(1.5);
        assertThat(thin.get(0).get("tokens").asDouble()).isEqualTo(2);
        assertThat(thin.get(3).get("loss").asDouble()).isEqualTo((5 + 3 * 6) / 4.0);
        assertThat(thin.get(0).at("/byLanguage/de/loss").asDouble()).isEqualTo(3);
        assertThat(thin.get(1).get("loss").asInt()).isEqualTo(42);
    }

    @Test
    void the_page_holds_its_data_as_data() throws IOException {
        MetricsLog log = MetricsLog.open(folder, 0);
        log.add(MetricsLog.line("run", 0).put("name", "</script><script>alert(1)</script>"));
        RunPage.write(folder, "a <b> & {{data}}");
        String page = Files.readString(folder.resolve(RunPage.FILE));
        assertThat(page).contains("\\u003c/script>\\u003cscript>alert(1)").doesNotContain("<script>alert");
        assertThat(page).contains("<title>Cloze: a &lt;b> &amp; ").contains("Chart.js v4.5.1");
        assertThat(page).doesNotContain("src=\"http").doesNotContain("href=\"http");
    }
}
