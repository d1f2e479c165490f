package dev.cloze.checkpoint.folder;

import dev.cloze.checkpoint.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a folder appear whole or not at all: it is filled beside its place and renamed when every file of it is durable. A
 * folder that stood there before is gone only when the new one is there.
 */
public final class WholeFolder {

    public static final String WRITING = ".writing-";
    public static final String REPLACED = ".replaced-";

    private final Disk disk;
    private final Path place;

    public WholeFolder(Disk disk, Path place) {
        this.disk = disk;
        this.place = place;
    }

    /** Fills a folder. */
    public interface Content {
        void write(FolderWriter folder) throws IOException;
    }

    public void write(Content content) throws IOException {
        Path writing = beside(WRITING);
        try {
            disk.createFolder(parent());
            remove(disk, writing);
            FolderWriter folder = new FolderWriter(disk, writing);
            content.write(folder);
            folder.finish();
            appear(writing);
        } catch (IOException e) {
            abandon(writing, e);
            throw e;
        }
    }

    private void appear(Path writing) throws IOException {
        Path replaced = beside(REPLACED);
        remove(disk, replaced);
        if (Files.exists(place)) {
            disk.rename(place, replaced);
        }
        disk.rename(writing, place);
        disk.syncFolder(parent());
        remove(disk, replaced);
    }

    private void abandon(Path writing, IOException because) {
        try {
            remove(disk, writing);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private Path beside(String prefix) {
        return parent().resolve(prefix + place.getFileName());
    }

    private Path parent() {
        Path parent = place.toAbsolutePath().getParent();
        return parent == null ? place.toAbsolutePath() : parent;
    }

    /** Removes a folder and all that is in it, if it is there. */
    public static void remove(Disk disk, Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> all = Files.walk(path)) {
            inside = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : inside) {
            disk.delete(each);
        }
    }
}
