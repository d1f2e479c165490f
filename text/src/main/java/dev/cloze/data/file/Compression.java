package dev.cloze.data.file;

import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How a file is compressed, by the end of its name. */
public enum Compression {
    /** Not at all. */
    NONE(""),
    /** gzip, of one member or many. */
    GZIP(".gz"),
    /** Zstandard, of one frame or many; with a seek table or without. */
    ZSTD(".zst"),
    /** bzip2, of one stream or many. */
    BZIP2(".bz2");

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** The compression of a file of that name. */
    public static Compression of(Path file) {
        for (Compression compression : values()) {
            if (compression != NONE && file.toString().endsWith(compression.suffix)) {
                return compression;
            }
        }
        return NONE;
    }

    /** The name without what this compression adds to it. */
    public String plainName(String name) {
        return name.substring(0, name.length() - suffix.length());
    }

    /** The bytes behind a place. A plain file is entered there, a compressed one at the frame of the place. */
    static FrameBytes open(Path file, FilePlace place, Notices notices) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw Refusal.because(e, file.toString(), "no such file");
        }
        try {
            return entered(of(file), new FileBytes(file, channel), place, notices);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FrameBytes entered(Compression compression, FileBytes file, FilePlace place, Notices notices)
            throws IOException {
        if (compression == NONE) {
            file.moveTo(place.frame() + place.offset());
            return new PlainBytes(file);
        }
        file.moveTo(place.frame());
        FrameBytes bytes = switch (compression) {
            case GZIP -> new GzipBytes(file);
            case ZSTD -> new ZstdBytes(file);
            case BZIP2 -> new Bzip2Bytes(file);
            case NONE -> throw new IllegalStateException();
        };
        SkipForward.skip(bytes, place, file.name(), notices);
        return bytes;
    }
}
