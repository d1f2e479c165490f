package dev.cloze.text;

import dev.cloze.text.sentencepiece.Workspace;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Workspaces between calls: as many as calls ever ran at once, without those that a huge text has swollen. */
final class WorkspacePool {

    private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();

    Workspace take() {
        Workspace work = idle.poll();
        return work == null ? new Workspace() : work;
    }

    void give(Workspace work) {
        if (work.isWorthKeeping()) {
            idle.add(work);
        }
    }
}
