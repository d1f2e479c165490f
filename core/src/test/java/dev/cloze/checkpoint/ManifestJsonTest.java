package dev.cloze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.FileMark;
import dev.cloze.data.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {

    private static final Manifest MANIFEST = new Manifest(
            12,
            Position.START.with("epoch", 1).with("a.jsonl", Position.START.with("byte", 345)),
            new TreeMap<>(Map.of("run", 7L)),
            new TreeMap<>(Map.of("source-tokens", 99L)),
            "run { text = \"ä \\\" \" }\n",
            new TreeMap<>(Map.of("tokenizer", "0a1b", "data", "2c")),
            new TreeMap<>(Map.of("java", "17")),
            new TreeMap<>(Map.of(Checkpoint.OPTIMISER, FileMark.of(new byte[] {1, 2}))));

    private static final String UNSUMMED =
            """
            {"format" : 1, "step" : 12, "tokenizer" : "0a1b", "versions" : {"java" : "17"}, "seeds" : {"run" : 7},
             "counters" : {"source-tokens" : 99}, "position" : {"counters" : {"epoch" : 1}},
             "files" : {"optimiser.safetensors" : {"bytes" : 2, "sha256" : "HASH"}}, "run" : "run {}"}
            """.replace("HASH", FileMark.of(new byte[] {1, 2}).sha256());

    @TempDir
    Path folder;

    @Test
    void what_is_written_is_read() throws IOException {
        write(ManifestJson.write(MANIFEST).getBytes(StandardCharsets.UTF_8));
        assertThat(ManifestJson.read(folder)).isEqualTo(new ManifestJson.Read(MANIFEST, true));
    }

    @Test
    void every_change_of_one_byte_is_noticed() throws IOException {
        byte[] bytes = ManifestJson.write(MANIFEST).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            byte kept = bytes[at];
            for (int bit = 0; bit < 8; bit++) {
                bytes[at] = (byte) (kept ^ 1 << bit);
                assertNoticed(bytes, at);
            }
            for (char other : "0129af \n\"}".toCharArray()) {
                bytes[at] = (byte) other;
                if (other != kept) {
                    assertNoticed(bytes, at);
                }
            }
            bytes[at] = kept;
        }
    }

    @Test
    void a_lost_or_added_byte_is_noticed() throws IOException {
        byte[] bytes = ManifestJson.write(MANIFEST).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
            System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
            assertNoticed(shorter, at);
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
            System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
            assertNoticed(longer, at);
        }
    }

    @Test
    void an_older_manifest_is_read_and_said_to_have_no_sum() throws IOException {
        write(UNSUMMED.getBytes(StandardCharsets.UTF_8));
        ManifestJson.Read read = ManifestJson.read(folder);
        assertThat(read.summed()).isFalse();
        assertThat(read.manifest().tokenizer()).isEqualTo("0a1b");
        assertThat(read.manifest().step()).isEqualTo(12);
        assertThat(read.manifest().files()).isEqualTo(MANIFEST.files());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"step\" : 12| \"steps\" : 12| lacks [step], adds [steps]",
                "\"step\" : 12| \"step\" : -12| step must be a whole number of 0 or more",
                "\"step\" : 12| \"step\" : 12.5| step must be a whole number of 0 or more",
                "\"step\" : 12| \"step\" : \"12\"| step must be a whole number of 0 or more",
                "\"format\" : 1| \"format\" : 3| must have the keys it was saved with",
                "\"format\" : 1| \"format\" : true| format must be 1 or 2",
                "\"run\" : 7| \"run\" : 7.0| run must be a whole number",
                "\"epoch\" : 1| \"epoch\" : null| counter 'epoch' of a position must be an integer",
                "\"bytes\" : 2| \"size\" : 2| bytes must be a whole number",
                "\"0a1b\"| 12| tokenizer must be a text",
                "\"run {}\"| {}| run must be a text",
                "optimiser.safetensors| ../optimiser| files must have plain names",
            })
    void an_older_manifest_must_have_all_its_keys(String part, String instead, String rule) throws IOException {
        write(UNSUMMED.replace(part, instead).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ManifestJson.read(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(folder.resolve(Manifest.FILE).toString())
                .hasMessageContaining(rule)
                .hasMessageNotContaining("\n");
    }

    private void assertNoticed(byte[] bytes, int at) throws IOException {
        write(bytes);
        assertThatThrownBy(() -> ManifestJson.read(folder))
                .as("a change at byte %d", at)
                .isInstanceOf(Refusal.class);
    }

    private void write(byte[] bytes) throws IOException {
        Files.write(folder.resolve(Manifest.FILE), bytes);
    }
}
