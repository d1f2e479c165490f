package dev.cloze.data.file;

import dev.cloze.Refusal;

/**
 * A place between two lines of a file. Compressed files consist of frames (members, in gzip) that can each be read without
 * those before it; a file of many frames can therefore be entered near any line.
 *
 * @param frame the file's byte at which the frame begins, 0 in a plain file
 * @param offset bytes from there, after decompression
 * @param line how many lines lie before
 */
public record FilePlace(long frame, long offset, long line) {

    /** Before the first line. */
    public static final FilePlace START = new FilePlace(0, 0, 0);

    /** Checks that nothing is negative. */
    public FilePlace {
        Refusal.require(
                frame >= 0 && offset >= 0 && line >= 0,
                "a place must not be negative, got %d, %d, %d",
                frame,
                offset,
                line);
    }
}
