package dev.cloze.data.indexed;

import dev.cloze.Refusal;
import dev.cloze.text.Tokens;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Megatron's indexed token files: {@code name.bin} holds the ids of all sequences, {@code name.idx} where each begins and
 * which belong to one document. All numbers are little-endian.
 *
 * <pre>
 * byte           bytes  of name.idx
 * 0              9      "MMIDIDX" 0 0
 * 9              8      version, 1
 * 17             1      type of the ids
 * 18             8      N, sequences
 * 26             8      M, documents + 1
 * 34             4 N    length of each sequence
 * 34 + 4 N       8 N    byte of name.bin at which it begins
 * 34 + 12 N      8 M    0, then how many sequences there are up to the end of each document
 * 34 + 12 N + 8 M  N    mode of each sequence, only in multimodal files
 * </pre>
 */
public final class IndexedTokens {

    static final byte[] MAGIC = {'M', 'M', 'I', 'D', 'I', 'D', 'X', 0, 0};
    static final int HEADER = 34;
    static final long VERSION = 1;
    private static final int MOST_TOKENS = 1 << 28;

    private final MappedNumbers index;
    private final MappedNumbers data;
    private final IdType type;
    private final long sequences;
    private final long documents;
    private final boolean modes;

    private IndexedTokens(MappedNumbers index, MappedNumbers data) {
        this.index = index;
        this.data = data;
        requireHeader();
        type = IdType.ofCode(index.getByte(17), index.name());
        sequences = index.getLong(18);
        long entries = index.getLong(26);
        // Bounded by the size first, so that nothing below overflows.
        boolean fits = sequences >= 0 && sequences <= index.size() && entries >= 1 && entries <= index.size();
        long size = fits ? HEADER + 12 * sequences + 8 * entries : -1;
        modes = fits && index.size() == size + sequences && sequences > 0;
        if (index.size() != size && !modes) {
            throw Refusal.at(
                    index.name(),
                    "%d bytes do not fit %d sequences and %d documents",
                    index.size(),
                    sequences,
                    entries - 1);
        }
        documents = entries - 1;
    }

    /** The files {@code prefix.idx} and {@code prefix.bin}. */
    public static IndexedTokens open(Path prefix) {
        return new IndexedTokens(
                MappedNumbers.open(suffixed(prefix, ".idx")), MappedNumbers.open(suffixed(prefix, ".bin")));
    }

    static Path suffixed(Path prefix, String suffix) {
        return prefix.resolveSibling(prefix.getFileName() + suffix);
    }

    private void requireHeader() {
        if (index.size() < HEADER) {
            throw Refusal.at(index.name(), "an index must have at least %d bytes, got %d", HEADER, index.size());
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (index.getByte(i) != MAGIC[i]) {
                throw Refusal.at(index.name(), "not an index: it does not begin with MMIDIDX");
            }
        }
        long version = index.getLong(9);
        if (version != VERSION) {
            throw Refusal.at(index.name(), "version must be 1, got %d", version);
        }
    }

    /** The type of the ids. */
    public IdType type() {
        return type;
    }

    /** Number of sequences. */
    public long sequences() {
        return sequences;
    }

    /** Number of documents. */
    public long documents() {
        return documents;
    }

    /** The first sequence of a document; that of the document behind the last is the number of sequences. */
    public long documentStart(long document) {
        long start = index.getLong(HEADER + 12 * sequences + 8 * document);
        if (start < 0 || start > sequences) {
            throw Refusal.at(index.name(), "document %d must begin in [0, %d], got %d", document, sequences, start);
        }
        return start;
    }

    /** How many tokens a sequence has. */
    public int length(long sequence) {
        return index.getInt(HEADER + 4 * sequence);
    }

    /** The byte of the data at which a sequence begins. */
    public long pointer(long sequence) {
        return index.getLong(HEADER + 4 * sequences + 8 * sequence);
    }

    /** Whether the sequences have modes. */
    public boolean hasModes() {
        return modes;
    }

    /** The mode of a sequence, 0 where there are none. */
    public int mode(long sequence) {
        return modes ? index.getByte(HEADER + 12 * sequences + 8 * (documents + 1) + sequence) : 0;
    }

    /** A sequence. */
    public Tokens tokens(long sequence) {
        return tokens(sequence, 0, length(sequence));
    }

    /** All sequences of a document, one behind the other. */
    public Tokens document(long document) {
        long first = documentStart(document);
        long end = documentStart(document + 1);
        if (end == first + 1) {
            return tokens(first);
        }
        int[] ids = new int[documentLength(document, first, end)];
        int at = 0;
        for (long sequence = first; sequence < end; sequence++) {
            Tokens part = tokens(sequence);
            part.copyTo(ids, at);
            at += part.size();
        }
        return Tokens.of(ids);
    }

    /** Sequences may overlap in a broken index; a document never has more tokens than the data. */
    private int documentLength(long document, long first, long end) {
        long length = 0;
        long most = Math.min(data.size() / type.bytes(), MOST_TOKENS);
        for (long sequence = first; sequence < end; sequence++) {
            int more = length(sequence);
            length += more;
            if (more < 0 || length > most) {
                throw Refusal.at(
                        index.name(),
                        "document %d must have at most %d tokens, got %d in %d sequences",
                        document,
                        most,
                        length,
                        sequence + 1 - first);
            }
        }
        return (int) length;
    }

    /** Some tokens of a sequence. */
    public Tokens tokens(long sequence, int from, int length) {
        if (from < 0 || length < 0 || (long) from + length > length(sequence)) {
            throw Refusal.at(
                    index.name(),
                    "sequence %d has %d tokens, not %d behind the first %d",
                    sequence,
                    length(sequence),
                    length,
                    from);
        }
        ByteBuffer bytes = bytes(sequence, from, length);
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            long id = type.read(bytes);
            if (id != (int) id) {
                throw Refusal.at(data.name(), "sequence %d: an id must fit 32 bits, got %d", sequence, id);
            }
            ids[i] = (int) id;
        }
        return Tokens.of(ids);
    }

    private ByteBuffer bytes(long sequence, int from, int length) {
        long pointer = pointer(sequence);
        long size = (long) length * type.bytes();
        long begin = pointer + (long) from * type.bytes();
        if (pointer < 0 || size > 1 << 30 || begin < 0 || begin > data.size() - size) {
            throw Refusal.at(
                    index.name(),
                    "sequence %d must lie within the %d bytes of the data, got %d bytes at %d",
                    sequence,
                    data.size(),
                    size,
                    begin);
        }
        return data.slice(begin, (int) size);
    }
}
