package dev.cloze.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.cloze.data.Corpora;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.ReadingRules;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions far into large files. */
class FarPositionTest {

    private static final String LINE = "{\"lang\":\"en\",\"text\":\"" + "to be or not to be ".repeat(50) + "\"}\n";
    private static final int LINES = 16 << 10;

    @TempDir
    Path folder;

    private static byte[] frame() {
        return Zstd.compress(LINE.repeat(LINES).getBytes(StandardCharsets.UTF_8), 3);
    }

    private static TextCorpus source(Path file, List<String> notices) {
        ReadingRules rules = Corpora.RULES.withNotices((place, message) -> notices.add(message));
        return new JsonLines("far", FilePattern.of(file), Fields.textAndLanguage("text", "lang"), 0).read(rules);
    }

    /** A position as a feed would have it behind the first lines of a frame. */
    private static Position behind(TextCorpus source, long frame, long line, long linesOfFrame) {
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            assertThat(feed.advance()).isTrue();
            return feed.position()
                    .with("frame", frame)
                    .with("byte", linesOfFrame * LINE.length())
                    .with("line", line)
                    .with("documents", line);
        }
    }

    @Test
    void ten_gigabytes_into_a_file_of_frames_are_less_than_a_second() throws IOException {
        byte[] frame = frame();
        int frames = (int) (10_000_000_000L / ((long) LINES * LINE.length())) + 1;
        Path file = folder.resolve("far.jsonl.zst");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i <= frames; i++) {
                out.write(frame);
            }
        }
        List<String> notices = new ArrayList<>();
        TextCorpus source = source(file, notices);
        Position far = behind(source, (long) frames * frame.length, (long) frames * LINES + 9000, 9000);
        long begin = System.nanoTime();
        try (Feed<Document> feed = source.inOrder(far)) {
            assertThat(feed.advance()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
            assertThat(feed.current().text()).startsWith("to be or");
            assertThat(feed.position().counter("line")).isEqualTo((long) frames * LINES + 9001);
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void a_long_way_through_one_frame_is_said() throws IOException {
        byte[] text = LINE.repeat(LINES).getBytes(StandardCharsets.UTF_8);
        byte[] longer = new byte[18 * text.length];
        for (int i = 0; i < 18; i++) {
            System.arraycopy(text, 0, longer, i * text.length, text.length);
        }
        Path file = Files.write(folder.resolve("one.jsonl.zst"), Zstd.compress(longer, 1));
        List<String> notices = new ArrayList<>();
        TextCorpus source = source(file, notices);
        long lines = 18L * LINES - 3;
        try (Feed<Document> feed = source.inOrder(behind(source, 0, lines, lines))) {
            assertThat(Corpora.texts(feed, 100)).hasSize(3);
        }
        assertThat(notices)
                .singleElement()
                .satisfies(said -> assertThat(said)
                        .startsWith("skipping %,d MB to the position".formatted((lines * LINE.length()) >> 20)));
    }
}
