package dev.cloze.run;

import dev.cloze.Refusal;
import dev.cloze.adapter.InitialAdapter;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.checkpoint.Checkpoint;
import dev.cloze.checkpoint.Checkpoints;
import dev.cloze.checkpoint.Manifest;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.data.file.FilesFingerprint;
import dev.cloze.text.Tokenizer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an earlier start of the same run left behind. */
final class PreviousRun {

    private static final String SOURCE = "source ";
    private static final String BASE = "model.path";

    private PreviousRun() {}

    /** The checkpoint to go on from, if there is one and the run file wants it. */
    static Optional<Checkpoint> find(Training run, Checkpoints checkpoints, Tokenizer tokenizer) {
        if (run.checkpoint().resume() == Resume.NEVER) {
            checkpoints.newest().ifPresent(found -> {
                throw Refusal.at(
                        found.folder().toString(),
                        "is there already; checkpoint.resume = never begins only where no checkpoint is");
            });
            return Optional.empty();
        }
        Optional<Checkpoint> found = checkpoints.resume();
        found.ifPresent(checkpoint -> check(checkpoint, tokenizer));
        return found;
    }

    /** What a run needs and does not keep: the files of each source, and the network that an adapter is in. */
    static Map<String, String> fingerprints(Training run, DataLoader text) {
        Map<String, String> all = new TreeMap<>();
        text.sources().forEach(source -> all.put(SOURCE + source.name(), FilesFingerprint.of(source.paths())));
        if (!(run.adapter() instanceof InitialAdapter.None)) {
            run.model().from().ifPresent(base -> all.put(BASE, FilesFingerprint.of(ModelFolder.paths(base))));
        }
        return all;
    }

    /**
     * Stops if the text or the network below an adapter is another one than the checkpoint was trained on. Checkpoints of
     * earlier versions know of neither.
     */
    static void requireSameFiles(Checkpoint checkpoint, Map<String, String> now) {
        Map<String, String> before = new TreeMap<>(checkpoint.manifest().fingerprints());
        before.remove(Manifest.TOKENIZER);
        if (!before.isEmpty() && !before.equals(now)) {
            Set<String> differing = new TreeSet<>(before.keySet());
            differing.addAll(now.keySet());
            differing.removeIf(name -> Objects.equals(before.get(name), now.get(name)));
            throw Refusal.at(
                    checkpoint.folder().toString(),
                    "was trained on other files than those of %s are now; give another --out",
                    String.join(", ", differing));
        }
    }

    private static void check(Checkpoint checkpoint, Tokenizer tokenizer) {
        String saved = checkpoint.manifest().tokenizer();
        if (!saved.equals(tokenizer.hash())) {
            throw Refusal.at(
                    checkpoint.folder().toString(),
                    "was trained with another tokenizer: its hash is %.12s…, that of the run file's %.12s…",
                    saved,
                    tokenizer.hash());
        }
    }
}
