package dev.cloze.task;

import dev.cloze.data.file.Notices;
import dev.cloze.data.prepared.PreparedManifest;

/** Hears how the preparation of tasks goes on, from the thread that prepares. */
public interface PreparationListener extends Notices {

    /** Nothing is to be done for a task whose source holds tokens. */
    void passesOver(String task);

    /** A task begins; its source has so many documents. */
    void begins(String task, long documents);

    /** What was prepared of a task is thrown away, since something that decides its tokens changed. */
    void startsOver(String task, long documents, String changed);

    /** So many documents of the task that began last are done. */
    void progresses(long documents);

    /**
     * A task is prepared.
     *
     * @param made what lies in its folder
     * @param before whether all of it was there before, and its checksums are right
     */
    void ends(PreparedTask task, PreparedManifest made, boolean before);
}
