package dev.cloze.data.file;

import dev.cloze.Refusal;
import java.io.IOException;

/** Goes to a place inside a frame by reading what lies before it, the only way that compressed data has. */
final class SkipForward {

    private static final int CHUNK = 1 << 18;
    private static final long WORTH_TELLING = 256L << 20;

    private SkipForward() {}

    static void skip(FrameBytes bytes, FilePlace place, String file, Notices notices) throws IOException {
        if (place.offset() >= WORTH_TELLING) {
            notices.say(
                    file,
                    ("skipping %,d MB to the position, since the file is one compressed frame there; "
                                    + "files of many frames, as made by pzstd, zstd seekable or bgzip, are entered at once, "
                                    + "and so is what 'cloze prepare' makes")
                            .formatted(place.offset() >> 20));
        }
        byte[] chunk = new byte[CHUNK];
        long left = place.offset();
        while (left > 0) {
            int count = bytes.read(chunk, 0, (int) Math.min(left, CHUNK));
            if (count < 0) {
                throw Refusal.at(
                        file,
                        "has changed since the position was taken: it ends %d bytes before line %d",
                        left,
                        place.line());
            }
            left -= count;
        }
    }
}
