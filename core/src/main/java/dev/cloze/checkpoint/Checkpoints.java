package dev.cloze.checkpoint;

import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.Disk;
import dev.cloze.checkpoint.folder.WholeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of one run. A checkpoint appears whole or not at all: it is written beside its place, every file is made
 * durable, and only then does it get its name. Older ones go when the new one is durable.
 *
 * <pre>
 * out/step-000050/           a Hugging Face folder, optimiser.safetensors, run.json
 * out/step-000100/
 * out/.writing-step-000150/  cut off by a crash; removed when the run goes on
 * </pre>
 */
public final class Checkpoints {

    private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");
    private static final String LEAVING = ".leaving-";
    private static final String DAMAGED = "damaged-";

    private final Disk disk;
    private final Path folder;
    private final int kept;
    private final Consumer<String> warnings;

    Checkpoints(Disk disk, Path folder, int kept, Consumer<String> warnings) {
        Refusal.require(kept > 0, "checkpoints kept must be at least 1, got %d", kept);
        this.disk = disk;
        this.folder = folder;
        this.kept = kept;
        this.warnings = warnings;
    }

    /**
     * The checkpoints in {@code folder}.
     *
     * @param kept how many to keep
     * @param warnings told of what went wrong but lost nothing
     */
    public static Checkpoints in(Path folder, int kept, Consumer<String> warnings) {
        return new Checkpoints(Disk.local(), folder, kept, warnings);
    }

    /** Saves {@code snapshot} and removes the checkpoints that are too many. */
    public Path save(TrainingSnapshot snapshot) {
        Path place = folder.resolve("step-%06d".formatted(snapshot.step()));
        try {
            disk.createFolder(folder);
            SnapshotWriter.checkRoom(folder, snapshot);
            new WholeFolder(disk, place).write(writer -> SnapshotWriter.write(writer, snapshot));
        } catch (IOException e) {
            throw new UncheckedIOException(failure(place, e), e);
        }
        thin(snapshot.step());
        return place;
    }

    private String failure(Path place, IOException e) {
        List<Path> left =
                newestFirst().stream().filter(path -> !path.equals(place)).toList();
        String rest = left.isEmpty() ? "no checkpoint was saved before" : "the last complete one is " + left.get(0);
        return "%s: the checkpoint could not be saved: %s; %s".formatted(place, Reasons.of(e), rest);
    }

    private void abandon(Path writing) {
        try {
            WholeFolder.remove(disk, writing);
        } catch (IOException e) {
            warnings.accept("%s: cannot be removed: %s".formatted(writing, Reasons.of(e)));
        }
    }

    /** Removes what came before {@code step} beyond the number kept. What came after it belongs to another course of the run. */
    private void thin(long step) {
        List<Path> earlier =
                newestFirst().stream().filter(path -> stepOf(path) <= step).toList();
        for (Path path : earlier.subList(Math.min(kept, earlier.size()), earlier.size())) {
            Path leaving = folder.resolve(LEAVING + path.getFileName());
            try {
                disk.rename(path, leaving);
                WholeFolder.remove(disk, leaving);
            } catch (IOException e) {
                warnings.accept("%s: cannot be removed: %s".formatted(path, Reasons.of(e)));
            }
        }
    }

    /**
     * Gets ready to go on: removes what a crash left behind and finds the newest checkpoint whose files are all as they
     * were saved. A damaged one is passed over with a warning and set aside; where all are damaged the run is refused, since
     * beginning anew would look like going on.
     */
    public Optional<Checkpoint> resume() {
        clean();
        List<Path> candidates = newestFirst();
        List<Path> damaged = new ArrayList<>();
        Optional<Checkpoint> found = Optional.empty();
        Optional<Refusal> first = Optional.empty();
        for (Path candidate : candidates) {
            try {
                found = Optional.of(open(candidate).verified());
                break;
            } catch (Refusal e) {
                first = first.or(() -> Optional.of(e));
                damaged.add(candidate);
            }
        }
        if (found.isEmpty() && first.isPresent()) {
            throw first.get();
        }
        damaged.forEach(this::setAside);
        found.filter(checkpoint -> !checkpoint.summed()).ifPresent(this::tellUnsummed);
        return found;
    }

    private static Checkpoint open(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        long step = checkpoint.manifest().step();
        if (step != stepOf(folder)) {
            throw Refusal.at(
                    folder.resolve(Manifest.FILE).toString(),
                    "step must be that of the folder's name, %d, got %d",
                    stepOf(folder),
                    step);
        }
        return checkpoint;
    }

    private void tellUnsummed(Checkpoint checkpoint) {
        warnings.accept("%s: an earlier version saved it without a sum over itself; its files are as they were saved"
                .formatted(checkpoint.folder().resolve(Manifest.FILE)));
    }

    private void setAside(Path path) {
        Path aside = folder.resolve(DAMAGED + path.getFileName());
        warnings.accept("%s: damaged; set aside as %s".formatted(path, aside.getFileName()));
        try {
            WholeFolder.remove(disk, aside);
            disk.rename(path, aside);
        } catch (IOException e) {
            throw new UncheckedIOException("%s: cannot be set aside: %s".formatted(path, Reasons.of(e)), e);
        }
    }

    /**
     * The newest checkpoint by its name, not verified.
     *
     * @throws Refusal if its manifest is not as it was saved
     */
    public Optional<Checkpoint> newest() {
        return newestFirst().stream().findFirst().map(Checkpoints::open);
    }

    private void clean() {
        for (Path path : list()) {
            String name = path.getFileName().toString();
            if (name.startsWith(WholeFolder.REPLACED)) {
                restore(path, folder.resolve(name.substring(WholeFolder.REPLACED.length())));
            }
            if (name.startsWith(WholeFolder.WRITING) || name.startsWith(LEAVING)) {
                abandon(path);
            }
        }
    }

    /** A save of the same step was cut off between the old folder's going and the new one's coming. */
    private void restore(Path replaced, Path place) {
        try {
            if (Files.exists(place)) {
                WholeFolder.remove(disk, replaced);
            } else {
                disk.rename(replaced, place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s: cannot be put back: %s".formatted(replaced, Reasons.of(e)), e);
        }
    }

    private List<Path> newestFirst() {
        return list().stream()
                .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
                .sorted(Comparator.comparingLong(Checkpoints::stepOf).reversed())
                .toList();
    }

    private static long stepOf(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    private List<Path> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw Refusal.because(e, folder.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }
}
