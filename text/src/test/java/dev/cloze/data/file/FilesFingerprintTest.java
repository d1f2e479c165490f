package dev.cloze.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesFingerprintTest {

    @TempDir
    Path folder;

    @Test
    void every_byte_of_small_files_counts() throws IOException {
        byte[] bytes = new byte[300];
        new Random(1).nextBytes(bytes);
        Path file = folder.resolve("a.jsonl");
        Set<String> seen = new HashSet<>();
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] ^= 1;
            Files.write(file, bytes);
            seen.add(FilesFingerprint.of(List.of(file)));
        }
        assertThat(seen).hasSize(bytes.length);
    }

    @Test
    void names_sizes_order_and_number_count_but_not_the_place() throws IOException {
        Path one = Files.writeString(folder.resolve("a"), "xy");
        Path two = Files.writeString(folder.resolve("b"), "xy");
        Path moved =
                Files.writeString(Files.createDirectory(folder.resolve("c")).resolve("a"), "xy");
        assertThat(FilesFingerprint.of(List.of(one))).isEqualTo(FilesFingerprint.of(List.of(moved)));
        assertThat(Set.of(
                        FilesFingerprint.of(List.of()),
                        FilesFingerprint.of(List.of(one)),
                        FilesFingerprint.of(List.of(two)),
                        FilesFingerprint.of(List.of(one, two)),
                        FilesFingerprint.of(List.of(two, one))))
                .hasSize(5);
        String before = FilesFingerprint.of(List.of(one));
        Files.writeString(one, "xyz");
        assertThat(FilesFingerprint.of(List.of(one))).isNotEqualTo(before);
    }

    @Test
    void of_many_files_the_beginning_the_middle_and_the_end_count() throws IOException {
        Path file = folder.resolve("long");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(10_000_001);
            List<Path> many = Collections.nCopies(2000, file);
            Set<String> seen = new HashSet<>(Set.of(FilesFingerprint.of(many)));
            for (long at : new long[] {0, 65_535, 5_000_000, 10_000_000}) {
                content.seek(at);
                content.write(1);
                seen.add(FilesFingerprint.of(many));
            }
            assertThat(seen).hasSize(5);
        }
    }

    @Test
    void what_cannot_be_read_is_refused() {
        assertThatThrownBy(() -> FilesFingerprint.of(List.of(folder.resolve("none"))))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("none: cannot be read: there is no such file");
        assertThatThrownBy(() -> FilesFingerprint.of(List.of(folder)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must be a regular file");
    }
}
