package dev.cloze.seqio.task;

import dev.cloze.Refusal;
import dev.cloze.data.file.FilePlace;
import dev.cloze.data.file.Lines;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Request;
import dev.cloze.seqio.dataset.Dataset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * {@code TextLineDataSource}: the lines of files as {@code text}, in TensorFlow's order.
 *
 * @param files the files, in this order where they are not shuffled
 * @param skippedLines lines left out at the beginning of each file
 * @param examples how many lines there are; 0 where it is not known
 * @param order how the files are read
 */
public record TextLineSource(List<Path> files, int skippedLines, long examples, Order order) {

    /**
     * How files are read beside each other.
     *
     * @param cycleLength files open at a time
     * @param blockLength lines of one file before the next one's turn
     * @param shuffleBuffer files that are shuffled at a time; 0 for all
     */
    public record Order(int cycleLength, int blockLength, int shuffleBuffer) {

        /** seqio's: 16 files, 16 lines, all shuffled. */
        public static final Order SEQIO = new Order(16, 16, 0);
    }

    /** Takes an unmodifiable copy. */
    public TextLineSource {
        files = List.copyOf(files);
        Refusal.require(!files.isEmpty(), "a source must have at least one file");
    }

    /** The lines of one shard of the files. */
    Dataset<Features> open(Request request, Request.Shard shard) {
        Dataset<Path> chosen = Dataset.of(files);
        if (shard.count() > 1) {
            chosen = chosen.shard(shard.count(), shard.index());
        }
        if (request.shuffle()) {
            chosen = chosen.shuffle(order.shuffleBuffer() == 0 ? files.size() : order.shuffleBuffer(), request.seed());
        }
        return chosen.interleave(
                file -> ((Dataset<Features>) () -> new FileLines(file)).skip(skippedLines),
                order.cycleLength(),
                order.blockLength());
    }

    /** The lines of a file; every carriage return disappears, also inside a line. */
    private static final class FileLines implements Iterator<Features> {

        private final Path file;
        private final Lines lines;
        private boolean ready;
        private boolean ended;

        FileLines(Path file) {
            this.file = file;
            lines = Lines.open(file, FilePlace.START, ReadingRules.strict());
        }

        @Override
        public boolean hasNext() {
            if (!ready && !ended) {
                ready = lines.advance();
                ended = !ready;
                if (ended) {
                    lines.close();
                }
            }
            return ready;
        }

        @Override
        public Features next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ready = false;
            Refusal.require(!lines.tooLong(), "%s: line %d is too long", file, lines.number());
            String line = new String(lines.bytes(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8);
            return Features.of("text", line.replace("\r", ""));
        }
    }
}
