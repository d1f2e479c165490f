package dev.cloze.checkpoint.folder;

import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.checkpoint.tensors.ShardIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights divided over files, as transformers divides them: in order, a new file where one would become too large. */
public final class Shards {

    /** The largest file that transformers 4 writes. */
    public static final long LARGEST = 5_000_000_000L;

    private Shards() {}

    /** Writes {@code weights} into one file if they fit, into several with an index otherwise. */
    public static void write(FolderWriter folder, Map<String, OutgoingTensor> weights, long largest)
            throws IOException {
        List<Map<String, OutgoingTensor>> parts = divided(weights, largest);
        if (parts.size() == 1) {
            folder.tensors(WeightFiles.WHOLE, parts.get(0));
            return;
        }
        Map<String, String> index = new LinkedHashMap<>();
        long bytes = 0;
        for (int i = 0; i < parts.size(); i++) {
            String file = "model-%05d-of-%05d.safetensors".formatted(i + 1, parts.size());
            folder.tensors(file, parts.get(i));
            parts.get(i).keySet().forEach(name -> index.put(name, file));
            bytes += bytes(parts.get(i));
        }
        folder.text(WeightFiles.INDEX, ShardIndex.toJson(index, bytes));
    }

    private static List<Map<String, OutgoingTensor>> divided(Map<String, OutgoingTensor> weights, long largest) {
        List<Map<String, OutgoingTensor>> parts = new ArrayList<>(List.of(new LinkedHashMap<>()));
        long filled = 0;
        for (Map.Entry<String, OutgoingTensor> weight : weights.entrySet()) {
            long bytes = weight.getValue().bytes();
            if (filled > 0 && filled + bytes > largest) {
                parts.add(new LinkedHashMap<>());
                filled = 0;
            }
            parts.get(parts.size() - 1).put(weight.getKey(), weight.getValue());
            filled += bytes;
        }
        return parts;
    }

    private static long bytes(Map<String, OutgoingTensor> part) {
        return part.values().stream().mapToLong(OutgoingTensor::bytes).sum();
    }
}
