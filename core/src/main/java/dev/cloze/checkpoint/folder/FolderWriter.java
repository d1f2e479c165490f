package dev.cloze.checkpoint.folder;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.Disk;
import dev.cloze.checkpoint.disk.FileMark;
import dev.cloze.checkpoint.disk.MarkedSink;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.checkpoint.tensors.SafeTensorsWriter;
import dev.cloze.text.Tokenizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Fills one folder with files, makes each durable, and remembers the mark of each. */
public final class FolderWriter {

    private final Disk disk;
    private final Path folder;
    private final SortedMap<String, FileMark> marks = new TreeMap<>();

    FolderWriter(Disk disk, Path folder) throws IOException {
        this.disk = disk;
        this.folder = folder;
        disk.createFolder(folder);
    }

    Path folder() {
        return folder;
    }

    /** Writes a text file. */
    public void text(String name, String content) throws IOException {
        bytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file. */
    void bytes(String name, byte[] content) throws IOException {
        try (MarkedSink sink = new MarkedSink(disk.create(folder.resolve(name)))) {
            sink.write(ByteBuffer.wrap(content));
            sink.sync();
            marks.put(name, sink.mark());
        }
    }

    /** Writes a safetensors file. */
    public void tensors(String name, Map<String, OutgoingTensor> tensors) throws IOException {
        try (MarkedSink sink = new MarkedSink(disk.create(folder.resolve(name)))) {
            SafeTensorsWriter.write(sink, tensors);
            sink.sync();
            marks.put(name, sink.mark());
        }
    }

    /** Writes a tokenizer's files. */
    void tokenizer(Tokenizer tokenizer) throws IOException {
        try {
            tokenizer.save(folder);
        } catch (Refusal e) {
            throw new IOException(e.getMessage(), e); // The disk's fault, not the user's.
        }
        adopt();
    }

    /** Makes durable what others put into the folder, and marks it. */
    void adopt() throws IOException {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (!marks.containsKey(name)) {
                disk.sync(file);
                marks.put(name, FileMark.of(file));
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Makes the folder's list of files durable. */
    void finish() throws IOException {
        disk.syncFolder(folder);
    }

    /** The marks of all files so far. */
    public SortedMap<String, FileMark> marks() {
        return Collections.unmodifiableSortedMap(marks);
    }
}
