package dev.cloze.task;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Pipeline;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.prepared.Origin;
import dev.cloze.data.prepared.PreparedDocuments;
import dev.cloze.data.prepared.PreparedManifest;
import dev.cloze.data.prepared.Preparer;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.data.step.Stepped;
import dev.cloze.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes the documents of tasks into tokens, once, where {@link TaskSet#prepared} will find them. Only documents are made
 * ready: steps over tokens and objectives are applied while one learns, so that they can still be changed.
 */
public final class TaskPreparer {

    /** A tokenizer that draws does so once for each text. */
    private static final Seed DRAWS = new Seed(0);

    private final Tokenizer tokenizer;
    private final int threads;
    private final PreparationListener listener;

    /** Prepares with so many threads; the files do not depend on their number. */
    public TaskPreparer(Tokenizer tokenizer, int threads, PreparationListener listener) {
        Refusal.require(threads >= 1, "threads must be at least 1, got %d", threads);
        this.tokenizer = tokenizer;
        this.threads = threads;
        this.listener = listener;
    }

    /**
     * Prepares all tasks in folders of their names, one after the other, or checks those that are there already. Only one
     * may write into {@code folder} at a time: the caller sees to that.
     *
     * @param usual what those learn that say nothing else
     * @throws Refusal where a source cannot be read, or a name is none of a folder
     */
    public void prepare(List<Task> tasks, Learning.Denoising usual, Path folder) {
        ReadingRules rules = ReadingRules.telling(listener);
        TaskSet set = TaskSet.of(tasks, usual, rules);
        Reading reading = new Reading(tokenizer, set.recipes());
        for (Task task : tasks) {
            Corpus<?> corpus = task.source().read(rules);
            if (corpus instanceof TextCorpus source) {
                prepare(
                        PreparedTask.of(task, source, folder, tokenizer.hash()),
                        reading,
                        set.names().indexOf(task.name()));
            } else {
                listener.passesOver(task.name());
            }
        }
    }

    private void prepare(PreparedTask task, Reading reading, int index) {
        String name = task.task().name();
        listener.begins(name, task.source().examples());
        Pipeline<Document> stepped = new Stepped(task.source(), task.task().documentSteps(), listener);
        Preparer preparer = new Preparer(
                task.folder(),
                document -> reading.tokens(document.ofTask(index), DRAWS.split(document.text())),
                Preparer.Settings.usual(tokenizer.vocabulary().size(), threads));
        Origin origin = task.origin();
        boolean before = isThere(task, origin);
        PreparedManifest made = preparer.run(stepped, origin, listener::progresses);
        if (before) {
            new PreparedDocuments(name, task.folder(), made).verify();
        }
        listener.ends(task, made, before);
    }

    /** Whether all of it was prepared before; tells where what was prepared is thrown away. */
    private boolean isThere(PreparedTask task, Origin origin) {
        Optional<PreparedManifest> found = PreparedManifest.read(task.folder());
        Optional<String> changed = found.flatMap(manifest -> manifest.origin().difference(origin));
        changed.ifPresent(what -> listener.startsOver(
                task.task().name(), found.map(PreparedManifest::documents).orElse(0L), what));
        return changed.isEmpty() && found.filter(PreparedManifest::complete).isPresent();
    }
}
