package dev.cloze.adapter;

import dev.cloze.Doc;
import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.Seed;
import dev.cloze.adapter.target.ModulesToSave;
import dev.cloze.adapter.target.Ranks;
import dev.cloze.adapter.target.Targets;
import dev.cloze.adapter.target.UsualTargets;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.nn.Activation;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** What is learnt beside a model that stays as it is. */
@Doc(name = "adapter", value = "What is learnt beside a model that stays as it is; needs model.type = folder.")
public sealed interface InitialAdapter
        permits InitialAdapter.None,
                InitialAdapter.Lora,
                InitialAdapter.Ia3,
                InitialAdapter.PromptTuning,
                InitialAdapter.Ptuning,
                InitialAdapter.PrefixTuning,
                InitialAdapter.Bottleneck {

    /** The adapter for a model; empty for none. */
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
    @Doc("LoRA (Hu et al. 2021): narrow maps beside the chosen ones; with stabilised rsLoRA, with lengths DoRA.")
    record Lora(
            @Inline Width width,

            @Doc(
                    "Maps that get one: the ends of their names, or all-linear; none means those usual for the model's type, q and v in T5's family. Embeddings (embed_tokens, wte, word_embeddings) and the head (lm_head) count only by name.")
            List<String> targets,

            @Doc("Maps that get none although targets names them.")
            List<String> exclude,

            @Doc("Whether the lengths of the rows of each matrix are learnt, too (Liu et al. 2024).")
            boolean lengths,

            @Doc("Share of the narrow maps' inputs dropped while training.")
            double dropout,

            @Doc("Which biases of the model are learnt, too.")
            Bias bias,

            @Doc("Modules of the model that are learnt and kept whole: the ends of their names.")
            List<String> modulesToSave)
            implements InitialAdapter {

        /** How wide the maps are, and what their results are multiplied by. */
        public record Width(
                @Doc("Width of the narrow maps.") int rank,

                @Doc("What they add is multiplied by this and divided by the rank.")
                double alpha,

                @Doc("Whether alpha is divided by the root of the rank (Kalajdzievski 2023).")
                boolean stabilised,

                @Doc("Other ranks, by the end of a map's name or a regular expression for it.")
                Map<String, OptionalInt> rankPattern) {

            /** Checks the ranges. */
            public Width {
                Refusal.require(rank >= 1 && rank <= Ranks.MOST, "rank must be in [1, %d], got %d", Ranks.MOST, rank);
                Rule.positive("alpha", alpha);
                rankPattern.values().forEach(said -> requirePositive("rankPattern", said));
            }

            Ranks ranks() {
                Map<String, Integer> others = new LinkedHashMap<>();
                rankPattern.forEach((pattern, said) -> others.put(pattern, said.orElse(rank)));
                return new Ranks(rank, alpha, others, Map.of(), stabilised);
            }
        }

        /** Checks the range. */
        public Lora {
            Rule.said("targets", targets);
            Rule.said("exclude", exclude);
            Rule.said("modulesToSave", modulesToSave);
            Refusal.require(0 <= dropout && dropout < 1, "dropout must be in [0, 1), got %s", dropout);
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            Targets.Names chosen = targets.equals(List.of(Targets.ALL_LINEAR))
                    ? new Targets.Every()
                    : new Targets.Listed(
                            targets.isEmpty() ? UsualTargets.of(model).lora() : Set.copyOf(targets));
            Targets.Names excluded = new Targets.Listed(Set.copyOf(exclude));
            return Optional.of(new dev.cloze.adapter.Lora(
                    new Targets(chosen, excluded, Targets.Layers.ALL),
                    width.ranks(),
                    lengths,
                    dropout,
                    new ModulesToSave(bias.extra(), modulesToSave),
                    UsualTargets.transposed(model)));
        }
    }

    /** Which biases are learnt. */
    enum Bias {
        /** None. */
        NONE,
        /** All. */
        ALL,
        /** Those of the chosen maps. */
        TARGETS;

        ModulesToSave.Bias extra() {
            return switch (this) {
                case NONE -> ModulesToSave.Bias.NONE;
                case ALL -> ModulesToSave.Bias.ALL;
                case TARGETS -> ModulesToSave.Bias.LORA_ONLY;
            };
        }
    }

    /** (IA)³. */
    @Doc("(IA)³ (Liu et al. 2022): factors for keys, values and the inner values of feed-forward layers.")
    record Ia3(
            @Doc(
                    "Maps that get factors: the ends of their names; none means those usual for the model's type, readers among them: k, v and wo in T5's family.")
            List<String> targets,

            @Doc("Those of them whose inputs are multiplied, not their results.")
            List<String> readers)
            implements InitialAdapter {

        /** Checks the names. */
        public Ia3 {
            Rule.said("targets", targets);
            Rule.said("readers", readers);
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            UsualTargets usual = UsualTargets.of(model);
            Set<String> chosen = targets.isEmpty() ? usual.ia3() : Set.copyOf(targets);
            Set<String> reading = targets.isEmpty() ? usual.readers() : Set.copyOf(readers);
            return Optional.of(new dev.cloze.adapter.Ia3(
                    Targets.named(chosen.toArray(String[]::new)),
                    new Targets.Listed(reading),
                    List.of(),
                    UsualTargets.transposed(model)));
        }
    }

    /** Prompt tuning. */
    @Doc("Prompt tuning (Lester et al. 2021): tokens with learnt vectors before every text that is read.")
    record PromptTuning(
            @Doc(value = "How many.", unit = "tokens") int tokens,

            @Doc(
                    "What their vectors begin as: those of tokens drawn from the vocabulary, of the tokens of text, or random.")
            Start start,

            @Doc("The text for start = text, over and over.")
            String text)
            implements InitialAdapter {

        private static final int COMMONEST = 5000;

        /** Checks the numbers. */
        public PromptTuning {
            requireTokens(tokens);
            Refusal.require(start != Start.TEXT || !text.isBlank(), "text must not be empty with start = text");
        }

        @Override
        public boolean needsWholeRows() {
            return true;
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            return Optional.of(
                    new dev.cloze.adapter.PromptTuning(PromptShape.of(tokens, model), first(tokenizer, seed)));
        }

        private List<Integer> first(Tokenizer tokenizer, Seed seed) {
            List<Integer> ids = new ArrayList<>();
            if (start == Start.VOCABULARY) {
                SplittableRandom random = seed.split("prompt").random();
                int most = Math.min(COMMONEST, tokenizer.vocabulary().size());
                random.ints(tokens, 0, most).forEach(ids::add);
            }
            if (start == Start.TEXT) {
                Tokens encoded = tokenizer.encode(text);
                for (int i = 0; i < Math.min(tokens, encoded.size()); i++) {
                    ids.add(encoded.at(i));
                }
            }
            return ids;
        }
    }

    /** What learnt vectors begin as. */
    enum Start {
        /** Vectors of tokens drawn from the vocabulary. */
        VOCABULARY,
        /** Vectors of the tokens of a text. */
        TEXT,
        /** Random numbers. */
        RANDOM
    }

    /** P-tuning. */
    @Doc("P-tuning (Liu et al. 2021): as prompt tuning, the vectors made by a small network while they are learnt.")
    record Ptuning(
            @Doc(value = "How many.", unit = "tokens") int tokens,

            @Doc("Inner width of that network; auto takes the model's.")
            OptionalInt hidden)
            implements InitialAdapter {

        /** Checks the number. */
        public Ptuning {
            requireTokens(tokens);
            requirePositive("hidden", hidden);
        }

        @Override
        public boolean needsWholeRows() {
            return true;
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            PromptShape shape = PromptShape.of(tokens, model);
            return Optional.of(new PTuning(shape, hidden.orElse(shape.width())));
        }
    }

    /** Prefix tuning. */
    @Doc("Prefix tuning (Li and Liang 2021): learnt keys and values before those of the decoder's own tokens.")
    record PrefixTuning(
            @Doc(value = "How many.", unit = "tokens") int tokens,

            @Doc("Whether a small network makes them while they are learnt.")
            boolean projected,

            @Doc("Inner width of that network; auto takes the model's.")
            OptionalInt hidden)
            implements InitialAdapter {

        /** Checks the number. */
        public PrefixTuning {
            requireTokens(tokens);
            requirePositive("hidden", hidden);
        }

        @Override
        public boolean needsWholeRows() {
            return true;
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            PromptShape shape = PromptShape.ofKeys(tokens, model);
            OptionalInt inner = projected ? OptionalInt.of(hidden.orElse(shape.width())) : OptionalInt.empty();
            return Optional.of(new dev.cloze.adapter.PrefixTuning(shape, inner));
        }
    }

    /** Bottleneck adapters. */
    @Doc("Bottleneck adapters: narrow layers where sub-layers join the stream, in models of any type.")
    record Bottleneck(
            @Doc(
                    "After feed-forward layers, reading the sum (Pfeiffer et al. 2020), or after attention and feed-forward layers, reading what those give (Houlsby et al. 2019).")
            Form form,

            @Doc("How many times narrower than the model they are.")
            int reduction,

            @Doc("Their bend.") Activation activation)
            implements InitialAdapter {

        /** Checks the reduction. */
        public Bottleneck {
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

    private static void requirePositive(String name, OptionalInt number) {
        number.ifPresent(
                said -> Refusal.require(said > 0, "%s must be auto or a positive whole number, got %d", name, said));
    }

    private static void requireTokens(int tokens) {
        Refusal.require(
                tokens >= 1 && tokens <= PromptShape.MOST,
                "tokens must be in [1, %d], got %d",
                PromptShape.MOST,
                tokens);
    }
}
