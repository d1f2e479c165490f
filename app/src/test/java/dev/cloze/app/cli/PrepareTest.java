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

        Path source = folder.resolve("a.jsonl");
        String drawn = TypedCommand.of("inspect", run.toString()).done().out();
        assertThat(drawn).contains("pairs").contains("number 1").containsPattern("source +examples");
        Files.writeString(source, Files.readString(source).replace("number 7 ", "number 8 "));
        TypedCommand changed = TypedCommand.of("inspect", run.toString());
        assertThat(changed.code()).isEqualTo(Commands.REFUSED);
        assertThat(changed.lastLine())
                .isEqualTo("cloze: " + source + ": has changed since it was prepared; run 'cloze prepare' again");
        TypedCommand anew = TypedCommand.of("prepare", run.toString()).done();
        assertThat(anew.err())
                .contains("note: texts: starts over, without the 111 documents that were prepared: "
                        + "changed is the source's files")
                .doesNotContain("the checksums are right");
        String drawnAnew = TypedCommand.of("inspect", run.toString()).done().out();
        Files.delete(source);
        TypedCommand gone = TypedCommand.of("inspect", run.toString());
        assertThat(gone.code()).isEqualTo(Commands.REFUSED);
        assertThat(gone.lastLine())
                .isEqualTo("cloze: " + source + ": no such file: so what was prepared of it cannot be checked; "
                        + "data.check-sources = false trains without");
        TypedCommand without = TypedCommand.of("inspect", run.toString(), "--set", "data.check-sources=false");
        assertThat(without.done().out()).isEqualTo(drawnAnew);
    }

    @Test
    void a_folder_must_be_named() {
        TypedCommand command = TypedCommand.of("prepare", run.toString(), "--set", "data.prepared=[]");
        assertThat(command.code()).isEqualTo(Commands.REFUSED);
        assertThat(command.lastLine())
                .isEqualTo("cloze: data.prepared: must name the folder to prepare, as in data.prepared = prepared");
    }
}
