package dev.cloze.checkpoint.tensors;

import dev.cloze.InputFile;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.disk.Bounded;
import dev.cloze.checkpoint.disk.Disk;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A safetensors file, mapped into memory: opening it reads the header only, reading a tensor copies nothing. Files may be
 * larger than 2 GB and may come from anywhere; whatever does not hold together is refused before anything is allocated.
 */
public final class SafeTensors implements TensorFile {

    private final Path file;
    private final TensorHeader header;
    private final long dataStart;
    private final MappedFile bytes;

    private SafeTensors(Path file, TensorHeader header, long dataStart, MappedFile bytes) {
        this.file = file;
        this.header = header;
        this.dataStart = dataStart;
        this.bytes = bytes;
    }

    /** Opens {@code file}. The caller closes it; tensors that were read stay valid after that. */
    public static SafeTensors open(Path file) {
        try {
            long size = InputFile.size(file);
            long headerBytes = headerLength(file, size);
            TensorHeader header = readHeader(file, headerBytes, size - TensorHeader.PREFIX - headerBytes);
            return new SafeTensors(file, header, TensorHeader.PREFIX + headerBytes, MappedFile.open(file));
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }

    /** Writes {@code tensors} to {@code file}, byte for byte as the reference implementation does. */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        SafeTensorsWriter.write(Disk.local(), file, OutgoingTensor.all(tensors), SafeTensorsWriter.METADATA);
    }

    private static long headerLength(Path file, long size) throws IOException {
        if (size < TensorHeader.PREFIX + 2) {
            throw Refusal.at(file.toString(), "must be a safetensors file, got %d bytes", size);
        }
        long length = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] prefix = in.readNBytes(TensorHeader.PREFIX);
            for (int i = prefix.length - 1; i >= 0; i--) {
                length = length << 8 | (prefix[i] & 0xFF);
            }
        }
        long longest = Math.min(TensorHeader.LONGEST, size - TensorHeader.PREFIX);
        if (length < 2 || length > longest) {
            throw Refusal.at(
                    file.toString(),
                    "the header's length must be 2 to %d bytes, got %s",
                    longest,
                    Long.toUnsignedString(length));
        }
        return length;
    }

    private static TensorHeader readHeader(Path file, long headerBytes, long dataBytes) throws IOException {
        try (InputStream whole = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            whole.skipNBytes(TensorHeader.PREFIX);
            return TensorHeaderReader.read(new Bounded(whole, headerBytes), dataBytes, file.toString());
        }
    }

    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    @Override
    public boolean contains(String name) {
        return header.entries().containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        return entry(name).shape();
    }

    @Override
    public ScalarType type(String name) {
        return entry(name).type().scalar();
    }

    /** Remarks of the writer, such as {@code format = pt}. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** {@inheritDoc} The tensor shows the file's pages; writing to it changes neither the file nor other processes. */
    @Override
    public Tensor read(String name) {
        TensorEntry entry = entry(name);
        long count = entry.bytes() / entry.type().width();
        return bytes.elements(dataStart + entry.begin(), count, entry.type()).view(entry.shape());
    }

    private TensorEntry entry(String name) {
        TensorEntry entry = header.entries().get(name);
        if (entry == null) {
            throw Refusal.at(file.toString(), "has no tensor %s", Shown.of(name));
        }
        return entry;
    }

    @Override
    public void release() {
        bytes.release();
    }

    @Override
    public void close() {
        bytes.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
