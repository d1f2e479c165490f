package dev.cloze.data.file;

import dev.cloze.InputFile;
import dev.cloze.Reasons;
import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What tells files from changed ones: a hash over their names, sizes and content. Of many or long files the content is
 * read in pieces, evenly spread, so that it takes no longer than 256 MB do. Where the files lie does not matter.
 */
public final class FilesFingerprint {

    private static final long MOST_BYTES = 1L << 28;
    private static final int PIECE = 1 << 16;
    private static final int LEAST_PIECES = 3;

    private final MessageDigest digest;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private final long most;

    private FilesFingerprint(MessageDigest digest, long most) {
        this.digest = digest;
        this.most = most;
    }

    /**
     * That of these files in this order, in hexadecimal.
     *
     * @throws Refusal if one of them cannot be read
     */
    public static String of(List<Path> files) {
        try {
            long each = Math.max(MOST_BYTES / Math.max(files.size(), 1), (long) LEAST_PIECES * PIECE);
            FilesFingerprint fingerprint = new FilesFingerprint(MessageDigest.getInstance("SHA-256"), each);
            files.forEach(fingerprint::add);
            return HexFormat.of().formatHex(fingerprint.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void add(Path file) {
        try {
            long size = InputFile.size(file);
            digest.update("%s\0%d\0".formatted(file.getFileName(), size).getBytes(StandardCharsets.UTF_8));
            try (FileChannel channel = FileChannel.open(file)) {
                long pieces = (Math.min(size, most) + PIECE - 1) / PIECE;
                for (long i = 0; i < pieces; i++) {
                    add(channel, size <= most ? i * PIECE : spread(i, pieces, size));
                }
            }
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }

    // The first piece is the file's beginning, the last its end.
    private static long spread(long index, long pieces, long size) {
        return Math.round((double) (size - PIECE) * index / (pieces - 1));
    }

    private void add(FileChannel channel, long from) throws IOException {
        piece.clear();
        int read = 0;
        while (piece.hasRemaining() && read >= 0) {
            read = channel.read(piece, from + piece.position());
        }
        digest.update(piece.flip());
    }
}
