package dev.cloze.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.adapter.inject.Injection;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Prompt tuning (Lester et al. 2021, §2): every text begins with tokens whose vectors are learned.
 *
 * @param shape their sizes
 * @param first ids of the vocabulary whose vectors they begin as, over and over (§3.2); none draws them from a normal
 *     distribution
 */
public record PromptTuning(PromptShape shape, List<Integer> first) implements Adapter {

    static final String TYPE = "PROMPT_TUNING";

    /** Takes an unmodifiable copy. */
    public PromptTuning {
        first = List.copyOf(first);
    }

    static PromptTuning parse(AdapterJson json) {
        json.refuse("modules_to_save");
        return new PromptTuning(PromptShape.parse(json), List.of());
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = shape.toJson(TYPE).put("prompt_tuning_init", "RANDOM").putNull("modules_to_save");
        return json.putNull("prompt_tuning_init_text").putNull("tokenizer_name_or_path");
    }

    @Override
    public Optional<WeightMerge> merge() {
        return Optional.empty();
    }

    @Override
    public Injection injection(Weights own, OwnRows rows) {
        return new SoftPrompting(shape, plain -> {
            Tensor table = table(own, plain);
            return () -> table;
        });
    }

    private Tensor table(Weights own, Embedding plain) {
        if (own.stored(Reparameterised.TABLE) || first.isEmpty()) {
            return own.parameter(Reparameterised.TABLE, Initialiser.normal(1), shape.rows(), shape.width());
        }
        try (PointerScope scope = new PointerScope()) {
            int[] ids = new int[shape.rows()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = first.get(i % first.size());
                Refusal.require(
                        ids[i] >= 0 && ids[i] < plain.table().size(0), "ids must be the vocabulary's, got %d", ids[i]);
            }
            Tensor places = Tensors.of(ids, ids.length).to(plain.table().device(), ScalarType.Long);
            Tensor rows = plain.apply(places, ForwardPass.inference()).detach();
            return own.parameter(Reparameterised.TABLE, Initialiser.copyOf(rows), shape.rows(), shape.width());
        }
    }
}
