package dev.cloze.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.adapter.inject.Injection;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * P-tuning (Liu et al. 2021, §3.2): as prompt tuning, but the vectors come out of a small network while they are learned.
 *
 * @param shape the tokens' sizes
 * @param hidden inner width of that network
 */
public record PTuning(PromptShape shape, int hidden) implements Adapter {

    static final String TYPE = "P_TUNING";
    static final int MOST_HIDDEN = 1 << 16;

    static PTuning parse(AdapterJson json) {
        json.refuse("modules_to_save");
        PromptShape shape = PromptShape.parse(json);
        return new PTuning(shape, json.values().integer("encoder_hidden_size", 1, MOST_HIDDEN, shape.width()));
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = shape.toJson(TYPE).put("encoder_reparameterization_type", "MLP");
        json.put("encoder_hidden_size", hidden).put("encoder_num_layers", 2);
        return json.put("encoder_dropout", 0.0).putNull("modules_to_save");
    }

    @Override
    public Optional<WeightMerge> merge() {
        return Optional.empty();
    }

    private Reparameterised network() {
        return new Reparameterised(
                List.of("mlp_head.0", "mlp_head.2", "mlp_head.4"),
                List.of(shape.width(), hidden, hidden, shape.width()),
                Tensor::relu);
    }

    @Override
    public Map<String, Tensor> kept(Parameters parameters) {
        return network().kept(parameters);
    }

    @Override
    public Injection injection(Weights own, OwnRows rows) {
        return new SoftPrompting(shape, plain -> network().source(own, shape.rows()));
    }
}
