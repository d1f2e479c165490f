package dev.cloze.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSetTest {

    private static final Set<String> JSON = Set.of(".jsonl");

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void write() throws IOException {
        folder = Files.createDirectories(root.resolve("with [odd] {name}"));
        for (String name :
                List.of("b-2.jsonl", "b-10.jsonl.zst", "a.jsonl.gz", "sub/c.jsonl", "note.txt", ".hidden.jsonl")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "x");
        }
    }

    @Test
    void a_pattern_stands_for_its_files_in_order() {
        assertThat(names("*.jsonl*")).containsExactly("a.jsonl.gz", "b-10.jsonl.zst", "b-2.jsonl");
        assertThat(names("b-?.jsonl")).containsExactly("b-2.jsonl");
        assertThat(names("{a,b-2}.jsonl*")).containsExactly("a.jsonl.gz", "b-2.jsonl");
        assertThat(names("**.jsonl")).containsExactly("b-2.jsonl", "sub/c.jsonl");
        assertThat(names("sub/*")).containsExactly("sub/c.jsonl");
    }

    @Test
    void a_folder_stands_for_its_files_of_the_type() {
        assertThat(names(".")).containsExactly("a.jsonl.gz", "b-10.jsonl.zst", "b-2.jsonl", "sub/c.jsonl");
    }

    @Test
    void the_order_given_is_kept_and_no_file_is_read_twice() {
        assertThat(names("note.txt", "b-2.jsonl", "*.jsonl")).containsExactly("note.txt", "b-2.jsonl");
    }

    @Test
    void an_absolute_pattern_stands_for_itself() throws IOException {
        Path plain = Files.createDirectories(root.resolve("plain"));
        Files.writeString(plain.resolve("x.jsonl"), "x");
        assertThat(new FileSet(Path.of("elsewhere"), List.of(plain + "/*.jsonl")).resolve(JSON))
                .containsExactly(plain.resolve("x.jsonl"));
    }

    @Test
    void what_stands_for_nothing_is_refused() throws IOException {
        assertRefused("*.parquet", "with [odd] {name}/*.parquet: no file matches this pattern");
        assertRefused("nowhere/*.jsonl", "nowhere/*.jsonl: no file matches this pattern");
        assertRefused("gone.jsonl", "gone.jsonl: no such file");
        Files.createDirectories(folder.resolve("empty"));
        assertRefused("empty", "empty: the folder must hold a file of type [.jsonl]");
        Files.writeString(folder.resolve("nothing.jsonl"), "");
        assertRefused("nothing.jsonl", "nothing.jsonl: the file is empty");
        assertRefused("a\0b", "files: not a file name");
    }

    private void assertRefused(String pattern, String message) {
        assertThatThrownBy(() -> names(pattern)).isInstanceOf(Refusal.class).hasMessageContaining(message);
    }

    private List<String> names(String... patterns) {
        return new FileSet(folder, List.of(patterns))
                .resolve(JSON).stream()
                        .map(file -> folder.relativize(file.normalize()).toString())
                        .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a", "*.{a,{b}", "a[", "a[z-a]", "[!", "\\*", "x\0*"})
    void a_pattern_that_is_none_is_refused_in_one_line(String pattern) {
        FileSet files = new FileSet(folder, List.of(pattern));
        assertThatThrownBy(() -> files.resolve(Set.of(".txt")))
                .isInstanceOf(Refusal.class)
                .message()
                .doesNotContain("\n");
    }
}
