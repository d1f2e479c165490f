package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.config.Run;
import dev.cloze.app.report.Display;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Pipeline;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.prepared.Manifest;
import dev.cloze.data.prepared.Origin;
import dev.cloze.data.prepared.PreparedDocuments;
import dev.cloze.data.prepared.Preparer;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.data.step.Stepped;
import dev.cloze.task.Reading;
import dev.cloze.task.Task;
import dev.cloze.text.Tokenizer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Makes the documents of a run's tasks into tokens, once, where its training will find them. */
public final class DataPreparation {

    /** A tokenizer that draws does so once for each text. */
    private static final Seed DRAWS = new Seed(0);

    private final Run run;
    private final Path folder;
    private final Tokenizer tokenizer;
    private final Display display;

    private DataPreparation(Run run, Display display) {
        this.run = run;
        this.display = display;
        folder = run.data().prepared().get(0);
        tokenizer = Preparation.tokenizer(run);
    }

    /** Prepares all tasks, one after the other, or checks those that are there already. */
    public static void prepare(Run run, Display display) {
        if (run.data().prepared().isEmpty()) {
            throw Refusal.at("data.prepared", "must name the folder to prepare, as in data.prepared = prepared");
        }
        new DataPreparation(run, display).all();
    }

    private void all() {
        ReadingRules rules = ReadingRules.telling(display::note);
        TaskSet tasks = TaskSet.of(run.data().all(), run, rules);
        Reading reading = new Reading(tokenizer, tasks.recipes());
        try (RunFolder lock = RunFolder.take(folder)) {
            for (Task task : run.data().all()) {
                Corpus<?> corpus = task.source().read(rules);
                if (corpus instanceof TextCorpus source) {
                    prepare(PreparedTask.of(task, source, lock.path(), tokenizer.hash()), reading);
                } else {
                    display.say(corpus.name() + ": is made of tokens already");
                }
            }
        }
    }

    private void prepare(PreparedTask task, Reading reading) {
        String name = task.source().name();
        long documents = task.source().examples();
        long begin = System.nanoTime();
        Pipeline<Document> stepped = new Stepped(task.source(), task.task().documentSteps(), display::note);
        int threads = run.threads().or(Runtime.getRuntime().availableProcessors());
        Preparer preparer = new Preparer(
                task.folder(),
                document -> reading.tokens(document, DRAWS.split(document.text())),
                Preparer.Settings.usual(tokenizer.vocabulary().size(), threads));
        Origin origin = task.origin();
        boolean there = isThere(task, origin);
        Manifest made = preparer.run(stepped, origin, done -> show(name, done, documents, begin));
        if (there) {
            new PreparedDocuments(name, task.folder(), made).verify();
        }
        display.say(String.format(
                Locale.ROOT,
                "%s: %,d documents, %,d tokens in %d shard(s) under %s%s",
                name,
                made.documents(),
                made.tokens(),
                made.shards().size(),
                task.folder(),
                there ? "; the checksums are right" : ""));
    }

    /** Whether all of it was prepared before; tells where what was prepared is thrown away. */
    private boolean isThere(PreparedTask task, Origin origin) {
        Optional<Manifest> found = Manifest.read(task.folder());
        Optional<String> changed = found.flatMap(manifest -> manifest.origin().difference(origin));
        changed.ifPresent(what -> display.note(
                task.source().name(),
                String.format(
                        Locale.ROOT,
                        "starts over, without the %,d documents that were prepared: changed is %s",
                        found.map(Manifest::documents).orElse(0L),
                        what)));
        return changed.isEmpty() && found.filter(Manifest::complete).isPresent();
    }

    private void show(String name, long done, long documents, long begin) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        double left = seconds * Math.max(0, documents - done) / Math.max(1, done);
        String words = String.format(Locale.ROOT, "%s, %,.0f documents/s", name, done / seconds);
        display.show(new Display.State(done, Math.max(documents, done), left, words));
    }
}
