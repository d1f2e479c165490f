package dev.cloze.app.report;

import dev.cloze.data.prepared.PreparedManifest;
import dev.cloze.task.PreparationListener;
import dev.cloze.task.PreparedTask;
import java.util.Locale;

/** Shows how far the preparation of tasks is. */
public final class PreparationDisplay implements PreparationListener {

    private final Display display;
    private String task = "";
    private long documents;
    private long begin;

    /** Shows on {@code display}. */
    public PreparationDisplay(Display display) {
        this.display = display;
    }

    @Override
    public void say(String place, String message) {
        display.note(place, message);
    }

    @Override
    public void passesOver(String name) {
        display.say(name + ": is made of tokens already");
    }

    @Override
    public void begins(String name, long size) {
        task = name;
        documents = size;
        begin = System.nanoTime();
    }

    @Override
    public void startsOver(String name, long thrownAway, String changed) {
        display.note(
                name,
                String.format(
                        Locale.ROOT,
                        "starts over, without the %,d documents that were prepared: changed is %s",
                        thrownAway,
                        changed));
    }

    @Override
    public void progresses(long done) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        double left = seconds * Math.max(0, documents - done) / Math.max(1, done);
        String words = String.format(Locale.ROOT, "%s, %,.0f documents/s", task, done / seconds);
        display.show(new Display.State(done, Math.max(documents, done), left, words));
    }

    @Override
    public void ends(PreparedTask prepared, PreparedManifest made, boolean before) {
        display.say(String.format(
                Locale.ROOT,
                "%s: %,d documents, %,d tokens in %d shard(s) under %s%s",
                task,
                made.documents(),
                made.tokens(),
                made.shards().size(),
                prepared.folder(),
                before ? "; the checksums are right" : ""));
    }
}
