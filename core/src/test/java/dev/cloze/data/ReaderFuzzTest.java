package dev.cloze.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Refusal;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.LineCounts.Unit;
import dev.cloze.data.file.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files give documents or a refusal, never another exception, never a document that is not whole. */
class ReaderFuzzTest {

    private static final int MUTATIONS = 1500;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.jsonl.bz2"})
    void damaged_json_lines(String name) throws IOException {
        Path file = folder.resolve(name);
        Corpora.jsonLines(file, "a", 30, name.endsWith("jsonl") ? 1 : 3);
        fuzz(file, Corpora.source("a", Corpora.RULES.withMaxLineBytes(10_000).withBadRecordsAllowed(40), file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINE", "PARAGRAPH"})
    void damaged_text(String unit) throws IOException {
        Path file = folder.resolve("a.txt.gz");
        Corpora.jsonLines(file, "a", 30, 3);
        fuzz(file, new PlainText("a", FileSet.of(file), Unit.valueOf(unit), "en", Corpora.RULES.withMaxLineBytes(40)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tsv", "a.tsv.zst"})
    void damaged_columns(String name) throws IOException {
        Path file = folder.resolve(name);
        String rows = IntStream.range(0, 30).mapToObj(i -> "a-" + i + "\tx\n").collect(Collectors.joining());
        Packed.write(file, "text\tlang\n" + rows);
        fuzz(
                file,
                new TabSeparated(
                        "a", FileSet.of(file), List.of(), Fields.textAndLanguage("text", "lang"), Corpora.RULES));
    }

    private static void fuzz(Path file, Source source) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(whole.length);
        Map<Boolean, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < MUTATIONS; i++) {
            Files.write(file, mutate(whole, random));
            outcomes.merge(reads(source, i), 1, Integer::sum);
        }
        assertThat(outcomes).containsKey(false);
    }

    private static boolean reads(Source source, int mutation) {
        try {
            List<String> texts = Corpora.texts(source);
            assertThat(texts).isNotEmpty();
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).as("mutation %d", mutation).doesNotContain("\n");
            return false;
        }
    }

    private static byte[] mutate(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(at, 1));
                case 3 -> Arrays.fill(bytes, at, Math.min(at + random.nextInt(8), bytes.length), (byte) 0xFF);
                default -> System.arraycopy(bytes, at / 2, bytes, at, (bytes.length - at) / 2);
            }
        }
        return bytes;
    }
}
