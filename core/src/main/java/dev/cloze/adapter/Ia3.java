package dev.cloze.adapter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.adapter.inject.Injection;
import dev.cloze.adapter.inject.TargetModule;
import dev.cloze.adapter.target.ModulesToSave;
import dev.cloze.adapter.target.Targets;
import dev.cloze.model.config.ConfigJson;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * (IA)³ (Liu et al. 2022, §3.3): learned factors, at first 1, for the values that a map gives (keys and values), or for
 * those that it reads (the inner values of a feed-forward layer).
 *
 * @param targets the maps that are changed
 * @param readers those of them whose inputs are multiplied
 * @param modules modules of the model that are trained and kept whole
 * @param transposed whether the model's files have its matrices the other way round, as GPT-2's do
 */
public record Ia3(Targets targets, Targets.Names readers, List<String> modules, boolean transposed) implements Adapter {

    static final String TYPE = "IA3";
    static final String FACTORS = "ia3_l";

    /** Takes an unmodifiable copy. */
    public Ia3 {
        modules = List.copyOf(modules);
    }

    static Ia3 parse(AdapterJson json) {
        ConfigJson values = json.values();
        Targets targets = json.targets();
        targets.requireSome(json.place());
        return new Ia3(
                targets,
                json.chosen("feedforward_modules"),
                json.names("modules_to_save"),
                values.truth("fan_in_fan_out", false));
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("peft_type", TYPE).putNull("auto_mapping").putNull("base_model_name_or_path");
        json.put("fan_in_fan_out", transposed).put("inference_mode", true).put("init_ia3_weights", true);
        AdapterJson.put(json, targets);
        json.remove(List.of("layers_to_transform", "layers_pattern"));
        AdapterJson.put(json, "feedforward_modules", readers);
        AdapterJson.put(json, "modules_to_save", modules);
        return json;
    }

    /** Whether the inputs of the map at {@code path} are multiplied, not its results. */
    boolean reads(String path) {
        return readers.hold(path);
    }

    @Override
    public boolean byRow() {
        return modules.isEmpty();
    }

    @Override
    public Optional<WeightMerge> merge() {
        return Optional.of(new Ia3Merge(this));
    }

    @Override
    public Injection injection(Weights own, OwnRows rows) {
        return new Ia3Injection(own, rows);
    }

    private final class Ia3Injection implements Injection {

        private final ModulesToSave extras = new ModulesToSave(ModulesToSave.Bias.NONE, modules);
        private final Weights own;
        private final OwnRows rows;
        private boolean used;

        Ia3Injection(Weights own, OwnRows rows) {
            this.own = own;
            this.rows = rows;
        }

        @Override
        public boolean changes(String path) {
            return targets.hold(path) && !extras.wholly(path);
        }

        @Override
        public Projection projection(TargetModule target) {
            if (!changes(target.path())) {
                return target.plain();
            }
            used = true;
            Weights at = own.at(target.path());
            return reads(target.path())
                    ? new ScaledInput(target.plain(), at.parameter(FACTORS, Initialiser.ONES, 1, target.in()), rows)
                    : new ScaledOutput(target.plain(), at.parameter(FACTORS, Initialiser.ONES, target.out(), 1), rows);
        }

        @Override
        public boolean keeps(String path, String name) {
            return extras.wholly(path);
        }

        @Override
        public void requireUsed() {
            if (!used) {
                throw Refusal.at("targets", "match none of the model's linear maps: %s", targets.words());
            }
        }
    }

    /**
     * A map whose inputs are multiplied.
     *
     * @param base the map
     * @param factors {@code [1, in]}
     * @param rows whose inputs they are
     */
    record ScaledInput(Projection base, Tensor factors, OwnRows rows) implements Projection.Adapted {
        @Override
        public Tensor apply(Tensor x, ForwardPass pass) {
            return base.apply(rows.changed(x, pass, own -> own.mul(factors.view(-1))), pass);
        }
    }

    /**
     * A map whose results are multiplied, its bias among them.
     *
     * @param base the map
     * @param factors {@code [out, 1]}
     * @param rows whose results they are
     */
    record ScaledOutput(Projection base, Tensor factors, OwnRows rows) implements Projection.Adapted {
        @Override
        public Tensor apply(Tensor x, ForwardPass pass) {
            return rows.changed(base.apply(x, pass), pass, own -> own.mul(factors.view(-1)));
        }
    }
}
