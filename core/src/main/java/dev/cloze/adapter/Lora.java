package dev.cloze.adapter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Shown;
import dev.cloze.adapter.inject.DoraProjection;
import dev.cloze.adapter.inject.Injection;
import dev.cloze.adapter.inject.LoraEmbedding;
import dev.cloze.adapter.inject.LoraProjection;
import dev.cloze.adapter.inject.LowRankUpdate;
import dev.cloze.adapter.inject.TargetModule;
import dev.cloze.adapter.target.ModulesToSave;
import dev.cloze.adapter.target.Ranks;
import dev.cloze.adapter.target.Targets;
import dev.cloze.model.config.ConfigJson;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Lifetime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * LoRA (Hu et al. 2021, §4.1): beside a frozen map a narrow one, {@code h = W x + s · B A x}; rsLoRA (Kalajdzievski 2023)
 * with {@code s = alpha / √rank}; DoRA (Liu et al. 2024, eq. 5), which gives each row of {@code W + s · B A} a learned length.
 *
 * @param targets the maps that are changed
 * @param ranks how wide the updates are and how much they weigh
 * @param dora whether lengths are learned, too
 * @param dropout share of the update's inputs dropped while training
 * @param extras what is trained of the model itself
 * @param transposed whether the model's files have its matrices the other way round, as GPT-2's do
 */
public record Lora(Targets targets, Ranks ranks, boolean dora, double dropout, ModulesToSave extras, boolean transposed)
        implements Adapter {

    static final String TYPE = "LORA";
    static final String DOWN = "lora_A.weight";
    static final String UP = "lora_B.weight";
    static final String WORDS_DOWN = "lora_embedding_A";
    static final String WORDS_UP = "lora_embedding_B";
    static final String UP_BIAS = "lora_B.bias";
    static final String LENGTH = "lora_magnitude_vector";

    private static final Set<String> PLAIN_STARTS = Set.of("true", "false", "gaussian", "orthogonal", "eva");

    /** Checks the dropout. */
    public Lora {
        Refusal.require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), got %s", dropout);
    }

    /** LoRA on modules whose names end so. */
    public static Lora of(Ranks ranks, String... targets) {
        return new Lora(Targets.named(targets), ranks, false, 0, ModulesToSave.NONE, false);
    }

    static Lora parse(AdapterJson json) {
        ConfigJson values = json.values();
        json.refuse("alora_invocation_tokens", "arrow_config", "kasa_config", "layer_replication");
        json.refuse("monteclora_config", "target_parameters", "use_bdlora", "use_qalora");
        json.refuse("velora_config", "lora_bias");
        String start = values.json().path("init_lora_weights").asText("true").toLowerCase(Locale.ROOT);
        if (!PLAIN_STARTS.contains(start)) {
            throw Refusal.at(
                    json.place(),
                    "init_lora_weights must not have changed the base model, got '%s': convert the adapter to plain LoRA",
                    Shown.plain(start));
        }
        Targets targets = json.targets();
        targets.requireSome(json.place());
        return new Lora(
                targets,
                new Ranks(
                        values.integer("r", 1, Ranks.MOST, 8),
                        values.number("lora_alpha", -1e8, 1e8, 8),
                        json.byPattern("rank_pattern", (inside, key) -> inside.size(key, Ranks.MOST)),
                        json.byPattern("alpha_pattern", (inside, key) -> inside.number(key, -1e8, 1e8, 0)),
                        values.truth("use_rslora", false)),
                values.truth("use_dora", false),
                values.number("lora_dropout", 0, 0.999, 0),
                new ModulesToSave(
                        ModulesToSave.Bias.parse(values.text("bias", "none"), json.place()),
                        json.names("modules_to_save"),
                        json.tokens("trainable_token_indices")),
                values.truth("fan_in_fan_out", false));
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("peft_type", TYPE).putNull("auto_mapping").putNull("base_model_name_or_path");
        json.put("bias", extras.bias().word()).put("fan_in_fan_out", transposed);
        json.put("inference_mode", true).put("init_lora_weights", true);
        json.put("r", ranks.rank()).put("lora_dropout", dropout);
        number(json, "lora_alpha", ranks.alpha());
        ObjectNode rankPattern = json.putObject("rank_pattern");
        ranks.ranks().forEach(rankPattern::put);
        ObjectNode alphaPattern = json.putObject("alpha_pattern");
        ranks.alphas().forEach((key, alpha) -> number(alphaPattern, key, alpha));
        json.put("use_dora", dora).put("use_rslora", ranks.stabilised());
        AdapterJson.put(json, targets);
        AdapterJson.put(json, "modules_to_save", extras.modules());
        AdapterJson.put(json, "trainable_token_indices", extras.tokens());
        return json;
    }

    private static void number(ObjectNode json, String key, double value) {
        if (value == Math.rint(value)) {
            json.put(key, (long) value);
        } else {
            json.put(key, value);
        }
    }

    @Override
    public boolean byRow() {
        return extras.equals(ModulesToSave.NONE);
    }

    @Override
    public Optional<WeightMerge> merge() {
        return Optional.of(new LoraMerge(this));
    }

    @Override
    public Injection injection(Weights own, OwnRows rows) {
        return new LoraInjection(own, rows);
    }

    private final class LoraInjection implements Injection {

        private final Weights own;
        private final OwnRows rows;
        private boolean used;

        LoraInjection(Weights own, OwnRows rows) {
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
            int rank = ranks.rank(target.path());
            Weights at = own.at(target.path());
            LowRankUpdate update = new LowRankUpdate(
                    at.parameter(DOWN, Initialiser.uniform(1 / Math.sqrt(target.in())), rank, target.in()),
                    at.parameter(UP, Initialiser.ZEROS, target.out(), rank),
                    ranks.scale(target.path()));
            return dora
                    ? lengthened(target, at, update)
                    : new LoraProjection(target.path(), target.plain(), update, dropout, rows);
        }

        @Override
        public Embedding words(String path, Embedding table, double factor) {
            if (!named(path)) {
                return table.times(factor);
            }
            int ids = Math.toIntExact(table.table().size(0));
            int width = Math.toIntExact(table.table().size(1));
            used = true;
            Weights at = own.at(path);
            int rank = ranks.rank(path);
            LowRankUpdate update = new LowRankUpdate(
                    at.parameter(WORDS_DOWN, Initialiser.ZEROS, rank, ids),
                    at.parameter(WORDS_UP, Initialiser.normal(1), width, rank),
                    ranks.scale(path));
            return new LoraEmbedding(table, update, rows).times(factor);
        }

        @Override
        public Projection head(TargetModule target) {
            return named(target.path()) ? projection(target) : target.plain();
        }

        // All linear maps are all but the head.
        private boolean named(String path) {
            boolean meant = !(targets.chosen() instanceof Targets.Every) && changes(path);
            if (meant && dora) {
                throw Refusal.at(path, "has no rows whose lengths DoRA could learn: only maps between layers do");
            }
            return meant;
        }

        private Projection lengthened(TargetModule target, Weights at, LowRankUpdate update) {
            try (PointerScope scope = new PointerScope()) {
                Tensor matrix = Lifetime.held(target.matrix().get()); // [out, in]
                Initialiser first = Initialiser.copyOf(LowRankUpdate.lengths(matrix));
                Tensor length = at.parameter(LENGTH, first, target.out());
                return new DoraProjection(target.path(), target.plain(), matrix, update, length, dropout, rows);
            }
        }

        @Override
        public List<Integer> tokens(String path, boolean read) {
            return read ? extras.tokens().ofEmbedding(path) : extras.tokens().of(path);
        }

        @Override
        public boolean keeps(String path, String name) {
            return extras.keep(path, name, targets);
        }

        @Override
        public void requireUsed() {
            if (!used) {
                throw Refusal.at("targets", "match none of the model's linear maps: %s", targets.words());
            }
        }
    }
}
