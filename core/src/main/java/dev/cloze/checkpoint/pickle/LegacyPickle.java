package dev.cloze.checkpoint.pickle;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.Bounded;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What torch wrote before version 1.6, one thing after the other.
 *
 * <pre>
 * pickle   the magic number
 * pickle   1001, the version of this layout
 * pickle   the sizes of numbers on the writer's machine
 * pickle   the tensors
 * pickle   the keys of their storages, in the order of what follows
 * 8 bytes  elements of a storage, then its bytes; and so on for each
 * </pre>
 */
final class LegacyPickle {

    private static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };
    private static final long VERSION = 1001;

    private final Path file;

    LegacyPickle(Path file) {
        this.file = file;
    }

    /** The tensors and where their storages lie. */
    PickledContent read() throws IOException {
        try (InputStream whole = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            expect(Arrays.equals(MAGIC, whole.readNBytes(MAGIC.length)), "must be a file that torch.save wrote");
            PickleReader reader =
                    new PickleReader(new Bounded(whole, PickledTensors.MOST_PICKLE_BYTES), file.toString());
            expect(Long.valueOf(VERSION).equals(next(reader)), "must be a file that torch.save wrote");
            next(reader);
            Map<String, PickledTensor> tensors = PickledContent.tensors(next(reader), file);
            Object keys = next(reader);
            return new PickledContent(tensors, begins(keys, MAGIC.length + reader.position(), storages(tensors)));
        }
    }

    private Object next(PickleReader reader) throws IOException {
        return Unpickler.read(reader, file.toString());
    }

    private Map<String, PickledStorage> storages(Map<String, PickledTensor> tensors) {
        Map<String, PickledStorage> storages = new HashMap<>();
        for (PickledTensor tensor : tensors.values()) {
            PickledStorage storage = tensor.storage();
            PickledStorage before = storages.putIfAbsent(storage.key(), storage);
            expect(before == null || before.bytes() == storage.bytes(), "gives one storage two sizes");
        }
        return storages;
    }

    private Map<String, Long> begins(Object keys, long position, Map<String, PickledStorage> storages)
            throws IOException {
        expect(keys instanceof List<?>, "must list its storages");
        long size = Files.size(file);
        Map<String, Long> begins = new HashMap<>();
        long at = position;
        for (Object key : (List<?>) keys) {
            PickledStorage storage = key instanceof String name ? storages.get(name) : null;
            if (storage == null) {
                throw Refusal.at(file.toString(), "lists a storage that belongs to no tensor");
            }
            begins.put(storage.key(), at + Long.BYTES);
            at += Long.BYTES + storage.bytes();
            expect(at <= size, "is cut off: its storages end at byte " + at + ", the file at " + size);
        }
        expect(begins.keySet().containsAll(storages.keySet()), "must list all its storages");
        return begins;
    }

    private void expect(boolean holds, String rule) {
        if (!holds) {
            throw Refusal.at(file.toString(), "%s", rule);
        }
    }
}
