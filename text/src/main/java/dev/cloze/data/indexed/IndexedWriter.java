package dev.cloze.data.indexed;

import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * Writes {@code prefix.bin} as sequences come and {@code prefix.idx} at {@link #finish}; without an index the files cannot be
 * read, so a writer that was interrupted leaves nothing that looks whole.
 */
public final class IndexedWriter implements AutoCloseable {

    private final Path prefix;
    private final IdType type;
    private final LittleEndianOutput data;
    private int[] lengths = new int[16];
    private byte[] modes = new byte[16];
    private boolean hasModes;
    private int sequences;
    private long[] documents = new long[16];
    private int entries = 1;

    /** Begins both files anew. */
    public IndexedWriter(Path prefix, IdType type) {
        this.prefix = prefix;
        this.type = type;
        try {
            Files.deleteIfExists(IndexedTokens.suffixed(prefix, ".idx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        data = new LittleEndianOutput(IndexedTokens.suffixed(prefix, ".bin"));
    }

    /** Adds a sequence to the document that is being written. */
    public void add(Tokens sequence) {
        for (int i = 0; i < sequence.size(); i++) {
            if (!type.holds(sequence.at(i))) {
                throw Refusal.at(prefix.toString(), "%s cannot hold the id %d", type, sequence.at(i));
            }
            type.write(sequence.at(i), data.room());
        }
        if (sequences == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * sequences);
            modes = Arrays.copyOf(modes, 2 * sequences);
        }
        lengths[sequences++] = sequence.size();
    }

    /** Adds a sequence with its mode; once one has a mode, all have, 0 where none was given. */
    public void add(Tokens sequence, int mode) {
        add(sequence);
        hasModes = true;
        modes[sequences - 1] = (byte) mode;
    }

    /** Ends the document; it may be empty. */
    public void endDocument() {
        if (entries == documents.length) {
            documents = Arrays.copyOf(documents, 2 * entries);
        }
        documents[entries++] = sequences;
    }

    /** Adds all documents of another file. */
    public void append(IndexedTokens other) {
        for (long document = 0; document < other.documents(); document++) {
            long end = other.documentStart(document + 1);
            for (long sequence = other.documentStart(document); sequence < end; sequence++) {
                if (other.hasModes()) {
                    add(other.tokens(sequence), other.mode(sequence));
                } else {
                    add(other.tokens(sequence));
                }
            }
            endDocument();
        }
    }

    /** Writes the index; nothing can be added afterwards. */
    public void finish() {
        Path index = IndexedTokens.suffixed(prefix, ".idx");
        Path unfinished = IndexedTokens.suffixed(prefix, ".idx.part");
        data.close();
        try (LittleEndianOutput output = new LittleEndianOutput(unfinished)) {
            writeIndex(output);
        }
        try {
            Files.move(unfinished, index, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeIndex(LittleEndianOutput output) {
        for (byte b : IndexedTokens.MAGIC) {
            output.room().put(b);
        }
        output.room().putLong(IndexedTokens.VERSION);
        output.room().put((byte) type.code());
        output.room().putLong(sequences);
        output.room().putLong(entries);
        for (int i = 0; i < sequences; i++) {
            output.room().putInt(lengths[i]);
        }
        long pointer = 0;
        for (int i = 0; i < sequences; i++) {
            output.room().putLong(pointer);
            pointer += (long) lengths[i] * type.bytes();
        }
        for (int i = 0; i < entries; i++) {
            output.room().putLong(documents[i]);
        }
        for (int i = 0; hasModes && i < sequences; i++) {
            output.room().put(modes[i]);
        }
    }

    /** Closes the data; without {@link #finish} there is no index. */
    @Override
    public void close() {
        data.close();
    }
}
