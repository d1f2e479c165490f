package dev.cloze.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;

/** What a command printed and how it ended, as a user who typed it would see. */
record TypedCommand(int code, String out, String err) {

    /** Runs the words behind {@code ./cloze} in this process, with nothing on standard input and no terminal. */
    static TypedCommand of(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new BufferedReader(new StringReader("")),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                false);
        int code = new Commands(terminal).run(List.of(words));
        return new TypedCommand(code, out.toString(), err.toString());
    }

    /** The last line on standard error, which is where a refusal stands. */
    String lastLine() {
        List<String> lines = err.lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** It did its work. */
    TypedCommand done() {
        assertThat(code).as(err).isEqualTo(Commands.DONE);
        return this;
    }

    /** It ended with that code and one line that holds {@code fragments}; no stack trace. */
    void failed(int expected, String... fragments) {
        assertThat(code).as(err).isEqualTo(expected);
        assertThat(lastLine()).contains(fragments);
        assertThat(err).doesNotContain("\tat ", "Exception");
    }
}
