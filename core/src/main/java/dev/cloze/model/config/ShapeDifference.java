package dev.cloze.model.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What two shapes say differently of the network itself. What only training asks for, such as rates and first values,
 * does not count.
 */
public final class ShapeDifference {

    private static final Set<String> OF_TRAINING = Set.of(
            "dropout",
            "dropout_rate",
            "attention_dropout",
            "activation_dropout",
            "hidden_dropout_prob",
            "attention_probs_dropout_prob",
            "resid_pdrop",
            "embd_pdrop",
            "attn_pdrop",
            "init_std",
            "initializer_factor",
            "initializer_range",
            "router_jitter_noise",
            "router_z_loss_coef",
            "router_aux_loss_coef");

    private ShapeDifference() {}

    /** One entry a key, such as {@code d_model is 64, not 32}, in the keys' order; none for one network. */
    public static List<String> of(ModelConfig one, ModelConfig other) {
        ObjectNode left = one.toJson();
        ObjectNode right = other.toJson();
        Set<String> keys = new TreeSet<>();
        left.fieldNames().forEachRemaining(keys::add);
        right.fieldNames().forEachRemaining(keys::add);
        keys.removeAll(OF_TRAINING);
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            if (!left.path(key).equals(right.path(key))) {
                differences.add("%s is %s, not %s".formatted(key, said(left, key), said(right, key)));
            }
        }
        return differences;
    }

    private static String said(ObjectNode json, String key) {
        return json.has(key) ? json.get(key).toString() : "not said";
    }
}
