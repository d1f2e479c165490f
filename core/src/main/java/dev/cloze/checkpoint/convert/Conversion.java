package dev.cloze.checkpoint.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.CountingDisk;
import dev.cloze.checkpoint.disk.Disk;
import dev.cloze.checkpoint.folder.FillPrefix;
import dev.cloze.checkpoint.folder.KeptFiles;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.folder.Shards;
import dev.cloze.checkpoint.folder.WeightCopies;
import dev.cloze.checkpoint.folder.WeightFiles;
import dev.cloze.checkpoint.folder.WholeFolder;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.model.Networks;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;

/**
 * Turns a model folder into another one, tensor by tensor: no more than one is in memory. The new folder appears whole or
 * not at all, and nothing is overwritten.
 *
 * @param from the model's folder
 * @param to the new one
 * @param changes what is done, in order
 * @param shardBytes the largest file of weights
 */
public record Conversion(Path from, Path to, List<ModelChange> changes, long shardBytes) {

    /** The largest file of weights if nothing else is said, as in transformers 4. */
    public static final long SHARD_BYTES = Shards.LARGEST;

    private static final List<String> HEAD = List.of("tie_word_embeddings", "scale_decoder_outputs");

    /** Takes an unmodifiable copy of the changes. */
    public Conversion {
        changes = List.copyOf(changes);
        Refusal.require(shardBytes >= 1, "a file of weights must hold at least 1 byte, got %d", shardBytes);
    }

    /**
     * What was done.
     *
     * @param tensors how many
     * @param bytes their size
     * @param notes what should be known of the result, one line each
     */
    public record Summary(int tensors, long bytes, List<String> notes) {

        /** Takes an unmodifiable copy of the notes. */
        public Summary {
            notes = List.copyOf(notes);
        }
    }

    /** Reads, changes and writes; {@code progress} is told the bytes written so far and those in all. */
    public Summary run(Progress progress) {
        return run(Disk.local(), progress);
    }

    /** Told how far a conversion is. */
    public interface Progress {
        /** {@code written} of {@code all} bytes of weights are written. */
        void at(long written, long all);
    }

    Summary run(Disk disk, Progress progress) {
        checkFree();
        try (PointerScope scope = new PointerScope();
                ModelDraft draft = draft()) {
            changes.forEach(change -> change.apply(draft));
            check(draft);
            sayWhoseHead(draft);
            WeightCopies.add(draft.parsed(), draft.changeable());
            long bytes = draft.weights().values().stream()
                    .mapToLong(OutgoingTensor::bytes)
                    .sum();
            LongConsumer counted = written -> progress.at(Math.min(written, bytes), bytes);
            write(new CountingDisk(disk, counted), draft, bytes);
            return new Summary(draft.weights().size(), bytes, draft.notes());
        }
    }

    private ModelDraft draft() {
        boolean fromNothing = !changes.isEmpty() && changes.get(0) instanceof CptFromBert && !WeightFiles.present(from);
        return fromNothing ? ModelDraft.ofConfig(from) : ModelDraft.of(from);
    }

    private void checkFree() {
        if (!Files.isDirectory(from)) {
            throw Refusal.at(from.toString(), "there is no such folder");
        }
        if (!Files.exists(to)) {
            return;
        }
        try (Stream<Path> inside = Files.isDirectory(to) ? Files.list(to) : Stream.of(to)) {
            if (inside.findAny().isPresent()) {
                throw Refusal.at(to.toString(), "exists already, and nothing is overwritten");
            }
        } catch (IOException e) {
            throw Refusal.because(e, to.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }

    /** Stops unless the new folder will open: every weight there is has the shape that the new config says. */
    private void check(ModelDraft draft) {
        ModelConfig config = draft.parsed().fitted(draft);
        try (WeightStore store = WeightStore.described(draft)) {
            Networks.build(config, Weights.of(store));
            store.verify(from.toString());
        }
        ModelFolder.tokenizer(from, config);
    }

    // A config that calls a head tied which is not would make version 4 of transformers throw the head away.
    private static void sayWhoseHead(ModelDraft draft) {
        ModelConfig fitted = draft.parsed().fitted(draft);
        if (draft.parsed().tied() != fitted.tiedInFiles()) {
            draft.config().remove(HEAD);
            draft.config().setAll(fitted.toTransformersJson().retain(HEAD));
        }
    }

    private void write(Disk disk, ModelDraft draft, long bytes) {
        KeptFiles kept = KeptFiles.of(from, true);
        try {
            checkRoom(bytes);
            new WholeFolder(disk, to).write(folder -> {
                folder.text("config.json", pretty(draft.config()));
                if (!kept.has(KeptFiles.GENERATION)) {
                    folder.text(KeptFiles.GENERATION, pretty(ModelFolder.generation(draft.parsed())));
                }
                kept.write(folder);
                FillPrefix.read(from).write(folder);
                Shards.write(folder, draft.weights(), shardBytes);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("%s: the model could not be saved: %s".formatted(to, Reasons.of(e)), e);
        }
    }

    private void checkRoom(long bytes) throws IOException {
        Path parent = to.toAbsolutePath().getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent == null) {
            return;
        }
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < bytes) {
            throw new IOException("needs %,d bytes, the disk has %,d left".formatted(bytes, free));
        }
    }

    private static String pretty(ObjectNode json) {
        return json.toPrettyString() + "\n";
    }
}
