package dev.cloze.data.indexed;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class IndexedTokensTest {

    @TempDir
    static Path folder;

    @Test
    void files_have_the_bytes_of_the_format() throws IOException {
        example(folder.resolve("a"));
        assertThat(hex("a.bin")).isEqualTo("05000600070008000900" + "0a00");
        assertThat(hex("a.idx"))
                .isEqualTo("4d4d494449445800000100000000000000" + "08" + "0300000000000000" + "0300000000000000"
                        + "030000000200000001000000" + "000000000000000006000000000000000a00000000000000"
                        + "000000000000000002000000000000000300000000000000");
    }

    @Test
    void sequences_are_read_by_number_and_in_part() {
        IndexedTokens tokens = example(folder.resolve("b"));
        assertThat(tokens.sequences()).isEqualTo(3);
        assertThat(tokens.documents()).isEqualTo(2);
        assertThat(tokens.documentStart(1)).isEqualTo(2);
        assertThat(tokens.tokens(0, 1, 2)).isEqualTo(Tokens.of(6, 7));
        assertThat(tokens.tokens(2)).isEqualTo(Tokens.of(10));
        assertThatThrownBy(() -> tokens.tokens(1, 1, 2))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("b.idx: sequence 1 has 2 tokens, not 2 behind the first 1");
    }

    @Test
    void an_interrupted_writer_leaves_no_index() {
        Path prefix = folder.resolve("c");
        example(prefix);
        try (IndexedWriter writer = new IndexedWriter(prefix, IdType.UINT16)) {
            writer.add(Tokens.of(1));
        }
        assertThatThrownBy(() -> IndexedTokens.open(prefix))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("no such file");
    }

    @Test
    void an_id_that_does_not_fit_is_refused() {
        try (IndexedWriter writer = new IndexedWriter(folder.resolve("d"), IdType.UINT16)) {
            assertThatThrownBy(() -> writer.add(Tokens.of(65536)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageEndingWith("d: UINT16 cannot hold the id 65536");
        }
    }

    @Test
    void data_beyond_two_gibibytes_is_read_where_it_lies() throws IOException {
        long gibibyte = 1L << 30;
        long[] pointers = {0, gibibyte - 6, 2 * gibibyte - 2, 5 * gibibyte + 2};
        Path prefix = folder.resolve("sparse");
        try (FileChannel data =
                FileChannel.open(folder.resolve("sparse.bin"), Set.of(CREATE_NEW, WRITE, StandardOpenOption.SPARSE))) {
            for (int i = 0; i < pointers.length; i++) {
                ByteBuffer ids = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
                ids.putInt(i).putInt(1000 + i).putInt(70_000 + i).flip();
                data.write(ids, pointers[i]);
            }
        }
        ByteBuffer index = ByteBuffer.allocate(34 + 12 * 4 + 8 * 5).order(ByteOrder.LITTLE_ENDIAN);
        index.put(IndexedTokens.MAGIC).putLong(1).put((byte) IdType.INT32.code());
        index.putLong(pointers.length).putLong(pointers.length + 1);
        Arrays.stream(pointers).forEach(pointer -> index.putInt(3));
        Arrays.stream(pointers).forEach(index::putLong);
        LongStream.rangeClosed(0, pointers.length).forEach(index::putLong);
        Files.write(folder.resolve("sparse.idx"), index.array());

        IndexedTokens tokens = IndexedTokens.open(prefix);
        for (int i = 0; i < pointers.length; i++) {
            assertThat(tokens.document(i)).isEqualTo(Tokens.of(i, 1000 + i, 70_000 + i));
        }
    }

    @Test
    void a_document_is_never_longer_than_the_data() throws IOException {
        Path prefix = folder.resolve("overlapping");
        example(prefix);
        Path file = folder.resolve("overlapping.idx");
        ByteBuffer index = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        // Both sequences of the first document claim all of the data.
        index.putInt(34, 6).putInt(38, 6).putLong(46, 0).putLong(54, 0);
        Files.write(file, index.array());
        IndexedTokens tokens = IndexedTokens.open(prefix);
        assertThatThrownBy(() -> tokens.document(0))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("document 0 must have at most 6 tokens, got 12 in 2 sequences");
    }

    @Test
    void damaged_indices_give_tokens_or_a_refusal() throws IOException {
        Path prefix = folder.resolve("fuzz");
        example(prefix);
        Path index = folder.resolve("fuzz.idx");
        byte[] whole = Files.readAllBytes(index);
        SplittableRandom random = new SplittableRandom(5);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int k = random.nextInt(1, 4); k > 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(index, bytes);
            refused += readsAll(prefix) ? 0 : 1;
        }
        assertThat(refused).isBetween(1000, 2999);
    }

    private static boolean readsAll(Path prefix) {
        try {
            IndexedTokens tokens = IndexedTokens.open(prefix);
            for (long document = 0; document < tokens.documents(); document++) {
                tokens.document(document);
            }
            for (long sequence = 0; sequence < tokens.sequences(); sequence++) {
                tokens.tokens(sequence);
            }
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> files_of_megatron_are_read_and_written_byte_for_byte() {
        return MegatronCases.tests("indexed.jsonl.zst", c -> c.has("documents"), IndexedTokensTest::compare);
    }

    private static void compare(JsonNode expected) {
        String name = expected.get("name").asText();
        IndexedTokens read = MegatronCases.dataset(name);
        assertThat(read.type().name())
                .isEqualToIgnoringCase(expected.get("dtype").asText());
        assertThat(read.type().code()).isEqualTo(expected.get("dtype_code").asInt());
        assertThat(read.sequences()).isEqualTo(expected.get("sequence_lengths").size());
        assertThat(read.documents()).isEqualTo(expected.get("documents").size());
        for (int i = 0; i < read.sequences(); i++) {
            assertThat(read.length(i))
                    .isEqualTo(expected.get("sequence_lengths").get(i).asInt());
            assertThat(read.pointer(i))
                    .isEqualTo(expected.get("pointers").get(i).asLong());
        }
        compareDocuments(read, expected);
        Path copy = folder.resolve("copy-" + name);
        try (IndexedWriter writer = new IndexedWriter(copy, read.type())) {
            writer.append(read);
            writer.finish();
        }
        assertSameFiles(copy, MegatronCases.path(name));
    }

    private static void compareDocuments(IndexedTokens read, JsonNode expected) {
        for (int document = 0; document < read.documents(); document++) {
            long start = read.documentStart(document);
            assertThat(start)
                    .isEqualTo(expected.get("document_indices").get(document).asLong());
            JsonNode sequences = expected.get("documents").get(document);
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(read.tokens(start + i)).isEqualTo(MegatronCases.tokens(sequences.get(i)));
                assertThat(read.mode(start + i))
                        .isEqualTo(expected.at("/modes/%d/%d".formatted(document, i))
                                .asInt());
            }
        }
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> merged_files_equal_megatron() {
        return MegatronCases.tests(
                "indexed.jsonl.zst", c -> c.path("name").asText().startsWith("merged-"), c -> {
                    String name = c.get("name").asText();
                    Path merged = folder.resolve(name);
                    try (IndexedWriter writer = new IndexedWriter(
                            merged, MegatronCases.dataset(name).type())) {
                        for (String part : name.substring("merged-".length()).split("-", -1)) {
                            writer.append(MegatronCases.dataset("merge-" + part));
                        }
                        writer.finish();
                    }
                    assertSameFiles(merged, MegatronCases.path(name));
                });
    }

    @TestFactory
    @Tag("golden")
    Stream<DynamicTest> the_type_for_a_vocabulary_equals_megatron() {
        return MegatronCases.tests("indexed.jsonl.zst", c -> c.has("sizes"), c -> {
            for (int i = 0; i < c.get("sizes").size(); i++) {
                assertThat(IdType.forVocabulary(c.get("sizes").get(i).asLong()).name())
                        .isEqualToIgnoringCase(c.get("dtypes").get(i).asText());
            }
        });
    }

    private static IndexedTokens example(Path prefix) {
        try (IndexedWriter writer = new IndexedWriter(prefix, IdType.UINT16)) {
            writer.add(Tokens.of(5, 6, 7));
            writer.add(Tokens.of(8, 9));
            writer.endDocument();
            writer.add(Tokens.of(10));
            writer.endDocument();
            writer.finish();
        }
        return IndexedTokens.open(prefix);
    }

    private static String hex(String name) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(folder.resolve(name)));
    }

    private static void assertSameFiles(Path first, Path second) {
        try {
            for (String suffix : new String[] {".bin", ".idx"}) {
                assertThat(Files.readAllBytes(IndexedTokens.suffixed(first, suffix)))
                        .isEqualTo(Files.readAllBytes(IndexedTokens.suffixed(second, suffix)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
