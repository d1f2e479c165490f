package dev.cloze.data.indexed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.FileSet;
import dev.cloze.text.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MegatronTokensTest {

    private static final Seed SEED = new Seed(4);

    @TempDir
    Path folder;

    @BeforeEach
    void write() {
        write("a", 20, 100);
        write("b", 7, 500);
    }

    /** Documents of two sequences: {@code [base + i, i]} and {@code [7]}. */
    private void write(String name, int documents, int base) {
        try (IndexedWriter writer = new IndexedWriter(folder.resolve(name), IdType.UINT16)) {
            for (int i = 0; i < documents; i++) {
                writer.add(Tokens.of(base + i, i));
                writer.add(Tokens.of(7));
                writer.endDocument();
            }
            writer.finish();
        }
    }

    private MegatronTokens source() {
        return new MegatronTokens("indexed", new FileSet(folder, List.of("*.idx")), "cs");
    }

    private static List<TokenizedDocument> read(MegatronTokens source, Position position, Seed seed) {
        List<TokenizedDocument> documents = new ArrayList<>();
        try (Feed<TokenizedDocument> feed = source.open(position, seed)) {
            while (feed.advance()) {
                documents.add(feed.current());
            }
        }
        return documents;
    }

    @Test
    void a_pass_has_every_document_of_every_file_once() {
        List<Tokens> expected = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> expected.add(Tokens.of(100 + i, i, 7)));
        IntStream.range(0, 7).forEach(i -> expected.add(Tokens.of(500 + i, i, 7)));
        List<TokenizedDocument> documents = read(source(), Position.START, SEED);
        assertThat(documents).extracting(TokenizedDocument::tokens).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(documents).extracting(TokenizedDocument::language).containsOnly("cs");
        assertThat(source().examples()).isEqualTo(27);
        assertThat(read(source(), Position.START, new Seed(5))).isNotEqualTo(documents);
    }

    @Test
    void a_position_goes_on_at_every_index() {
        List<TokenizedDocument> all = read(source(), Position.START, SEED);
        try (Feed<TokenizedDocument> feed = source().open(Position.START, SEED)) {
            for (int i = 1; feed.advance(); i++) {
                assertThat(read(source(), feed.position(), SEED)).isEqualTo(all.subList(i, all.size()));
            }
        }
    }

    @Test
    void a_file_that_grew_is_noticed() {
        try (Feed<TokenizedDocument> feed = source().open(Position.START, SEED)) {
            feed.advance();
            write("b", 8, 500);
            assertThatThrownBy(() -> source().open(feed.position(), SEED))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("indexed: the files have changed since the position was taken");
        }
    }

    @Test
    void only_an_index_is_named() {
        MegatronTokens wrong = new MegatronTokens("indexed", new FileSet(folder, List.of("a.bin")), "cs");
        assertThatThrownBy(wrong::examples)
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("a.bin: an index of tokens must end with .idx");
    }
}
