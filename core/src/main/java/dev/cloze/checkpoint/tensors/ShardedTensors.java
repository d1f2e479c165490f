package dev.cloze.checkpoint.tensors;

import dev.cloze.Refusal;
import dev.cloze.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Several files of tensors that act as one. */
public final class ShardedTensors implements TensorFile {

    private final Path index;
    private final Map<String, TensorFile> byName = new LinkedHashMap<>();
    private final List<TensorFile> shards = new ArrayList<>();

    private ShardedTensors(Path index) {
        this.index = index;
    }

    /** Opens every file that {@code index} names, each in its folder, by {@code open}. */
    public static ShardedTensors open(Path index, Function<Path, TensorFile> open) {
        ShardedTensors all = new ShardedTensors(index);
        try {
            all.openShards(open);
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
        return all;
    }

    private void openShards(Function<Path, TensorFile> open) {
        Map<String, TensorFile> byFile = new LinkedHashMap<>();
        ShardIndex.read(index).files().forEach((name, file) -> {
            TensorFile shard = byFile.computeIfAbsent(file, missing -> {
                TensorFile opened = open.apply(index.resolveSibling(missing));
                shards.add(opened);
                return opened;
            });
            if (!shard.contains(name)) {
                throw Refusal.at(index.toString(), "%s is not in %s", Shown.of(name), file);
            }
            byName.put(name, shard);
        });
    }

    @Override
    public Set<String> names() {
        return byName.keySet();
    }

    @Override
    public boolean contains(String name) {
        return byName.containsKey(name);
    }

    @Override
    public long[] shape(String name) {
        return holder(name).shape(name);
    }

    @Override
    public ScalarType type(String name) {
        return holder(name).type(name);
    }

    @Override
    public Tensor read(String name) {
        return holder(name).read(name);
    }

    @Override
    public boolean same(String name, String other) {
        return holder(name) == holder(other) && holder(name).same(name, other);
    }

    private TensorFile holder(String name) {
        TensorFile file = byName.get(name);
        if (file == null) {
            throw Refusal.at(index.toString(), "has no tensor %s", Shown.of(name));
        }
        return file;
    }

    @Override
    public void release() {
        shards.forEach(TensorFile::release);
    }

    @Override
    public void close() {
        shards.forEach(TensorFile::close);
    }

    @Override
    public String toString() {
        return index.toString();
    }
}
