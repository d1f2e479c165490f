package dev.cloze.task;

import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import java.nio.file.Path;
import java.util.List;

/**
 * What a task learns from: a corpus whose pieces say the task's index, so that what is made of them needs no name.
 *
 * @param name the task's
 * @param corpus what it reads
 * @param task the task's index
 */
record TaskCorpus(String name, Corpus<?> corpus, int task) implements Corpus<Material> {

    @Override
    public List<Path> paths() {
        return corpus.paths();
    }

    @Override
    public long examples() {
        return corpus.examples();
    }

    @Override
    public Feed<Material> open(Position position, Seed seed) {
        return new Pieces(corpus.open(position, seed), task);
    }

    /** The pieces of a feed, each with the task's index. */
    private record Pieces(Feed<? extends Material> feed, int task) implements Feed<Material> {

        @Override
        public boolean advance() {
            return feed.advance();
        }

        @Override
        public Material current() {
            return feed.current().ofTask(task);
        }

        @Override
        public Position position() {
            return feed.position();
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
