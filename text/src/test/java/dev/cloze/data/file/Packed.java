package dev.cloze.data.file;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Writes test files, compressed as their names say, in as many frames as asked for. */
public final class Packed {

    private Packed() {}

    /** Writes text in one frame. */
    public static Path write(Path file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8), 1);
    }

    /** Writes bytes in frames of about equal size. */
    public static Path write(Path file, byte[] bytes, int frames) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i < frames; i++) {
            int from = (int) ((long) bytes.length * i / frames);
            int to = (int) ((long) bytes.length * (i + 1) / frames);
            packed.writeBytes(pack(Compression.of(file), Arrays.copyOfRange(bytes, from, to)));
        }
        try {
            return Files.write(file, packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One frame of a compression. */
    public static byte[] pack(Compression compression, byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try {
            switch (compression) {
                case NONE -> packed.write(bytes);
                case ZSTD -> packed.write(Zstd.compress(bytes, 3));
                case GZIP -> {
                    try (OutputStream out = new GZIPOutputStream(packed)) {
                        out.write(bytes);
                    }
                }
                case BZIP2 -> {
                    try (OutputStream out = new BZip2CompressorOutputStream(packed, 1)) {
                        out.write(bytes);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
