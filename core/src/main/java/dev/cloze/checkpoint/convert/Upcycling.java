package dev.cloze.checkpoint.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.checkpoint.tensors.ElementType;
import dev.cloze.checkpoint.tensors.OutgoingTensor;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.tensor.Initialiser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Makes a Switch Transformer of a T5 (Komatsuzaki et al. 2022, §2): in every second block each expert begins as a copy of
 * the feed-forward layer, and a new router chooses among them.
 *
 * @param experts how many a layer
 * @param seed of the routers
 */
public record Upcycling(int experts, Seed seed) implements ModelChange {

    private static final int MOST_EXPERTS = 1 << 12;
    private static final double ROUTER_DEVIATION = 0.02;
    private static final Pattern DENSE =
            Pattern.compile("((encoder|decoder)\\.block\\.(\\d{1,4})\\.layer\\.[12]\\.)DenseReluDense\\.(.*)");

    /** Checks the number of experts. */
    public Upcycling {
        Refusal.require(
                2 <= experts && experts <= MOST_EXPERTS, "experts must be 2 to %d, got %d", MOST_EXPERTS, experts);
    }

    @Override
    public void apply(ModelDraft draft) {
        ModelConfig before = draft.parsed();
        if (!(before instanceof T5Config dense) || dense.family() == T5Config.Family.UMT5) {
            throw Refusal.at(
                    draft.folder().toString(),
                    "experts can be made of a T5 or mT5 only, got %s",
                    draft.config().path("model_type").asText());
        }
        if (dense.feedForward().gated()) {
            draft.note("its experts are gated: transformers has no network for them");
        }
        rewrite(draft.config(), dense);
        SwitchConfig sparse = (SwitchConfig) draft.parsed();
        for (Map.Entry<String, OutgoingTensor> weight : new LinkedHashMap<>(draft.weights()).entrySet()) {
            Matcher name = DENSE.matcher(weight.getKey());
            if (name.matches()) {
                draft.remove(weight.getKey());
                put(draft, name, weight.getValue(), sparse);
            }
        }
    }

    private void put(ModelDraft draft, Matcher name, OutgoingTensor values, SwitchConfig config) {
        String layer = name.group(1) + "mlp.";
        SwitchConfig.Sparsity sparsity = name.group(2).equals("encoder") ? config.encoder() : config.decoder();
        if (!sparsity.at(Integer.parseInt(name.group(3)))) {
            draft.put(layer + name.group(4), values);
            return;
        }
        draft.put(layer + "router.classifier.weight", router(layer, config, values.type()));
        for (int i = 0; i < experts; i++) {
            draft.put(layer + "experts.expert_" + i + "." + name.group(4), values);
        }
    }

    private OutgoingTensor router(String layer, SwitchConfig config, ElementType type) {
        long[] shape = {experts, config.base().shape().dModel()};
        return new OutgoingTensor(type, shape, () -> {
            Tensor values = torch.empty(shape);
            Initialiser.normal(ROUTER_DEVIATION)
                    .fill(values, seed.split("router").split(layer));
            return values.to(type.scalar());
        });
    }

    private void rewrite(ObjectNode config, T5Config dense) {
        T5Config.Shape shape = dense.shape();
        config.putArray("architectures").add("SwitchTransformersForConditionalGeneration");
        config.put("model_type", "switch_transformers");
        config.put("num_experts", experts);
        config.put("num_sparse_encoder_layers", Math.max(1, shape.encoderLayers() / 2));
        config.put("num_sparse_decoder_layers", Math.max(1, shape.decoderLayers() / 2));
        config.put("num_decoder_layers", shape.decoderLayers());
        config.put("expert_capacity", 64);
        config.put("router_bias", false);
        config.put("router_dtype", "float32");
        config.put("router_ignore_padding_tokens", false);
        config.put("router_jitter_noise", 0.01);
        config.put("router_z_loss_coef", 0.001);
        config.put("router_aux_loss_coef", 0.001);
        config.put("add_router_probs", false);
        config.put("dense_act_fn", dense.feedForward().activation().configName());
        config.put("is_gated_act", dense.feedForward().gated());
        config.put("tie_word_embeddings", dense.head().tied());
        config.remove("feed_forward_proj");
    }
}
