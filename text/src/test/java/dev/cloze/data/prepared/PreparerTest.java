package dev.cloze.data.prepared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Fields;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.indexed.IdType;
import dev.cloze.data.source.JsonLines;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparerTest {

    private static final int DOCUMENTS = 500;
    private static final ByteTokenizer BYTES = ByteTokenizer.of();

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void corpus() throws IOException {
        List<String> lines = IntStream.range(0, DOCUMENTS)
                .mapToObj(i ->
                        "{\"text\": \"document %d\", \"targets\": \"%d\", \"lang\": \"l%d\"}".formatted(i, i, i % 3))
                .toList();
        file = Files.write(folder.resolve("a.jsonl"), lines);
    }

    private TextCorpus source() {
        Fields fields = Fields.textAndLanguage("text", "lang").with("targets");
        return new JsonLines("a", FilePattern.of(file), fields, 0).read(ReadingRules.strict());
    }

    private Origin origin(boolean pairs) {
        return new Origin("hash", "options", pairs, List.of(SourceFile.of(file)));
    }

    private static TokenizedDocument text(Document document) {
        return new TokenizedDocument(BYTES.encode(document.text()), document.language(), document.source());
    }

    private static TokenizedDocument pair(Document document) {
        return new TokenizedDocument(
                BYTES.encode(document.text()),
                BYTES.encode(document.field("targets")),
                document.language(),
                document.source());
    }

    private PreparedManifest prepare(
            String into, int threads, Function<Document, TokenizedDocument> tokenizer, Origin origin) {
        Preparer.Settings settings = new Preparer.Settings(IdType.UINT16, 1000, 100, threads);
        return new Preparer(folder.resolve(into), tokenizer, settings).run(source(), origin, done -> {});
    }

    private List<TokenizedDocument> read(String from, long seed) {
        List<TokenizedDocument> documents = new ArrayList<>();
        try (Feed<TokenizedDocument> feed =
                PreparedDocuments.open("a", folder.resolve(from)).open(Position.START, new Seed(seed))) {
            while (feed.advance()) {
                documents.add(feed.current());
            }
        }
        return documents;
    }

    private Map<String, String> files(String of) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder.resolve(of))) {
            for (Path each : all.toList()) {
                files.put(each.getFileName().toString(), SourceFile.sha256(each));
            }
        }
        return files;
    }

    @Test
    void what_was_prepared_is_what_the_source_holds() {
        PreparedManifest manifest = prepare("p", 2, PreparerTest::text, origin(false));
        assertThat(manifest.complete()).isTrue();
        assertThat(manifest.documents()).isEqualTo(DOCUMENTS);
        assertThat(manifest.shards()).hasSizeGreaterThan(3);
        List<TokenizedDocument> expected = IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> new TokenizedDocument(BYTES.encode("document " + i), "l" + i % 3, "a"))
                .toList();
        assertThat(read("p", 1)).containsExactlyInAnyOrderElementsOf(expected).isNotEqualTo(read("p", 2));
        assertThat(manifest.tokens())
                .isEqualTo(expected.stream().mapToLong(d -> d.tokens().size()).sum());
        PreparedDocuments.open("a", folder.resolve("p")).verify();
    }

    @Test
    void pairs_keep_both_sides() {
        prepare("p", 2, PreparerTest::pair, origin(true));
        List<TokenizedDocument> read = read("p", 1);
        assertThat(read).hasSize(DOCUMENTS);
        assertThat(read).allSatisfy(pair -> {
            String number = BYTES.decode(pair.targets());
            assertThat(pair.tokens()).isEqualTo(BYTES.encode("document " + number));
            assertThat(pair.language()).isEqualTo("l" + Integer.parseInt(number) % 3);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void files_do_not_depend_on_the_number_of_threads(int threads) throws IOException {
        prepare("one", 1, PreparerTest::text, origin(false));
        prepare("many", threads, PreparerTest::text, origin(false));
        assertThat(files("many")).isEqualTo(files("one"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 120, 333, 499})
    void an_interrupted_preparation_goes_on_to_the_same_files(int at) throws IOException {
        prepare("whole", 2, PreparerTest::text, origin(false));
        AtomicInteger made = new AtomicInteger();
        Function<Document, TokenizedDocument> failing = document -> {
            if (document.text().equals("document " + at)) {
                throw new IllegalStateException("power cut");
            }
            made.incrementAndGet();
            return text(document);
        };
        assertThatThrownBy(() -> prepare("stopped", 2, failing, origin(false))).hasMessage("power cut");
        assertThatThrownBy(() -> PreparedDocuments.open("a", folder.resolve("stopped")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("only; run 'cloze prepare' again");
        long kept =
                PreparedManifest.read(folder.resolve("stopped")).orElseThrow().documents();
        assertThat(kept).isBetween(Math.max(0L, at - 130), (long) at);
        prepare("stopped", 2, PreparerTest::text, origin(false));
        assertThat(files("stopped")).isEqualTo(files("whole"));
    }

    @Test
    void a_position_is_one_number_and_goes_on_at_every_index() {
        prepare("p", 2, PreparerTest::text, origin(false));
        List<TokenizedDocument> all = read("p", 7);
        PreparedDocuments documents = PreparedDocuments.open("a", folder.resolve("p"));
        try (Feed<TokenizedDocument> feed = documents.open(Position.START, new Seed(7))) {
            for (int i = 1; feed.advance(); i++) {
                try (Feed<TokenizedDocument> resumed = documents.open(feed.position(), new Seed(7))) {
                    assertThat(resumed.advance()).isEqualTo(i < DOCUMENTS);
                    if (i < DOCUMENTS) {
                        assertThat(resumed.current()).isEqualTo(all.get(i));
                    }
                }
            }
        }
    }

    @Test
    void a_copied_source_with_the_same_content_is_the_same() throws IOException {
        prepare("p", 1, PreparerTest::text, origin(false));
        SourceFile before = SourceFile.of(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertThat(origin(false).sources()).isNotEqualTo(List.of(before));
        Function<Document, TokenizedDocument> never = document -> {
            throw new IllegalStateException("made again");
        };
        assertThat(prepare("p", 1, never, origin(false)).complete()).isTrue();
        assertThat(SourceFile.of(file, Optional.of(before))).isNotSameAs(before);
        SourceFile touched = SourceFile.of(file);
        assertThat(SourceFile.of(file, Optional.of(touched))).isSameAs(touched);
    }

    @Test
    void what_has_changed_since_is_refused() throws IOException {
        prepare("p", 1, PreparerTest::text, origin(false));
        PreparedDocuments documents = PreparedDocuments.open("a", folder.resolve("p"));
        documents.requireMade("hash", "options");
        documents.requireSources(List.of(file));
        assertThatThrownBy(() -> documents.requireMade("other", "options"))
                .hasMessageEndingWith(
                        "was prepared with another tokenizer, of hash hash, not other; run 'cloze prepare' again");
        assertThatThrownBy(() -> documents.requireMade("hash", "others"))
                .hasMessageContaining("was prepared by 'options', not 'others'");
        assertThatThrownBy(() -> documents.requireSources(List.of(file, file)))
                .hasMessageContaining("was prepared from 1 files, not 2");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        documents.requireSources(List.of(file));
        byte[] bytes = Files.readAllBytes(file);
        bytes[12]++;
        Files.write(file, bytes);
        assertThatThrownBy(() -> documents.requireSources(List.of(file)))
                .isInstanceOf(Refusal.class)
                .hasMessage(file + ": has changed since it was prepared; run 'cloze prepare' again");
    }

    @Test
    void another_origin_begins_anew() {
        prepare("p", 1, PreparerTest::pair, origin(true));
        PreparedManifest manifest = prepare("p", 1, PreparerTest::text, origin(false));
        assertThat(manifest.origin().pairs()).isFalse();
        assertThat(origin(true).difference(origin(true))).isEmpty();
        assertThat(origin(true).difference(origin(false))).contains("the source's or the task's settings");
        assertThat(origin(true).difference(new Origin("other", "options", true, List.of())))
                .contains("the tokenizer");
        assertThat(origin(true).difference(new Origin("hash", "options", true, List.of())))
                .contains("the source's files");
        assertThat(read("p", 1)).extracting(TokenizedDocument::targets).containsOnly(Tokens.EMPTY);
    }

    @Test
    void damage_is_found_by_checksums() throws IOException {
        prepare("p", 1, PreparerTest::text, origin(false));
        Path data = folder.resolve("p/00001.bin");
        byte[] bytes = Files.readAllBytes(data);
        bytes[10] ^= 1;
        Files.write(data, bytes);
        assertThatThrownBy(
                        () -> PreparedDocuments.open("a", folder.resolve("p")).verify())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("00001.bin: is damaged: its checksum is not ");
    }

    @Test
    void a_broken_manifest_is_refused() throws IOException {
        prepare("p", 1, PreparerTest::text, origin(false));
        Path manifest = folder.resolve("p/manifest.json");
        String whole = Files.readString(manifest);
        for (String broken : List.of("", "{", "[]", "{\"version\": 2}", whole.replace("\"tokens\"", "\"tokenz\""))) {
            Files.writeString(manifest, broken);
            assertThatThrownBy(() -> PreparedDocuments.open("a", folder.resolve("p")))
                    .as(broken)
                    .isInstanceOf(Refusal.class);
        }
    }
}
