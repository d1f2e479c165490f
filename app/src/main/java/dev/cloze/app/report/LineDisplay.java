package dev.cloze.app.report;

import java.io.PrintWriter;

/** One line every so often, without control characters: for logs. */
final class LineDisplay implements Display {

    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private long last = System.nanoTime() - PAUSE_NANOS;

    LineDisplay(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(State state) {
        if (System.nanoTime() - last >= PAUSE_NANOS || state.step() == state.steps()) {
            last = System.nanoTime();
            String left = state.step() == state.steps() ? "" : ", " + Durations.words(state.secondsLeft()) + " left";
            out.printf("step %d of %d: %s%s%n", state.step(), state.steps(), state.words(), left);
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void close() {
        out.flush();
    }
}
