package dev.cloze.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.adapter.inject.Injection;
import dev.cloze.model.config.ConfigJson;
import dev.cloze.nn.Activation;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Residual;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Bottleneck adapters, {@code up(bend(down(v)))} added where a sub-layer joins its input: Houlsby et al. 2019, §2.1, after
 * attention and feed-forward layers, with what the sub-layer gives as {@code v}; Pfeiffer et al. 2020, §3.2, after
 * feed-forward layers, with the sum, normed where the model norms it. Files are AdapterHub's.
 *
 * @param after the sub-layers that have one
 * @param ofSum whether {@code v} is the sum
 * @param reduction how many times narrower than the stream they are
 * @param activation the bend
 * @param scale what they add is multiplied by this
 */
public record Bottlenecks(
        Set<Residual.After> after, boolean ofSum, double reduction, Activation activation, double scale)
        implements Adapter {

    /** The name that an adapter's tensors bear among others in one file of AdapterHub's. */
    public static final String NAME = "cloze";

    private static final double DEVIATION = 0.02;
    private static final double MOST_REDUCTION = 1 << 20;

    /** Takes an unmodifiable copy and checks the reduction. */
    public Bottlenecks {
        after = Set.copyOf(after);
        Refusal.require(
                reduction >= 1 && reduction <= MOST_REDUCTION,
                "reduction must be in [1, %s], got %s",
                (int) MOST_REDUCTION,
                reduction);
    }

    /** Houlsby's: two a block. */
    public static Bottlenecks houlsby(double reduction, Activation activation) {
        Set<Residual.After> both = Set.of(Residual.After.ATTENTION, Residual.After.FEED_FORWARD);
        return new Bottlenecks(both, false, reduction, activation, 1);
    }

    /** Pfeiffer's: one a block. */
    public static Bottlenecks pfeiffer(double reduction, Activation activation) {
        return new Bottlenecks(Set.of(Residual.After.FEED_FORWARD), true, reduction, activation, 1);
    }

    static Bottlenecks parse(JsonNode whole, String place) {
        JsonNode inner = whole.path("config");
        return switch (inner.asText("")) {
            case "pfeiffer", "seq_bn" -> pfeiffer(16, Activation.RELU);
            case "houlsby", "double_seq_bn" -> houlsby(16, Activation.SILU);
            default -> parse(new AdapterJson(new ConfigJson(inner, place + ": config")));
        };
    }

    private static Bottlenecks parse(AdapterJson json) {
        ConfigJson values = json.values();
        json.refuse("architecture", "ln_before", "ln_after", "is_parallel", "use_gating", "phm_layer", "inv_adapter");
        json.refuse("leave_out");
        boolean ofSum = values.truth("original_ln_before", false);
        boolean plain = values.truth("original_ln_after", true)
                && (!ofSum || values.json().path("residual_before_ln").asBoolean(true));
        if (!plain) {
            throw Refusal.at(json.place(), "original_ln_after and residual_before_ln must be true");
        }
        EnumSet<Residual.After> after = EnumSet.noneOf(Residual.After.class);
        for (Residual.After where : Residual.After.values()) {
            if (values.truth(key(where), false)) {
                after.add(where);
            }
        }
        return new Bottlenecks(
                after,
                ofSum,
                values.number("reduction_factor", 1, MOST_REDUCTION, 16),
                Activation.parse(json.place() + ": non_linearity", values.text("non_linearity", "relu")),
                values.number("scaling", -1e8, 1e8, 1));
    }

    private static String key(Residual.After after) {
        return switch (after) {
            case ATTENTION -> "mh_adapter";
            case CROSS_ATTENTION -> "cross_adapter";
            case FEED_FORWARD -> "output_adapter";
        };
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", NAME);
        ObjectNode config = json.putObject("config");
        for (Residual.After where : Residual.After.values()) {
            config.put(key(where), after.contains(where));
        }
        config.put("original_ln_before", ofSum).put("original_ln_after", true);
        config.put("residual_before_ln", true).put("adapter_residual_before_ln", false);
        config.put("ln_before", false).put("ln_after", false).put("is_parallel", false);
        config.put("use_gating", false).put("phm_layer", false).putNull("inv_adapter");
        config.put("non_linearity", activation.configName()).put("reduction_factor", reduction);
        config.put("scaling", scale).put("init_weights", "bert").putArray("leave_out");
        return json;
    }

    @Override
    public boolean hub() {
        return true;
    }

    @Override
    public boolean byRow() {
        return true;
    }

    @Override
    public Optional<WeightMerge> merge() {
        return Optional.empty();
    }

    @Override
    public Injection injection(Weights own, OwnRows rows) {
        return new BottleneckInjection(own, rows);
    }

    private final class BottleneckInjection implements Injection {

        private final Weights own;
        private final OwnRows rows;
        private boolean used;

        BottleneckInjection(Weights own, OwnRows rows) {
            this.own = own;
            this.rows = rows;
        }

        @Override
        public Residual residual(String path, Residual.After where, int width, Residual plain) {
            if (!after.contains(where)) {
                return plain;
            }
            used = true;
            int narrow = Math.max(1, (int) (width / reduction));
            Initialiser first = Initialiser.normal(DEVIATION);
            Weights at = own.at(path + ".adapters." + NAME);
            return new Inserted(
                    Bottlenecks.this,
                    plain,
                    rows,
                    at.biased("adapter_down.0", width, narrow, first),
                    at.biased("adapter_up", narrow, width, first));
        }

        @Override
        public void requireUsed() {
            if (!used) {
                throw Refusal.at(
                        "adapter",
                        "bottlenecks find no place in this model: none of its sub-layers is among %s",
                        after);
            }
        }
    }

    /**
     * One of them.
     *
     * @param kind how it works
     * @param plain how the sub-layer joins its input without it
     * @param rows whose stream it is in
     * @param down to the narrow width
     * @param up back again
     */
    private record Inserted(Bottlenecks kind, Residual plain, OwnRows rows, Projection down, Projection up)
            implements Residual {
        @Override
        public Tensor joined(Tensor x, Tensor inner, UnaryOperator<Tensor> norm, ForwardPass pass) {
            Tensor sum = plain.joined(x, inner, norm, pass);
            return rows.joined(sum, inner, pass, (y, own) -> {
                Tensor read = kind.ofSum() ? norm.apply(y) : own; // [.., dModel]
                Tensor narrow = kind.activation().apply(down.apply(read, pass)); // [.., narrow]
                return y.add(up.apply(narrow, pass), new Scalar(kind.scale())); // [.., dModel]
            });
        }
    }
}
