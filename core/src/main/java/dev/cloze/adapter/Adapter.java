package dev.cloze.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.adapter.inject.AdaptedCausal;
import dev.cloze.adapter.inject.AdaptedEncoder;
import dev.cloze.adapter.inject.AdaptedSeq2Seq;
import dev.cloze.adapter.inject.AdaptedWeights;
import dev.cloze.adapter.inject.Injection;
import dev.cloze.adapter.inject.SoftPrompt;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.config.ConfigJson;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** A small trainable addition to a frozen model, as its {@code adapter_config.json} says it in PEFT's words or AdapterHub's. */
public sealed interface Adapter permits Lora, Ia3, PromptTuning, PrefixTuning, PTuning, Bottlenecks {

    /** Reads an {@code adapter_config.json}; {@code place} is named in refusals. */
    static Adapter parse(JsonNode json, String place) {
        AdapterJson config = new AdapterJson(new ConfigJson(json, place));
        if (json.has("config") && !json.has("peft_type")) {
            return Bottlenecks.parse(json, place);
        }
        String type = config.text("peft_type", "");
        return switch (type) {
            case Lora.TYPE -> Lora.parse(config);
            case Ia3.TYPE -> Ia3.parse(config);
            case PromptTuning.TYPE -> PromptTuning.parse(config);
            case PrefixTuning.TYPE -> PrefixTuning.parse(config);
            case PTuning.TYPE -> PTuning.parse(config);
            default ->
                throw Refusal.at(
                        place,
                        "peft_type must be one of %s, %s, %s, %s, %s; got '%s'",
                        Lora.TYPE,
                        Ia3.TYPE,
                        PromptTuning.TYPE,
                        PrefixTuning.TYPE,
                        PTuning.TYPE,
                        Shown.plain(type));
        };
    }

    /** The {@code adapter_config.json} that PEFT, or AdapterHub's adapters, reads as this adapter. */
    ObjectNode toJson();

    /** Whether its files are laid out as AdapterHub's, not as PEFT's. */
    default boolean hub() {
        return false;
    }

    /**
     * The network of that shape with this adapter in it.
     *
     * @param base the model's weights
     * @param own the adapter's weights, drawn anew or read from its file
     */
    default Network build(ModelConfig config, Weights base, Weights own) {
        requireFits(config);
        Injection injection = injection(own, OwnRows.EVERY);
        Network network = Networks.build(config, new AdaptedWeights(base, own, injection));
        injection.requireUsed();
        return injection.softPrompt().count() == 0
                ? network
                : view(network, injection.softPrompt(), network.usualAdapter());
    }

    /**
     * Several adapters in one network, so that rows of one batch may use different ones; all must be {@link #byRow}.
     *
     * @param base the model's weights
     * @param beside the adapters, each with its weights
     * @return for each adapter the network with that as its usual one; they share all their layers
     */
    static List<Network> buildTogether(ModelConfig config, Weights base, List<Beside> beside) {
        Weights weights = base;
        List<Injection> injections = new ArrayList<>();
        for (Beside each : beside) {
            each.adapter().requireFits(config);
            Injection injection = each.adapter().injection(each.own(), new OwnRows(injections.size()));
            weights = new AdaptedWeights(weights, each.own(), injection);
            injections.add(injection);
        }
        Network network = Networks.build(config, weights);
        injections.forEach(Injection::requireUsed);
        return IntStream.range(0, beside.size())
                .mapToObj(number -> view(network, SoftPrompt.NONE, number))
                .toList();
    }

    /**
     * An adapter beside others.
     *
     * @param adapter what it is
     * @param own its weights
     */
    record Beside(Adapter adapter, Weights own) {}

    private static Network view(Network network, SoftPrompt before, int usual) {
        if (network instanceof Seq2SeqModel model) {
            return new AdaptedSeq2Seq(model, before, usual);
        }
        return network instanceof CausalModel model
                ? new AdaptedCausal(model, before, usual)
                : new AdaptedEncoder(network, before, usual);
    }

    /** Whether some rows of a batch may use it while others do not: it keeps no module of the model whole and puts no tokens before texts. */
    default boolean byRow() {
        return false;
    }

    /** The weights as a finished adapter's file has them, by name; they belong to the caller's scope. */
    default Map<String, Tensor> kept(Parameters parameters) {
        return all(parameters);
    }

    /** Every weight as it is. */
    static Map<String, Tensor> all(Parameters parameters) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        parameters.all().forEach(parameter -> all.put(parameter.name(), parameter.master()));
        return all;
    }

    /** Stops if it was made for a model of another kind. */
    default void requireFits(ModelConfig config) {}

    /** How the adapter's weights go into the model's; empty where they cannot. */
    Optional<WeightMerge> merge();

    /** What the adapter puts in the place of layers, for some rows of a batch. */
    Injection injection(Weights own, OwnRows rows);
}
