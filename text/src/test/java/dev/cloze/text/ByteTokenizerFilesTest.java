package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What versions of transformers write of a ByT5's tokenizer. */
class ByteTokenizerFilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 384",
                "`, \"extra_ids\": 7` | 266",
                "`, \"extra_ids\": 0` | 259",
                "`, \"extra_ids\": 0, \"additional_special_tokens\": [\"<extra_id_0>\", \"<extra_id_1>\"]` | 261",
                "`, \"extra_ids\": 0, \"extra_special_tokens\": [\"<extra_id_0>\", \"<extra_id_1>\"]` | 261",
                "`, \"extra_ids\": 0, \"extra_special_tokens\": {}` | 259",
                "`, \"extra_ids\": 2, \"additional_special_tokens\": [\"<extra_id_0>\", \"<extra_id_1>\"]` | 261"
            })
    void sentinels_are_counted_or_listed_by_name(String said, int ids) throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"ByT5Tokenizer\"" + said + "}");
        Tokenizer tokenizer = Tokenizers.load(folder);
        assertThat(tokenizer.vocabulary().size()).isEqualTo(ids);
        if (ids > 259) {
            assertThat(tokenizer.encode("a<extra_id_0>").stream().toArray()).containsExactly(100, 259);
        }
    }
}
