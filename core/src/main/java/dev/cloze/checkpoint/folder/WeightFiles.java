package dev.cloze.checkpoint.folder;

import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.pickle.PickledTensors;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.ShardedTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the weights of a Hugging Face folder, whole or in shards, safetensors before pickles. */
public final class WeightFiles {

    static final String WHOLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    static final String PICKLED = "pytorch_model.bin";
    static final String PICKLED_INDEX = "pytorch_model.bin.index.json";

    private static final Pattern NAMES = Pattern.compile(".*\\.(safetensors|bin|index\\.json)");

    private WeightFiles() {}

    /** Whether there are any. */
    public static boolean present(Path folder) {
        return Stream.of(WHOLE, INDEX, PICKLED, PICKLED_INDEX)
                .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** The files that hold them, by their names: those that {@link #open} may read. */
    static List<Path> paths(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAMES.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Refusal.because(e, folder.toString(), "cannot be read: %s", Reasons.of(e));
        }
    }

    /** The folder's weights; the caller closes them. */
    public static TensorFile open(Path folder) {
        if (Files.isRegularFile(folder.resolve(WHOLE))) {
            return SafeTensors.open(folder.resolve(WHOLE));
        }
        if (Files.isRegularFile(folder.resolve(INDEX))) {
            return ShardedTensors.open(folder.resolve(INDEX), SafeTensors::open);
        }
        if (Files.isRegularFile(folder.resolve(PICKLED))) {
            return PickledTensors.open(folder.resolve(PICKLED));
        }
        if (Files.isRegularFile(folder.resolve(PICKLED_INDEX))) {
            return ShardedTensors.open(folder.resolve(PICKLED_INDEX), PickledTensors::open);
        }
        throw Refusal.at(folder.toString(), "needs weights: %s, %s or their shards", WHOLE, PICKLED);
    }
}
