package dev.cloze.checkpoint.pickle;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.checkpoint.disk.Bounded;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What torch writes since version 1.6: a zip archive of stored entries.
 *
 * <pre>
 * archive/data.pkl     the tensors, as views of storages
 * archive/data/0       the bytes of a storage
 * archive/byteorder    little
 * </pre>
 */
final class ZippedPickle {

    private static final String PICKLE = "data.pkl";
    private static final int LONGEST_WORD = 16;

    private final Path file;
    private final ZipDirectory zip;
    private final String folder;

    ZippedPickle(Path file) throws IOException {
        this.file = file;
        zip = ZipDirectory.read(file);
        String pickle = zip.nameEndingIn("/" + PICKLE);
        folder = pickle.substring(0, pickle.length() - PICKLE.length());
    }

    /** The tensors and where their storages lie. */
    PickledContent read() throws IOException {
        checkByteOrder();
        ZipDirectory.Range range = range(PICKLE);
        if (range.bytes() > PickledTensors.MOST_PICKLE_BYTES) {
            throw Refusal.at(
                    file.toString(),
                    "its pickle must be at most %d bytes, got %d",
                    PickledTensors.MOST_PICKLE_BYTES,
                    range.bytes());
        }
        Object content;
        try (InputStream in = open(range)) {
            content = Unpickler.read(new PickleReader(in, file.toString()), file.toString());
        }
        Map<String, PickledTensor> tensors = PickledContent.tensors(content, file);
        Map<String, Long> begins = new HashMap<>();
        for (PickledTensor tensor : tensors.values()) {
            begins.put(tensor.storage().key(), begin(tensor.storage()));
        }
        return new PickledContent(tensors, begins);
    }

    private void checkByteOrder() throws IOException {
        if (zip.entry(folder + "byteorder").isEmpty()) {
            return; // Versions before 2.1 did not say it.
        }
        ZipDirectory.Range range = range("byteorder");
        try (InputStream in = open(range)) {
            String order = new PickleReader(in, file.toString()).text(Math.min(range.bytes(), LONGEST_WORD));
            if (!order.equals("little")) {
                throw Refusal.at(file.toString(), "its bytes must be in little-endian order, got %s", Shown.of(order));
            }
        }
    }

    private long begin(PickledStorage storage) {
        ZipDirectory.Range range = range("data/" + storage.key());
        if (range.bytes() < storage.bytes()) {
            throw Refusal.at(
                    file.toString(),
                    "storage %s must have %d elements of %s, got %d bytes",
                    Shown.of(storage.key()),
                    storage.count(),
                    storage.type(),
                    range.bytes());
        }
        return range.begin();
    }

    private ZipDirectory.Range range(String name) {
        return zip.entry(folder + name)
                .orElseThrow(() -> Refusal.at(file.toString(), "the archive has no entry %s", Shown.of(name)));
    }

    private InputStream open(ZipDirectory.Range range) throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(range.begin());
        return new BufferedInputStream(new Bounded(in, range.bytes()), 1 << 16);
    }
}
