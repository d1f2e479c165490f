package dev.cloze.checkpoint.pickle;

import dev.cloze.InputFile;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.tensors.ElementType;
import dev.cloze.checkpoint.tensors.MappedFile;
import dev.cloze.checkpoint.tensors.TensorFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A {@code pytorch_model.bin}, mapped into memory: opening it reads names and shapes only, reading a tensor shows the
 * file's pages. Nothing that the file says is executed.
 */
public final class PickledTensors implements TensorFile {

    static final long MOST_PICKLE_BYTES = 1 << 23;

    private static final int ZIP = 'P';

    private final Path file;
    private final MappedFile bytes;
    private final PickledContent content;

    private PickledTensors(Path file, MappedFile bytes, PickledContent content) {
        this.file = file;
        this.bytes = bytes;
        this.content = content;
    }

    /** Opens {@code file}. The caller closes it; tensors that were read stay valid after that. */
    public static PickledTensors open(Path file) {
        try {
            InputFile.size(file);
            PickledContent content = first(file) == ZIP ? new ZippedPickle(file).read() : new LegacyPickle(file).read();
            return new PickledTensors(file, MappedFile.open(file), content);
        } catch (EOFException e) {
            throw Refusal.because(e, file.toString(), "the pickle is cut off");
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }

    private static int first(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read();
        }
    }

    @Override
    public Set<String> names() {
        return content.tensors().keySet();
    }

    @Override
    public boolean contains(String name) {
        return content.tensors().containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        return tensor(name).shape();
    }

    @Override
    public ScalarType type(String name) {
        return tensor(name).storage().type().scalar();
    }

    /** {@inheritDoc} The tensor shows the file's pages; writing to it changes neither the file nor other processes. */
    @Override
    public Tensor read(String name) {
        PickledTensor tensor = tensor(name);
        ElementType type = tensor.storage().type();
        long begin =
                Objects.requireNonNull(content.begins().get(tensor.storage().key()));
        return bytes.elements(begin + tensor.offset() * type.width(), tensor.span(), type)
                .as_strided(tensor.shape(), tensor.strides());
    }

    @Override
    public boolean same(String name, String other) {
        return tensor(name).same(tensor(other));
    }

    private PickledTensor tensor(String name) {
        PickledTensor tensor = content.tensors().get(name);
        if (tensor == null) {
            throw Refusal.at(file.toString(), "has no tensor %s", Shown.of(name));
        }
        return tensor;
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
