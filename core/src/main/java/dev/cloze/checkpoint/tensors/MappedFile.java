package dev.cloze.checkpoint.tensors;

import dev.cloze.InputFile;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LayoutOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A file's pages as bytes, private to this process and copied on write, so that nothing can change the file through them.
 * The file is mapped when its first byte is asked for: describing one that is larger than the memory needs no mapping.
 */
public final class MappedFile implements AutoCloseable {

    private final Path file;
    private final long size;
    private final Optional<Object> identity;
    private @Nullable Tensor bytes; // [file size], unsigned bytes

    private MappedFile(Path file, BasicFileAttributes attributes) {
        this.file = file;
        this.size = attributes.size();
        this.identity = Optional.ofNullable(attributes.fileKey());
    }

    /** A file to be mapped, which must not be empty. */
    public static MappedFile open(Path file) throws IOException {
        InputFile.size(file);
        return new MappedFile(file, Files.readAttributes(file, BasicFileAttributes.class));
    }

    /** The elements from byte {@code begin} on, flat, in the caller's scope; copied only if they are not aligned. */
    public Tensor elements(long begin, long count, ElementType type) {
        Tensor part = mapped().narrow(0, begin, Math.multiplyExact(count, type.width()));
        return (begin % type.width() == 0 ? part : part.clone()).view(type.scalar());
    }

    private synchronized Tensor mapped() {
        if (bytes == null) {
            checkUnchanged();
            bytes = map();
        }
        return bytes;
    }

    private Tensor map() {
        try (PointerScope scope = new PointerScope()) {
            Tensor mapped = torch.from_file(
                    file.toString(),
                    new BoolOptional(false),
                    new LongOptional(size),
                    new ScalarTypeOptional(ScalarType.Byte),
                    new LayoutOptional(),
                    new DeviceOptional(),
                    new BoolOptional());
            return mapped.retainReference();
        }
    }

    /** Gives back the memory of the pages that were read. The file stays mapped: pages come back when they are asked for. */
    public synchronized void release() {
        Tensor read = bytes;
        if (read != null && isSame()) {
            bytes = map();
            read.close();
        }
    }

    // A file of that name that took its place in the meantime is another one.
    private boolean isSame() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.size() == size && Optional.ofNullable(now.fileKey()).equals(identity);
        } catch (IOException e) {
            return false;
        }
    }

    private void checkUnchanged() {
        try {
            long now = InputFile.size(file);
            if (now != size) {
                throw Refusal.at(file.toString(), "changed while it was read: from %d to %d bytes", size, now);
            }
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }

    @Override
    public synchronized void close() {
        if (bytes != null) {
            bytes.close();
            bytes = null;
        }
    }
}
