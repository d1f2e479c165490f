package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Golden;
import dev.cloze.GoldenLines;
import dev.cloze.data.random.SeqioCases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every row that the reference tokenizers computed. */
@Tag("golden")
class GoldenTokenizerTest {

    private final Map<String, Tokenizer> loaded = new ConcurrentHashMap<>();

    @TestFactory
    Stream<DynamicTest> every_text_gets_the_reference_s_ids_pieces_and_text() {
        List<DynamicTest> tests = new ArrayList<>();
        GoldenLines.of("tokenizers", "expected.jsonl.zst").forEach(row -> {
            String name = row.get("tokenizer").asText() + " " + tests.size();
            tests.add(DynamicTest.dynamicTest(name, () -> check(row)));
        });
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> every_seqio_vocabulary_agrees() {
        return SeqioCases.tests("vocabulary", this::checkSeqio);
    }

    private void check(JsonNode row) {
        Tokenizer tokenizer = named(row.get("tokenizer").asText());
        String text = row.get("text").asText();
        Tokens tokens = tokenizer.encode(text);
        assertThat(tokens.toArray()).as(text).containsExactly(ints(row.get("ids")));
        assertThat(tokenizer.pieces(text)).containsExactlyElementsOf(texts(row.get("pieces")));
        assertThat(tokenizer.decode(tokens)).isEqualTo(row.get("decoded").asText());
    }

    private void checkSeqio(JsonNode seqioCase) {
        JsonNode spec = seqioCase.get("spec");
        Tokenizer tokenizer = vocabulary(spec.get("vocabulary"));
        if (spec.get("op").asText().startsWith("encode")) {
            Tokens tokens = tokenizer.encode(spec.get("input").asText());
            assertThat(tokens.toArray()).containsExactly(ints(seqioCase.get("output")));
        } else {
            Tokens tokens = Tokens.of(ints(spec.get("input")));
            assertThat(tokenizer.decode(tokens))
                    .isEqualTo(seqioCase.get("output").asText());
        }
    }

    private Tokenizer vocabulary(JsonNode spec) {
        String kind = spec.get("kind").asText();
        int extraIds = spec.path("extra_ids").asInt();
        if (kind.equals("bytes")) {
            return ByteTokenizer.seqio(extraIds);
        }
        if (!kind.equals("sentencepiece")) {
            return abort("vocabulary " + kind + " not supported yet");
        }
        Path root = Golden.folder("seqio")
                .orElseThrow()
                .resolveSibling(spec.get("model").asText());
        if (!Files.exists(root)) {
            return abort("the folder has no " + root);
        }
        return loaded.computeIfAbsent(root + " " + extraIds, key -> SentencePieceTokenizer.load(root, extraIds));
    }

    private Tokenizer named(String name) {
        Path folder = Golden.folder("tokenizers/" + name).orElseThrow();
        return loaded.computeIfAbsent(name, key -> open(folder));
    }

    private static Tokenizer open(Path folder) {
        Path model = folder.resolve("spiece.model");
        return Files.exists(model)
                ? SentencePieceTokenizer.load(model, 0)
                : JsonTokenizer.load(folder.resolve("tokenizer.json")).framed();
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
