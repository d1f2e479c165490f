package dev.cloze.data.stream;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Feed;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A feed that another thread reads, in chunks. A position is where the chunk began and how many of its elements are gone:
 * taking it costs the reading thread nothing.
 */
final class PrefetchedFeed<T> implements Feed<T> {

    private static final String START = "start";
    private static final String GONE = "gone";
    private static final int CHUNKS = 4;

    /** Elements behind a place; the last one of a feed also says why there are no more. */
    private record Chunk<T>(
            Position start,
            List<T> elements,
            boolean last,
            @Nullable RuntimeException failure) {}

    private final BlockingQueue<Chunk<T>> queue = new ArrayBlockingQueue<>(CHUNKS);
    private final Feed<T> upstream;
    private final int chunkSize;
    private final Thread reader;
    private Chunk<T> chunk;
    private int gone;

    PrefetchedFeed(Pipeline<T> elements, int ahead, Position position, Seed seed) {
        chunkSize = Math.max(1, ahead / CHUNKS);
        Position start = position.part(START);
        upstream = elements.open(start, seed);
        List<T> seen = new ArrayList<>();
        while (seen.size() < position.counter(GONE)) {
            if (!upstream.advance()) {
                throw Refusal.at("data", "has changed since the position was taken: it ends before");
            }
            seen.add(upstream.current());
        }
        gone = seen.size();
        chunk = new Chunk<>(start, seen, false, null);
        reader = new Thread(this::readAll, "cloze-prefetch");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll() {
        try {
            boolean last = false;
            while (!last) {
                Chunk<T> read = readChunk();
                last = read.last();
                queue.put(read);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            upstream.close();
        }
    }

    private Chunk<T> readChunk() {
        Position start = upstream.position();
        List<T> elements = new ArrayList<>(chunkSize);
        try {
            while (elements.size() < chunkSize) {
                if (Thread.currentThread().isInterrupted() || !upstream.advance()) {
                    return new Chunk<>(start, elements, true, null);
                }
                elements.add(upstream.current());
            }
        } catch (RuntimeException e) {
            return new Chunk<>(start, elements, true, e);
        }
        return new Chunk<>(start, elements, false, null);
    }

    @Override
    public boolean advance() {
        while (gone == chunk.elements().size()) {
            if (chunk.last()) {
                if (chunk.failure() != null) {
                    throw chunk.failure();
                }
                return false;
            }
            chunk = take();
            gone = 0;
        }
        gone++;
        return true;
    }

    private Chunk<T> take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for data", e);
        }
    }

    @Override
    public T current() {
        if (gone == 0) {
            throw new NoSuchElementException();
        }
        return chunk.elements().get(gone - 1);
    }

    @Override
    public Position position() {
        return Position.START.with(GONE, gone).with(START, chunk.start());
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
