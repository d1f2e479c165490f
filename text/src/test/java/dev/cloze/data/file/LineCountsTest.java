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

    private static long count(Path file) {
        return LineCounts.of(file, LineCounts.Unit.LINE, RULES);
    }

    @Test
    void a_count_that_was_kept_is_not_made_again() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt.zst"), "this is not zstd at all");
        assertThatThrownBy(() -> count(file)).hasMessageContaining("broken zstd file");
        Files.writeString(folder.resolve("counts.json"), kept(file, Files.size(file)));
        LineCounts.recall(folder.resolve("counts.json"));
        assertThat(count(file)).isEqualTo(7);
    }

    @Test
    void a_count_of_a_file_as_it_was_says_nothing_of_it_now() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
        Files.writeString(folder.resolve("counts.json"), kept(file, Files.size(file) + 1));
        LineCounts.recall(folder.resolve("counts.json"));
        assertThat(count(file)).isEqualTo(2);
    }

    @Test
    void what_is_kept_is_recalled() throws IOException {
        Path file = Files.writeString(folder.resolve("b.txt"), "one\n\ntwo\nthree");
        assertThat(count(file)).isEqualTo(3);
        Path counts = folder.resolve("counts.json");
        LineCounts.keep(counts);
        assertThat(Files.readString(counts)).contains("b.txt", "\"records\":3");
    }

    @Test
    void broken_counts_count_for_nothing() throws IOException {
        Path file = Files.writeString(folder.resolve("c.txt"), "one\n");
        for (String broken : new String[] {"", "[", "[{}]", "{\"file\":1}", "[null]"}) {
            LineCounts.recall(Files.writeString(folder.resolve("counts.json"), broken));
        }
        LineCounts.recall(folder.resolve("missing.json"));
        assertThat(count(file)).isEqualTo(1);
    }

    private static String kept(Path file, long size) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        return "[{\"file\":\"%s\",\"unit\":\"LINE\",\"size\":%d,\"modified\":%d,\"records\":7}]"
                .formatted(file.toAbsolutePath(), size, time.toMillis());
    }
}
