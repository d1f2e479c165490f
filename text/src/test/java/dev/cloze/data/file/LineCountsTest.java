package dev.cloze.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineCountsTest {

    private static final ReadingRules RULES = ReadingRules.strict().withNotices(Notices.SILENT);

    @TempDir
    Path folder;

    private final LineCounts counts = new LineCounts();

    private long count(Path file) {
        return counts.of(file, LineCounts.Unit.LINE, RULES);
    }

    @Test
    void a_count_that_was_kept_is_not_made_again() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt.zst"), "this is not zstd at all");
        assertThatThrownBy(() -> count(file)).hasMessageContaining("broken zstd file");
        Files.writeString(folder.resolve("counts.json"), kept(file, Files.size(file)));
        counts.recall(folder.resolve("counts.json"));
        assertThat(count(file)).isEqualTo(7);
    }

    @Test
    void a_count_of_a_file_as_it_was_says_nothing_of_it_now() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
        Files.writeString(folder.resolve("counts.json"), kept(file, Files.size(file) + 1));
        counts.recall(folder.resolve("counts.json"));
        assertThat(count(file)).isEqualTo(2);
    }

    @Test
    void what_is_kept_is_recalled() throws IOException {
        Path file = Files.writeString(folder.resolve("b.txt"), "one\n\ntwo\nthree");
        assertThat(count(file)).isEqualTo(3);
        Path kept = folder.resolve("counts.json");
        counts.keep(kept);
        assertThat(Files.readString(kept)).contains("b.txt", "\"records\":3");
    }

    @Test
    void what_one_knows_another_does_not() throws IOException {
        Path file = Files.writeString(folder.resolve("d.txt"), "one\n");
        assertThat(count(file)).isEqualTo(1);
        Path kept = folder.resolve("counts.json");
        new LineCounts().keep(kept);
        assertThat(Files.readString(kept)).isEqualTo("[]");
    }

    @Test
    void broken_counts_count_for_nothing() throws IOException {
        Path file = Files.writeString(folder.resolve("c.txt"), "one\n");
        for (String broken : new String[] {"", "[", "[{}]", "{\"file\":1}", "[null]"}) {
            counts.recall(Files.writeString(folder.resolve("counts.json"), broken));
        }
        counts.recall(folder.resolve("missing.json"));
        assertThat(count(file)).isEqualTo(1);
    }

    private static String kept(Path file, long size) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        return "[{\"file\":\"%s\",\"unit\":\"LINE\",\"size\":%d,\"modified\":%d,\"records\":7}]"
                .formatted(file.toAbsolutePath(), size, time.toMillis());
    }
}
