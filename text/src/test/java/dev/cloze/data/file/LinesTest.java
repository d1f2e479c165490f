package dev.cloze.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    private static final ReadingRules RULES = ReadingRules.strict().withNotices(Notices.SILENT);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.txt.gz", "a.txt.zst", "a.txt.bz2"})
    void lines_end_with_a_newline_or_the_file(String name) {
        assertThat(lines("", name)).isEmpty();
        assertThat(lines("\n", name)).containsExactly("");
        assertThat(lines("one", name)).containsExactly("one");
        assertThat(lines("one\n\ntwo\r\nthree\n", name)).containsExactly("one", "", "two\r", "three");
        assertThat(lines("\uFEFFone\n\uFEFFtwo", name)).containsExactly("one", "\uFEFFtwo");
    }

    @ParameterizedTest
    @CsvSource({"a.txt,1", "a.txt.gz,1", "a.txt.gz,40", "a.txt.zst,1", "a.txt.zst,40", "a.txt.bz2,1", "a.txt.bz2,5"})
    void every_place_leads_back_to_the_line_behind_it(String name, int frames) {
        byte[] text = randomText(300).getBytes(StandardCharsets.UTF_8);
        Path file = Packed.write(folder.resolve(name), text, frames);
        List<String> all = new ArrayList<>();
        List<FilePlace> places = new ArrayList<>(List.of(FilePlace.START));
        try (Lines lines = Lines.open(file, FilePlace.START, RULES)) {
            while (lines.advance()) {
                all.add(string(lines));
                places.add(lines.place());
                assertThat(lines.number()).isEqualTo(all.size());
            }
        }
        assertThat(String.join("\n", all)).isEqualTo(new String(text, StandardCharsets.UTF_8));
        for (int i = 0; i < places.size(); i++) {
            assertThat(read(file, places.get(i))).isEqualTo(all.subList(i, all.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt.gz", "a.txt.zst"})
    void a_file_of_many_frames_is_entered_at_the_frame(String name) {
        byte[] text = randomText(5000).getBytes(StandardCharsets.UTF_8);
        Path file = Packed.write(folder.resolve(name), text, 100);
        FilePlace last = FilePlace.START;
        try (Lines lines = Lines.open(file, FilePlace.START, RULES)) {
            for (int i = 0; i < 4990; i++) {
                lines.advance();
            }
            last = lines.place();
        }
        assertThat(last.frame()).isGreaterThan(file.toFile().length() * 9 / 10);
        assertThat(last.offset()).isLessThanOrEqualTo(text.length / 100 + 1);
    }

    @Test
    void frames_without_content_are_passed_over() throws IOException {
        Path file = folder.resolve("a.txt.zst");
        byte[] seekTable = {
            0x5E, 0x2A, 0x4D, 0x18, 9, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xB1, (byte) 0xEA, (byte) 0x92, (byte) 0x8F
        };
        byte[] first = Packed.pack(Compression.ZSTD, "one\nt".getBytes(StandardCharsets.UTF_8));
        byte[] second = Packed.pack(Compression.ZSTD, "wo\n".getBytes(StandardCharsets.UTF_8));
        Files.write(file, concat(first, seekTable, second, seekTable));
        assertThat(read(file, FilePlace.START)).containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 100, 300_000})
    void a_line_beyond_the_limit_is_passed_over_and_said_to_be_too_long(int limit) {
        List<String> given = List.of("a", "b".repeat(limit), "c".repeat(limit + 1), "d", "e".repeat(limit * 3), "f");
        for (String end : List.of("", "\n")) {
            Path file = Packed.write(folder.resolve("a.txt"), String.join("\n", given) + end);
            List<String> got = new ArrayList<>();
            try (Lines lines = Lines.open(file, FilePlace.START, RULES.withMaxLineBytes(limit))) {
                while (lines.advance()) {
                    got.add(lines.tooLong() ? "too long" : string(lines));
                }
            }
            assertThat(got)
                    .containsExactlyElementsOf(given.stream()
                            .map(line -> line.length() > limit ? "too long" : line)
                            .toList());
        }
    }

    @Test
    void an_endless_line_takes_bounded_memory() {
        Path file = Packed.write(folder.resolve("a.txt.zst"), "x".repeat(50_000_000));
        try (Lines lines = Lines.open(file, FilePlace.START, RULES.withMaxLineBytes(1000))) {
            assertThat(lines.advance()).isTrue();
            assertThat(lines.tooLong()).isTrue();
            assertThat(lines.bytes().length).isLessThan(1_000_000);
            assertThat(lines.advance()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"a.zst,zstd", "a.gz,gzip", "a.bz2,bzip2"})
    void a_file_cut_short_is_refused(String name, String compression) throws IOException {
        Path file = Packed.write(folder.resolve(name), randomText(50));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(file, FilePlace.START))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith(file + ": broken " + compression + " file");
        }
    }

    @ParameterizedTest
    @CsvSource({"a.zst,zstd", "a.gz,gzip", "a.bz2,bzip2"})
    void a_file_that_is_not_compressed_as_its_name_says_is_refused(String name, String compression) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "{\"text\": \"plain\"}\n");
        assertThatThrownBy(() -> read(file, FilePlace.START))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(file + ": broken " + compression + " file");
    }

    @Test
    void a_place_behind_the_end_is_refused() {
        Path file = Packed.write(folder.resolve("a.zst"), "one\n");
        assertThatThrownBy(() -> read(file, new FilePlace(0, 1000, 7)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has changed since the position was taken: it ends 996 bytes before line 7");
    }

    @Test
    void a_long_way_into_a_single_frame_is_said() {
        Path file = Packed.write(folder.resolve("a.zst"), "x".repeat(300_000_000) + "\nend\n");
        List<String> said = new ArrayList<>();
        ReadingRules rules = RULES.withNotices((place, message) -> said.add(message));
        try (Lines lines = Lines.open(file, new FilePlace(0, 300_000_001, 1), rules)) {
            assertThat(lines.advance()).isTrue();
            assertThat(string(lines)).isEqualTo("end");
        }
        assertThat(said).singleElement().asString().startsWith("skipping 286 MB to the position");
    }

    private List<String> lines(String text, String name) {
        return read(Packed.write(folder.resolve(name), text), FilePlace.START);
    }

    private static List<String> read(Path file, FilePlace place) {
        List<String> read = new ArrayList<>();
        try (Lines lines = Lines.open(file, place, RULES)) {
            while (lines.advance()) {
                read.add(string(lines));
            }
        }
        return read;
    }

    private static String string(Lines line) {
        return new String(line.bytes(), line.from(), line.to() - line.from(), StandardCharsets.UTF_8);
    }

    private static String randomText(int lines) {
        SplittableRandom random = new SplittableRandom(lines);
        return IntStream.range(0, lines)
                .mapToObj(i -> i + "é".repeat(random.nextInt(20)) + "x".repeat(random.nextInt(80)))
                .collect(Collectors.joining("\n"));
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            int length = all.length;
            all = Arrays.copyOf(all, length + part.length);
            System.arraycopy(part, 0, all, length, part.length);
        }
        return all;
    }
}
