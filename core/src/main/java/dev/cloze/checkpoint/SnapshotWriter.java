package dev.cloze.checkpoint;

import dev.cloze.checkpoint.disk.FileMark;
import dev.cloze.checkpoint.folder.FolderWriter;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;

/** Puts a snapshot into a folder, the manifest last. */
final class SnapshotWriter {

    private SnapshotWriter() {}

    static void write(FolderWriter folder, TrainingSnapshot snapshot) throws IOException {
        snapshot.model().write(folder);
        folder.tensors(Checkpoint.OPTIMISER, OutgoingTensor.all(snapshot.optimiserState()));
        folder.text(Manifest.FILE, ManifestJson.write(manifest(snapshot, folder.marks())));
    }

    private static Manifest manifest(TrainingSnapshot snapshot, SortedMap<String, FileMark> files) throws IOException {
        return new Manifest(
                snapshot.step(),
                snapshot.position(),
                new TreeMap<>(snapshot.seeds()),
                new TreeMap<>(snapshot.counters()),
                snapshot.run(),
                fingerprints(snapshot),
                versions(),
                files);
    }

    private static SortedMap<String, String> fingerprints(TrainingSnapshot snapshot) {
        SortedMap<String, String> all = new TreeMap<>(snapshot.fingerprints());
        all.put(
                Manifest.TOKENIZER,
                snapshot.model().tokenizer().map(Tokenizer::hash).orElse(""));
        return all;
    }

    private static SortedMap<String, String> versions() throws IOException {
        SortedMap<String, String> versions = new TreeMap<>();
        String own = SnapshotWriter.class.getPackage().getImplementationVersion();
        versions.put("cloze", own == null ? "development" : own);
        versions.put("java", System.getProperty("java.version", ""));
        versions.put("libtorch", String.valueOf(Loader.getVersion("org.bytedeco", "pytorch")));
        return Collections.unmodifiableSortedMap(versions);
    }

    /** Stops before the first byte if the tensors alone cannot fit. */
    static void checkRoom(Path folder, TrainingSnapshot snapshot) throws IOException {
        long needed = bytes(snapshot.model().weights()) + bytes(snapshot.optimiserState());
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new IOException("needs %,d bytes, the disk has %,d left".formatted(needed, free));
        }
    }

    private static long bytes(Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(Tensor::nbytes).sum();
    }
}
