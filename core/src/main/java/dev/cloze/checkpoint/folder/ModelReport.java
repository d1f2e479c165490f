package dev.cloze.checkpoint.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.tensor.WeightFit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model folder holds, learnt from its config and the headers of its files: no weight is read.
 *
 * @param config the whole {@code config.json}
 * @param network the class of its network, such as {@code T5}
 * @param weights the network's weights in order
 * @param fit how the files go together with the config
 * @param ties names that stand for another weight: {@code lm_head.weight} for {@code shared.weight}
 * @param files the folder's files
 * @param tokenizer what is known of its tokenizer
 */
public record ModelReport(
        JsonNode config,
        String network,
        List<DescribedWeight> weights,
        WeightFit fit,
        Map<String, String> ties,
        List<FolderFile> files,
        Optional<String> tokenizer) {

    private static final Pattern EXPERT = Pattern.compile("(.*\\.experts)\\.expert_\\d+\\.(.*)");
    private static final int FLOAT = 4;

    /** Takes unmodifiable copies. */
    public ModelReport {
        weights = List.copyOf(weights);
        ties = Map.copyOf(ties);
        files = List.copyOf(files);
    }

    /**
     * A file of the folder.
     *
     * @param name its name
     * @param bytes its size
     */
    public record FolderFile(String name, long bytes) {}

    /** All numbers of all weights. */
    public long parameters() {
        return weights.stream().mapToLong(DescribedWeight::count).sum();
    }

    /** Those that training changes. */
    public long trainable() {
        return weights.stream()
                .filter(DescribedWeight::trained)
                .mapToLong(DescribedWeight::count)
                .sum();
    }

    /** Those that one token passes: of the experts of a layer, one. */
    public long active() {
        Set<String> seen = new HashSet<>();
        long active = 0;
        for (DescribedWeight weight : weights) {
            Matcher expert = EXPERT.matcher(weight.name());
            boolean again = expert.matches() && !seen.add(expert.group(1) + " " + expert.group(2));
            active += again ? 0 : weight.count();
        }
        return active;
    }

    /** Experts of the layer that has most; 0 for dense models. */
    public long experts() {
        Map<String, Long> counts = new HashMap<>();
        for (DescribedWeight weight : weights) {
            Matcher expert = EXPERT.matcher(weight.name());
            if (expert.matches()) {
                counts.merge(expert.group(1) + " " + expert.group(2), 1L, Long::sum);
            }
        }
        return counts.values().stream().mapToLong(count -> count).max().orElse(0);
    }

    /** Bytes of the weights when every number takes {@code width}. */
    public long bytes(int width) {
        return parameters() * width;
    }

    /** Bytes of the weights when matrices are int8 with a float32 scale a row, and the rest float32. */
    public long bytesOfInt8() {
        return weights.stream()
                .mapToLong(weight -> weight.shape().size() < 2
                        ? FLOAT * weight.count()
                        : weight.count() + FLOAT * weight.shape().get(0))
                .sum();
    }
}
