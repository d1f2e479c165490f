package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {

    @TempDir
    Path folder;

    private Path run = Path.of("");

    @BeforeEach
    void write() throws IOException {
        List<String> lines = IntStream.range(0, 200)
                .mapToObj(i -> "{\"text\": \"text number %d of a small corpus\", \"targets\": \"%d\"}".formatted(i, i))
                .toList();
        Files.write(folder.resolve("a.jsonl"), lines);
        run = Files.writeString(folder.resolve("run.conf"), """
                tokenizer { type = bytes }
                batch { inputs = 64, targets = 64 }
                data.prepared = prepared
                data.tasks = [
                  { source { type = json-lines, name = texts, files = a.jsonl }
                    steps = [{ type = filter, matches = "number 1" }] }
                  { source { type = json-lines, name = pairs, files = a.jsonl, fields = [targets] }
                    learn { type = pair } }
                ]
                """);
    }

    @Test
    void tasks_are_prepared_once_and_drawn_from_there() throws IOException {
        TypedCommand early = TypedCommand.of("inspect", run.toString());
        assertThat(early.code()).isEqualTo(Commands.REFUSED);
        assertThat(early.lastLine()).endsWith("texts: holds no prepared documents; run 'cloze prepare' again");

        TypedCommand first = TypedCommand.of("prepare", run.toString()).done();
        assertThat(first.err()).contains("texts: 111 documents").contains("pairs: 200 documents");
        TypedCommand second = TypedCommand.of("prepare", run.toString()).done();
        assertThat(second.err()).contains("texts: 111 documents").contains("the checksums are right");

        // The sources are not needed any more, but where they are there they must be the same.
        Path source = folder.resolve("a.jsonl");
        String drawn = TypedCommand.of("inspect", run.toString()).done().out();
        assertThat(drawn).contains("pairs").contains("number 1");
        Files.writeString(source, Files.readString(source).replace("number 7 ", "number 8 "));
        TypedCommand changed = TypedCommand.of("inspect", run.toString());
        assertThat(changed.code()).isEqualTo(Commands.REFUSED);
        assertThat(changed.lastLine())
                .isEqualTo("cloze: " + source + ": has changed since it was prepared; run 'cloze prepare' again");
        TypedCommand.of("prepare", run.toString()).done();
        TypedCommand.of("inspect", run.toString()).done();
        Files.delete(source);
        TypedCommand.of("inspect", run.toString()).done();
    }

    @Test
    void a_folder_must_be_named() {
        TypedCommand command = TypedCommand.of("prepare", run.toString(), "--set", "data.prepared=[]");
        assertThat(command.code()).isEqualTo(Commands.REFUSED);
        assertThat(command.lastLine())
                .isEqualTo("cloze: data.prepared: must name the folder to prepare, as in data.prepared = prepared");
    }
}
