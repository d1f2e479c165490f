package dev.cloze.model.config;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.text.Vocabulary;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The model that a run begins with: a network of random weights, given by its shape, or one that lies in a folder. */
@Doc(name = "model", value = "The network: its shape, or the folder of a model to go on from.")
public sealed interface InitialModel
        permits T5Config, SwitchConfig, Gpt2Config, BartConfig, CptConfig, InitialModel.Vlm, InitialModel.Folder {

    /** Share of activations dropped while training. */
    double dropoutRate();

    /** The shape of a network that begins with random weights, for a tokenizer's ids; empty where a folder says it. */
    default Optional<ModelConfig> shape(Vocabulary tokenizer) {
        return Optional.empty();
    }

    /** The folder that it goes on from, if there is one. */
    default Optional<Path> from() {
        return Optional.empty();
    }

    /** A Versatile Language Model that gets adapters for tasks that its folder does not have. */
    @Doc(
            "A Versatile Language Model (Lin et al. 2020): a GPT-2 that stays as it is, with an adapter and embeddings of its own for each task. An example does the task that has its task's name.")
    record Vlm(
            @Doc("The folder of the GPT-2, or of a VLM from such a run, whose tasks are kept.")
            Path path,

            @Doc(
                    "The tasks by the names of the run's tasks or sources, and how wide their adapters are inside; auto takes 100.")
            Map<String, OptionalInt> tasks,

            @Doc(name = "dropout", value = "Share of activations dropped while training.")
            double dropoutRate)
            implements InitialModel {

        private static final int USUAL = 100;

        /** Takes an unmodifiable copy that keeps the order, and checks the ranges. */
        public Vlm {
            tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
            Refusal.require(!tasks.isEmpty(), "tasks must name at least one, such as tasks { translate = 100 }");
            tasks.values()
                    .forEach(width -> width.ifPresent(
                            said -> Refusal.require(said > 0, "tasks must have widths of at least 1, got %d", said)));
            Sizes.share("dropout", dropoutRate);
        }

        /** The widths by the tasks' names, in their order. */
        public Map<String, Integer> widths() {
            Map<String, Integer> widths = new LinkedHashMap<>();
            tasks.forEach((name, width) -> widths.put(name, width.orElse(USUAL)));
            return widths;
        }

        @Override
        public Optional<Path> from() {
            return Optional.of(path);
        }
    }

    /** The weights and shape of a Hugging Face folder. */
    @Doc("The weights and shape of a Hugging Face folder, to go on from.")
    record Folder(
            @Doc("The folder: config.json, model.safetensors or its shards, tokenizer files.")
            Path path,

            @Doc(name = "dropout", value = "Share of activations dropped while training.")
            double dropoutRate)
            implements InitialModel {

        /** Checks the range. */
        public Folder {
            Sizes.share("dropout", dropoutRate);
        }

        @Override
        public Optional<Path> from() {
            return Optional.of(path);
        }
    }
}
