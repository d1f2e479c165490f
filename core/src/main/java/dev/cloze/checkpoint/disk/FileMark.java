package dev.cloze.checkpoint.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file is recognised by.
 *
 * @param bytes its size
 * @param sha256 the SHA-256 of its content in hexadecimal
 */
public record FileMark(long bytes, String sha256) {

    /** The mark of a file as it is now. */
    public static FileMark of(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 20];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        }
        return of(bytes, digest);
    }

    /** The mark of a file of that content. */
    public static FileMark of(byte[] content) {
        MessageDigest digest = digest();
        digest.update(content);
        return of(content.length, digest);
    }

    public static FileMark of(long bytes, MessageDigest digest) {
        return new FileMark(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
