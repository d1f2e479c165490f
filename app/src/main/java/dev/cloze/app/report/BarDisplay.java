package dev.cloze.app.report;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar that moves on the last line of a terminal. */
final class BarDisplay implements Display {

    private static final String CLEAR = "\r\033[K";
    private static final int REDRAW_MILLIS = 250;

    private final PrintWriter out;
    private final int width;
    private String words = "";
    private @Nullable ProgressBar bar;

    BarDisplay(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    @Override
    public void show(State state) {
        words = state.words();
        if (bar == null) {
            bar = build(state);
        }
        bar.stepTo(state.step());
        bar.setExtraMessage(words);
    }

    private ProgressBar build(State state) {
        return new ProgressBarBuilder()
                .setTaskName("")
                .setInitialMax(state.steps())
                .startsFrom(state.step(), Duration.ZERO)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, width - 1))
                .build();
    }

    private synchronized void draw(String line) {
        out.print(CLEAR + line.stripLeading());
        out.flush();
    }

    @Override
    public synchronized void busy(String what) {
        out.print(CLEAR + what + " …");
        out.flush();
    }

    @Override
    public synchronized void say(String line) {
        out.print(CLEAR);
        out.println(line);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            out.println();
        }
        out.flush();
    }
}
