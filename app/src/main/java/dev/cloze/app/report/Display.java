package dev.cloze.app.report;

import java.io.PrintWriter;

/** Shows how a run goes on, to someone who watches or in a log. */
public interface Display extends AutoCloseable {

    /**
     * How far a run is.
     *
     * @param step updates done
     * @param steps updates in all
     * @param secondsLeft what is left at the present speed
     * @param words losses and speeds
     */
    record State(long step, long steps, double secondsLeft, String words) {}

    /** After an update. */
    void show(State state);

    /** What is being done while nothing moves; it need not stay. */
    default void busy(String what) {
        say(what + " …");
    }

    /** A line that stays. */
    void say(String line);

    /** Something odd about a place that did no harm. */
    default void note(String place, String what) {
        say("note: " + place + ": " + what);
    }

    /** The end; the display cannot be used afterwards. */
    @Override
    void close();

    /** A moving bar if someone watches, plain lines otherwise. */
    static Display on(PrintWriter out, boolean watched, int width) {
        return watched ? new BarDisplay(out, width) : new LineDisplay(out);
    }
}
