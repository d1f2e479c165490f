package dev.cloze.data.prepared;

import dev.cloze.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file as it was when documents were made of it.
 *
 * @param file its name
 * @param size its size in bytes
 * @param modified when it was changed last, in milliseconds
 * @param sha256 the hash of its content
 */
public record SourceFile(String file, long size, long modified, String sha256) {

    private static final int CHUNK = 1 << 20;

    /** A file as it is now. */
    public static SourceFile of(Path file) {
        return new SourceFile(String.valueOf(file.getFileName()), size(file), modified(file), sha256(file));
    }

    /** A file as it is now; it is read only if it is not the known one as far as name, size and time tell. */
    public static SourceFile of(Path file, Optional<SourceFile> known) {
        return known.filter(before -> before.isUntouched(file)).orElseGet(() -> of(file));
    }

    private boolean isUntouched(Path path) {
        return String.valueOf(path.getFileName()).equals(file) && size(path) == size && modified(path) == modified;
    }

    /** Whether both have the same name and content, whenever they were written. */
    public boolean hasContentOf(SourceFile other) {
        return file.equals(other.file) && size == other.size && sha256.equals(other.sha256);
    }

    /** Whether a file still has the same content; it is read only where its time says that it was written since. */
    public boolean is(Path path) {
        return isUntouched(path)
                || (String.valueOf(path.getFileName()).equals(file)
                        && size(path) == size
                        && sha256(path).equals(sha256));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** SHA-256 of a file, in hexadecimal. */
    static String sha256(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            for (int count = input.read(chunk); count >= 0; count = input.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static Refusal unreadable(Path file, IOException e) {
        return Refusal.because(e, file.toString(), "cannot be read: %s", String.valueOf(e.getMessage()));
    }
}
