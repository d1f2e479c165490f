package dev.cloze.data.step;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 128 bits of the SHA-256 of texts and their lengths. Takes every text apart, lone surrogates included. */
final class FieldDigest {

    private static final int CHUNK = 4096;

    private final MessageDigest digest;
    private final ByteBuffer chunk = ByteBuffer.allocate(Character.BYTES * CHUNK);
    private long high;
    private long low;

    FieldDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void begin() {
        digest.reset();
    }

    void add(String text) {
        digest.update(chunk.clear().putInt(text.length()).flip());
        for (int from = 0; from < text.length(); from += CHUNK) {
            int to = Math.min(from + CHUNK, text.length());
            chunk.clear().asCharBuffer().put(text, from, to);
            digest.update(chunk.limit(Character.BYTES * (to - from)));
        }
    }

    void finish() {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        high = bytes.getLong();
        low = bytes.getLong();
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
