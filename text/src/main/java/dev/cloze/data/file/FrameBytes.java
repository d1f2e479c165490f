package dev.cloze.data.file;

import java.io.Closeable;
import java.io.IOException;

/** The decompressed bytes of a file, frame after frame. */
interface FrameBytes extends Closeable {

    /** Reads at least one and at most {@code length} bytes, all of one frame; -1 at the end of the file. */
    int read(byte[] target, int from, int length) throws IOException;

    /** The file's byte at which the frame of the last read begins. */
    long frame();

    /** How many bytes of that frame have been read. */
    long offset();
}
