package dev.cloze.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Seed;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.LineCounts.Unit;
import dev.cloze.data.file.Packed;
import dev.cloze.data.source.PlainText;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.data.stream.Mixture;
import dev.cloze.data.stream.Repeated;
import dev.cloze.data.stream.Shuffled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handing a position back goes on with the same next document: at every index, through JSON. */
class ResumeTest {

    private static final Seed SEED = new Seed(20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"jsonl,1", "jsonl.gz,1", "jsonl.gz,6", "jsonl.zst,1", "jsonl.zst,6", "jsonl.bz2,2"})
    void a_source_of_every_compression(String suffix, int frames) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Path file = folder.resolve("f" + i + "." + suffix);
            Corpora.jsonLines(file, "f" + i, 3 + 2 * i, frames);
            files.add(file);
        }
        TextCorpus source = Corpora.source("web", Corpora.RULES, files.toArray(Path[]::new));
        assertResumes(source, 100, 3 + 5 + 7 + 9);
        assertResumes(new Repeated<>(source), 60, 60);
        assertResumes(new Shuffled(new Repeated<>(source), 7), 60, 60);
    }

    @ParameterizedTest
    @CsvSource({"LINE,9", "PARAGRAPH,5"})
    void plain_text(Unit unit, int documents) {
        String text = "a\n\n\nb\nc\n \nd\n\ne\nf\ng\n\n\n";
        Path first = Packed.write(folder.resolve("a.txt"), text);
        Path second = Packed.write(folder.resolve("b.txt.zst"), "h\ni".getBytes(StandardCharsets.UTF_8), 3);
        assertResumes(
                new PlainText("plain", FilePattern.of(first, second), unit, "en").read(Corpora.RULES), 99, documents);
    }

    @Test
    void a_source_with_records_left_out() {
        Path file = Packed.write(
                folder.resolve("a.jsonl.zst"),
                "{\n{\"text\":\"a\",\"lang\":\"\"}\n\n{\"text\":\" \",\"lang\":\"\"}\n{\n{\"text\":\"b\",\"lang\":\"\"}\n{");
        TextCorpus source = Corpora.source("web", Corpora.RULES.withBadRecordsAllowed(3), file);
        assertResumes(new Repeated<>(source), 11, 11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl.gz", "jsonl.zst", "jsonl.bz2"})
    void a_position_far_into_a_file_of_frames_reads_no_frame_before_it(String suffix) throws IOException {
        Path file = folder.resolve("a." + suffix);
        TextCorpus source = Corpora.jsonLines(file, "a", 4000, 40);
        List<String> all = Corpora.texts(source);
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            Corpora.texts(feed, 3900);
            Position far = feed.position();
            byte[] bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, 0, Math.toIntExact(far.counter("frame")), (byte) 0);
            Files.write(file, bytes);
            try (Feed<Document> resumed = source.inOrder(far)) {
                assertThat(Corpora.texts(resumed, 200)).isEqualTo(all.subList(3900, 4000));
            }
        }
    }

    @Test
    void mixtures_shuffles_and_reading_ahead() {
        Mixture mixture = mixture();
        assertResumes(mixture, 80, 80);
        assertResumes(new Shuffled(mixture, 16), 80, 80);
        assertResumes(new Shuffled(mixture, 1000, 50), 80, 80);
        assertResumes(new Shuffled(mixture.parts().get(1).documents(), 4), 80, 7);
        assertResumes(nested(mixture), 80, 80);
    }

    @Test
    void a_shuffle_loses_and_doubles_nothing() {
        TextCorpus source = Corpora.jsonLines(folder.resolve("a.jsonl"), "a", 100, 1);
        try (Feed<Material> feed = new Shuffled(source, 30).open(Position.START, SEED)) {
            List<String> shuffled = Corpora.texts(feed, 1000);
            assertThat(shuffled).containsExactlyInAnyOrderElementsOf(Corpora.texts(source));
            assertThat(shuffled).isNotEqualTo(Corpora.texts(source));
        }
    }

    private Mixture mixture() {
        return new Mixture(
                List.of(
                        Corpora.jsonLines(folder.resolve("a.jsonl"), "a", 40, 1),
                        Corpora.jsonLines(folder.resolve("b.jsonl.zst"), "b", 7, 2),
                        Corpora.jsonLines(folder.resolve("c.jsonl.gz"), "c", 1, 1)),
                0.5);
    }

    private Mixture nested(Mixture inner) {
        TextCorpus other = Corpora.jsonLines(folder.resolve("d.jsonl"), "d", 3, 1);
        return new Mixture(List.of(new Mixture.Part("inner", inner, 2), new Mixture.Part("d", other, 1)));
    }

    private static void assertResumes(Pipeline<? extends Material> pipeline, int most, int expected) {
        List<Material> all = new ArrayList<>();
        Map<Integer, Position> positions = new TreeMap<>(Map.of(0, Position.START));
        try (Feed<? extends Material> feed = pipeline.open(Position.START, SEED)) {
            while (all.size() < most && feed.advance()) {
                all.add(feed.current());
                positions.put(all.size(), feed.position());
                assertThat(feed.position()).isEqualTo(feed.position());
            }
        }
        assertThat(all).hasSize(expected);
        positions.forEach((index, position) -> assertThat(from(pipeline, position, most - index))
                .as("from %d", index)
                .isEqualTo(all.subList(index, all.size())));
    }

    private static List<Material> from(Pipeline<? extends Material> pipeline, Position position, int most) {
        List<Material> documents = new ArrayList<>();
        try (Feed<? extends Material> feed = pipeline.open(throughJson(position), SEED)) {
            assertThat(feed.position()).isEqualTo(feed.position());
            while (documents.size() < most && feed.advance()) {
                documents.add(feed.current());
            }
        }
        return documents;
    }

    private static Position throughJson(Position position) {
        try {
            String json = new ObjectMapper().writeValueAsString(position.toJson());
            Position parsed = Position.parse(new ObjectMapper().readTree(json), "test");
            assertThat(parsed).isEqualTo(position);
            return parsed;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
