package dev.cloze.adapter;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A new adapter whose learnt vectors stand before the text of a row. */
@Doc(value = "Learnt vectors before every text.", name = "adapter")
public sealed interface InitialVirtualTokens extends InitialAdapter
        permits InitialVirtualTokens.PromptTuningSettings,
                InitialVirtualTokens.PTuningSettings,
                InitialVirtualTokens.PrefixTuningSettings {

    @Override
    default boolean needsWholeRows() {
        return true;
    }

    /** Prompt tuning. */
    @Doc(
            value =
                    "Prompt tuning (Lester et al. 2021): tokens with learnt vectors before every text that is read. Keys are"
                            + " PEFT's.",
            name = "prompt-tuning")
    record PromptTuningSettings(
            @Doc(value = "How many.", unit = "tokens", name = "num_virtual_tokens", was = "tokens")
            int tokens,

            @Doc(
                    value =
                            "What their vectors begin as: those of tokens drawn from the vocabulary, of the tokens of a text, or"
                                    + " random.",
                    name = "prompt_tuning_init",
                    was = "start")
            Start start,

            @Doc(
                    value = "The text for prompt_tuning_init = text, over and over.",
                    name = "prompt_tuning_init_text",
                    was = "text")
            String text)
            implements InitialVirtualTokens {

        private static final int COMMONEST = 5000;

        /** Checks the numbers. */
        public PromptTuningSettings {
            requireTokens(tokens);
            Refusal.require(
                    start != Start.TEXT || !text.isBlank(), "text must not be empty with prompt_tuning_init = text");
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            return Optional.of(new PromptTuning(PromptShape.of(tokens, model), first(tokenizer, seed)));
        }

        private List<Integer> first(Tokenizer tokenizer, Seed seed) {
            List<Integer> ids = new ArrayList<>();
            if (start == Start.SAMPLE_VOCAB) {
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
        SAMPLE_VOCAB,
        /** Vectors of the tokens of a text. */
        TEXT,
        /** Random numbers. */
        RANDOM
    }

    /** P-tuning. */
    @Doc(
            value =
                    "P-tuning (Liu et al. 2021): as prompt tuning, the vectors made by a small network while they are learnt. Keys"
                            + " are PEFT's.",
            name = "ptuning")
    record PTuningSettings(
            @Doc(value = "How many.", unit = "tokens", name = "num_virtual_tokens", was = "tokens")
            int tokens,

            @Doc(
                    value = "Inner width of that network; auto takes the model's.",
                    name = "encoder_hidden_size",
                    was = "hidden")
            OptionalInt hidden)
            implements InitialVirtualTokens {

        /** Checks the numbers. */
        public PTuningSettings {
            requireTokens(tokens);
            requireHidden(hidden);
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            PromptShape shape = PromptShape.of(tokens, model);
            return Optional.of(new PTuning(shape, hidden.orElse(shape.width())));
        }
    }

    /** Prefix tuning. */
    @Doc(
            value =
                    "Prefix tuning (Li and Liang 2021): learnt keys and values before those of the decoder's own tokens. Keys are"
                            + " PEFT's.",
            name = "prefix-tuning")
    record PrefixTuningSettings(
            @Doc(value = "How many.", unit = "tokens", name = "num_virtual_tokens", was = "tokens")
            int tokens,

            @Doc(
                    value = "Whether a small network makes them while they are learnt.",
                    name = "prefix_projection",
                    was = "projected")
            boolean projected,

            @Doc(
                    value = "Inner width of that network; auto takes the model's.",
                    name = "encoder_hidden_size",
                    was = "hidden")
            OptionalInt hidden)
            implements InitialVirtualTokens {

        /** Checks the numbers. */
        public PrefixTuningSettings {
            requireTokens(tokens);
            requireHidden(hidden);
        }

        @Override
        public Optional<Adapter> adapter(ModelConfig model, Tokenizer tokenizer, Seed seed) {
            PromptShape shape = PromptShape.ofKeys(tokens, model);
            OptionalInt inner = projected ? OptionalInt.of(hidden.orElse(shape.width())) : OptionalInt.empty();
            return Optional.of(new PrefixTuning(shape, inner));
        }
    }

    private static void requireTokens(int tokens) {
        Refusal.require(
                tokens >= 1 && tokens <= PromptShape.MOST,
                "tokens must be in [1, %d], got %d",
                PromptShape.MOST,
                tokens);
    }

    private static void requireHidden(OptionalInt hidden) {
        hidden.ifPresent(width -> Refusal.require(
                width >= 1 && width <= PTuning.MOST_HIDDEN,
                "hidden must be in [1, %d], got %d",
                PTuning.MOST_HIDDEN,
                width));
    }
}
