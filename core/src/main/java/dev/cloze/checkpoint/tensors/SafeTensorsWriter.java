package dev.cloze.checkpoint.tensors;

import dev.cloze.checkpoint.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Writes safetensors files tensor by tensor, so that a save needs no memory beside the weights themselves. */
public final class SafeTensorsWriter {

    static final Map<String, String> METADATA = Map.of("format", "pt");
    private static final long PIECE = 1 << 26;

    private SafeTensorsWriter() {}

    /** Writes {@code tensors} to a new file and makes them durable. */
    public static void write(Disk disk, Path file, Map<String, OutgoingTensor> tensors, Map<String, String> metadata)
            throws IOException {
        try (Disk.Sink sink = disk.create(file)) {
            write(sink, tensors, metadata);
            sink.sync();
        }
    }

    /** Writes {@code tensors} as Hugging Face's libraries do. */
    public static void write(Disk.Sink sink, Map<String, OutgoingTensor> tensors) throws IOException {
        write(sink, tensors, METADATA);
    }

    private static void write(Disk.Sink sink, Map<String, OutgoingTensor> tensors, Map<String, String> metadata)
            throws IOException {
        List<Map.Entry<String, OutgoingTensor>> ordered = ordered(tensors);
        sink.write(ByteBuffer.wrap(new TensorHeader(entries(ordered), metadata).toBytes()));
        for (Map.Entry<String, OutgoingTensor> named : ordered) {
            write(sink, named.getValue());
        }
    }

    // The reference implementation's order: widest formats first, so that every tensor is aligned; then the names'
    // bytes.
    private static List<Map.Entry<String, OutgoingTensor>> ordered(Map<String, OutgoingTensor> tensors) {
        Comparator<Map.Entry<String, OutgoingTensor>> byType =
                Comparator.comparing(named -> named.getValue().type());
        List<Map.Entry<String, OutgoingTensor>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(byType.reversed().thenComparing(named -> utf8(named.getKey()), Arrays::compareUnsigned));
        return ordered;
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, TensorEntry> entries(List<Map.Entry<String, OutgoingTensor>> ordered) {
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        long begin = 0;
        for (Map.Entry<String, OutgoingTensor> named : ordered) {
            OutgoingTensor tensor = named.getValue();
            TensorEntry entry = new TensorEntry(tensor.type(), tensor.shape(), begin);
            begin = entry.end();
            entries.put(named.getKey(), entry);
        }
        return entries;
    }

    private static void write(Disk.Sink sink, OutgoingTensor tensor) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Tensor plain = tensor.values().detach().cpu().contiguous();
            long bytes = plain.nbytes();
            BytePointer data = new BytePointer(plain.data_ptr());
            for (long from = 0; from < bytes; from += PIECE) {
                long to = Math.min(bytes, from + PIECE);
                sink.write(data.position(from).limit(to).asByteBuffer());
            }
        }
    }
}
