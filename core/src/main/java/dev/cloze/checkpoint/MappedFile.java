package dev.cloze.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LayoutOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A file's pages as bytes, private to this process and copied on write, so that nothing can change the file through them. */
final class MappedFile implements AutoCloseable {

    private final Tensor bytes; // [file size], unsigned bytes

    private MappedFile(Tensor bytes) {
        this.bytes = bytes;
    }

    /** Maps {@code file}, which must not be empty. */
    static MappedFile open(Path file) throws IOException {
        long size = Files.size(file);
        try (PointerScope scope = new PointerScope()) {
            Tensor mapped = torch.from_file(
                    file.toString(),
                    new BoolOptional(false),
                    new LongOptional(size),
                    new ScalarTypeOptional(ScalarType.Byte),
                    new LayoutOptional(),
                    new DeviceOptional(),
                    new BoolOptional());
            return new MappedFile(mapped.retainReference());
        }
    }

    /** The elements from byte {@code begin} on, flat, in the caller's scope; copied only if they are not aligned. */
    Tensor elements(long begin, long count, ElementType type) {
        Tensor part = bytes.narrow(0, begin, Math.multiplyExact(count, type.width()));
        return (begin % type.width() == 0 ? part : part.clone()).view(type.scalar());
    }

    @Override
    public void close() {
        bytes.close();
    }
}
