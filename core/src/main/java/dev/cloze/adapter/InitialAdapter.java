package dev.cloze.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.Seed;
import dev.cloze.adapter.target.ModulesToSave;
import dev.cloze.adapter.target.Ranks;
import dev.cloze.adapter.target.UsualTargets;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.Activation;
import dev.cloze.text.Tokenizer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A new adapter as a user asks for it, in the words of PEFT's {@code adapter_config.json}, or of AdapterHub's for bottlenecks.
 * What depends on the model, its widths and usual targets, is left to it.
 */
@Doc(name = "adapter", value = "What is learnt beside a model that stays as it is; needs model.type = folder.")
public sealed interface InitialAdapter
        permits InitialAdapter.None,
                InitialAdapter.LoraSettings,
                InitialAdapter.Ia3Settings,
                InitialVirtualTokens,
                InitialAdapter.BottleneckSettings {

    /**
     * The adapter for a model; empty for none.
     *
     * @param tokenizer what the texts that prompts begin as are read by
     * @param seed what is drawn depends on it
     * @throws Refusal if the settings cannot be meant
     */
    Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed);

    /** Whether rows must hold one example each. */
    default boolean needsWholeRows() {
        return false;
    }

    /** No adapter. */
    @Doc("None: all weights of the model are learnt.")
    record None() implements InitialAdapter {
        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            return Optional.empty();
        }
    }

    /** LoRA, rsLoRA and DoRA. */
    @Doc(
            value =
                    "LoRA (Hu et al. 2021): narrow maps beside the chosen ones; with use_rslora rsLoRA, with use_dora DoRA."
                            + " Keys are PEFT's.",
            name = "lora")
    record LoraSettings(
            @Inline LoraWidth width,

            @Inline LoraPlaces places,

            @Doc(
                    value = "Whether the lengths of the rows of each matrix are learnt, too (Liu et al. 2024).",
                    name = "use_dora",
                    was = "lengths")
            boolean dora,

            @Doc(
                    value = "Share of the narrow maps' inputs dropped while training.",
                    name = "lora_dropout",
                    was = "dropout")
            double dropout,

            @Doc("Which biases of the model are learnt, too.")
            ModulesToSave.Bias bias,

            @Doc(
                    value = "Modules of the model that are learnt and kept whole: the ends of their names.",
                    name = "modules_to_save",
                    was = "modules-to-save")
            List<String> modulesToSave)
            implements InitialAdapter {

        /** How wide the maps are, and what their results are multiplied by. */
        public record LoraWidth(
                @Doc(value = "Width of the narrow maps.", name = "r", was = "rank")
                int rank,

                @Doc(
                        value = "What they add is multiplied by this and divided by the rank.",
                        name = "lora_alpha",
                        was = "alpha")
                double alpha,

                @Doc(
                        value = "Whether alpha is divided by the root of the rank (Kalajdzievski 2023).",
                        name = "use_rslora",
                        was = "stabilised")
                boolean stabilised,

                @Doc(
                        value = "Other ranks, by the end of a map's name or a regular expression for it.",
                        name = "rank_pattern",
                        was = "rank-pattern")
                Map<String, Integer> rankPattern,

                @Doc(value = "Other alphas, likewise.", name = "alpha_pattern")
                Map<String, Double> alphaPattern) {

            /** Takes unmodifiable copies and checks the ranges. */
            public LoraWidth {
                Refusal.require(rank >= 1 && rank <= Ranks.MOST, "rank must be in [1, %d], got %d", Ranks.MOST, rank);
                Rule.positive("alpha", alpha);
                rankPattern = Collections.unmodifiableMap(new LinkedHashMap<>(rankPattern));
                alphaPattern = Collections.unmodifiableMap(new LinkedHashMap<>(alphaPattern));
            }

            private void put(ObjectNode json) {
                json.put("r", rank).put("lora_alpha", alpha).put("use_rslora", stabilised);
                ObjectNode ranks = json.putObject("rank_pattern");
                rankPattern.forEach(ranks::put);
                ObjectNode alphas = json.putObject("alpha_pattern");
                alphaPattern.forEach(alphas::put);
            }
        }

        /** Where the maps are. */
        public record LoraPlaces(
                @Doc(
                        value =
                                "Maps that get one: the ends of their names in a list, a regular expression alone, or all-linear;"
                                        + " none means those usual for the model's type, q and v in T5's family. Embeddings (embed_tokens, wte,"
                                        + " word_embeddings) and the head (lm_head) count only by name.",
                        name = "target_modules",
                        was = "targets")
                List<String> targets,

                @Doc(
                        value = "Maps that get none although target_modules names them.",
                        name = "exclude_modules",
                        was = "exclude")
                List<String> exclude,

                @Doc(value = "Layers that get maps, counted from 0; none means all.", name = "layers_to_transform")
                List<Integer> layers) {

            /** Takes unmodifiable copies and checks names and numbers. */
            public LoraPlaces {
                Rule.said("targets", targets);
                Rule.said("exclude", exclude);
                layers.forEach(layer -> Rule.notNegative("layers", layer));
                targets = List.copyOf(targets);
                exclude = List.copyOf(exclude);
                layers = List.copyOf(layers);
            }

            private void put(ObjectNode json, Set<String> usual) {
                AdapterJson.putNames(json, "target_modules", or(targets, usual));
                AdapterJson.putNames(json, "exclude_modules", exclude);
                layers.forEach(json.withArray("layers_to_transform")::add);
            }
        }

        /** Takes an unmodifiable copy and checks the dropout. */
        public LoraSettings {
            Rule.said("modulesToSave", modulesToSave);
            Refusal.require(0 <= dropout && dropout < 1, "dropout must be in [0, 1), got %s", dropout);
            modulesToSave = List.copyOf(modulesToSave);
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            ObjectNode json = AdapterJson.peft(Lora.TYPE, UsualTargets.transposed(model));
            width.put(json);
            places.put(json, UsualTargets.of(model).lora());
            json.put("use_dora", dora).put("lora_dropout", dropout).put("bias", bias.word());
            AdapterJson.put(json, "modules_to_save", modulesToSave);
            return Optional.of(Adapter.parse(json, "adapter"));
        }
    }

    /** (IA)³. */
    @Doc(
            value =
                    "(IA)³ (Liu et al. 2022): factors for keys, values and the inner values of feed-forward layers. Keys are"
                            + " PEFT's.",
            name = "ia3")
    record Ia3Settings(
            @Doc(
                    value =
                            "Maps that get factors: as lora's; none means those usual for the model's type, feedforward_modules"
                                    + " among them: k, v and wo in T5's family.",
                    name = "target_modules",
                    was = "targets")
            List<String> targets,

            @Doc(
                    value = "Those of them whose inputs are multiplied, not their results.",
                    name = "feedforward_modules",
                    was = "readers")
            List<String> readers,

            @Doc(
                    value = "Modules of the model that are learnt and kept whole: the ends of their names.",
                    name = "modules_to_save")
            List<String> modulesToSave)
            implements InitialAdapter {

        /** Takes unmodifiable copies. */
        public Ia3Settings {
            Rule.said("targets", targets);
            Rule.said("readers", readers);
            Rule.said("modulesToSave", modulesToSave);
            targets = List.copyOf(targets);
            readers = List.copyOf(readers);
            modulesToSave = List.copyOf(modulesToSave);
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            UsualTargets usual = UsualTargets.of(model);
            ObjectNode json = AdapterJson.peft(Ia3.TYPE, UsualTargets.transposed(model));
            AdapterJson.putNames(json, "target_modules", or(targets, usual.ia3()));
            AdapterJson.putNames(
                    json, "feedforward_modules", targets.isEmpty() ? List.copyOf(usual.readers()) : readers);
            AdapterJson.put(json, "modules_to_save", modulesToSave);
            return Optional.of(Adapter.parse(json, "adapter"));
        }
    }

    /** Bottleneck adapters. */
    @Doc(
            value =
                    "Bottleneck adapters: narrow layers where sub-layers join the stream, in models of any type. Keys are"
                            + " AdapterHub's.",
            name = "bottleneck")
    record BottleneckSettings(
            @Doc(
                    value =
                            "After feed-forward layers, reading the sum (Pfeiffer et al. 2020), or after attention and feed-forward"
                                    + " layers, reading what those give (Houlsby et al. 2019).",
                    name = "config",
                    was = "form")
            Form form,

            @Doc(
                    value = "How many times narrower than the model they are.",
                    name = "reduction_factor",
                    was = "reduction")
            int reduction,

            @Doc(value = "Their bend.", name = "non_linearity", was = "activation")
            Activation activation)
            implements InitialAdapter {

        /** Checks the reduction. */
        public BottleneckSettings {
            Refusal.require(reduction >= 1, "reduction must be at least 1, got %d", reduction);
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            return Optional.of(
                    form == Form.PFEIFFER
                            ? Bottlenecks.pfeiffer(reduction, activation)
                            : Bottlenecks.houlsby(reduction, activation));
        }
    }

    /** Where bottlenecks are and what they read. */
    enum Form {
        /** After feed-forward layers, of the sum. */
        PFEIFFER,
        /** After attention and feed-forward layers, of what those give. */
        HOULSBY
    }

    private static List<String> or(List<String> said, Collection<String> usual) {
        return said.isEmpty() ? List.copyOf(usual) : said;
    }
}
