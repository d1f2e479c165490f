package dev.cloze.use;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.SharedWeights;
import dev.cloze.nn.Weights;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A loaded model that several views answer with: many threads use it at a time, one closes it. */
final class SharedModel implements AutoCloseable {

    private final LoadedModel loaded;
    private final Optional<SharedWeights> weights;
    private final ReentrantReadWriteLock uses = new ReentrantReadWriteLock();
    private final AtomicBoolean noted = new AtomicBoolean();
    private volatile boolean open = true;

    /** A model whose weights, if they are given, adapters may be put beside. */
    private SharedModel(LoadedModel loaded, Optional<SharedWeights> weights) {
        this.loaded = loaded;
        this.weights = weights;
    }

    /** One that is what it is. */
    static SharedModel of(LoadedModel loaded) {
        return new SharedModel(loaded, Optional.empty());
    }

    /** The model in {@code folder}. */
    static SharedModel read(Path folder, ModelSettings settings) {
        Builder builder = new Builder();
        LoadedModel loaded = ModelFolder.load(folder, settings.placement(), builder);
        return new SharedModel(loaded, builder.weights);
    }

    private static final class Builder implements ModelFolder.Building {

        private Optional<SharedWeights> weights = Optional.empty();

        @Override
        public Network build(ModelConfig config, Weights stored) {
            SharedWeights shared = new SharedWeights(stored);
            weights = Optional.of(shared);
            return Networks.build(config, shared);
        }
    }

    LoadedModel loaded() {
        return loaded;
    }

    /** The weights that adapters are put beside. */
    SharedWeights weights() {
        return weights.orElseThrow(
                () -> Refusal.at(place(), "has an adapter in it already: open its model without, and add both"));
    }

    /** What {@code work} gives, during which the model stays open. */
    <T> T use(Supplier<T> work) {
        uses.readLock().lock();
        try {
            requireOpen();
            return work.get();
        } finally {
            uses.readLock().unlock();
        }
    }

    /** What {@code work} gives, during which nothing else uses the model. */
    <T> T alone(Supplier<T> work) {
        if (uses.getReadHoldCount() > 0) {
            throw new IllegalStateException("a model cannot be changed or closed by what listens to its answer");
        }
        uses.writeLock().lock();
        try {
            return work.get();
        } finally {
            uses.writeLock().unlock();
        }
    }

    /** Tells of the settings that are not followed, the first time. */
    void noteOnce(String line, Consumer<String> notes) {
        if (noted.compareAndSet(false, true)) {
            notes.accept(line);
        }
    }

    void requireOpen() {
        if (!open) {
            throw Refusal.at(place(), "the model was closed");
        }
    }

    private String place() {
        return loaded.folder().toString();
    }

    @Override
    public void close() {
        alone(() -> {
            if (open) {
                open = false;
                loaded.close();
            }
            return open;
        });
    }
}
