package dev.cloze.app.config.model;

import dev.cloze.Refusal;
import dev.cloze.app.config.bind.Amount;
import dev.cloze.Doc;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Activation;
import dev.cloze.text.Vocabulary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The network of a run. */
public sealed interface ModelChoice
        permits ModelChoice.T5,
                ModelChoice.Switch,
                ModelChoice.Gpt2,
                ModelChoice.Bart,
                ModelChoice.Cpt,
                ModelChoice.Vlm,
                ModelChoice.Folder {

    /** Share of activations dropped while training. */
    double dropout();

    /** The shape of a network that begins with random weights, for a tokenizer's ids; empty where a folder says it. */
    Optional<ModelConfig> shape(Vocabulary vocabulary);

    /** The folder that it goes on from, if there is one. */
    default Optional<Path> from() {
        return Optional.empty();
    }

    /** A T5 that begins with random weights. */
    @Doc("A T5 with random weights: v1.1 with gated-gelu, v1.0 with relu and a tied head.")
    record T5(
            @Doc(value = "Width of the residual stream.", unit = "values")
            int dModel,

            @Doc(value = "Inner width of the feed-forward layers.", unit = "values")
            int dFf,

            @Doc(value = "Width of one attention head.", unit = "values")
            int dKv,

            @Doc("Attention heads of a layer.") int heads,
            @Doc("Layers that read.") int encoderLayers,
            @Doc("Layers that write.") int decoderLayers,
            @Doc("The feed-forward layer.") FeedForward feedForward,

            @Doc("Whether the embedding is also the output layer, as in T5 v1.0.")
            boolean tiedHead,

            @Doc("Buckets of the relative position bias.") int relativeBuckets,

            @Doc(value = "Distance from which on all positions share a bucket.", unit = "tokens")
            int relativeMaxDistance,

            @Doc("Share of activations dropped while training.")
            double dropout,

            @Doc("Rows of the embedding; auto rounds the tokenizer's ids up to a multiple of 128.")
            Amount rows)
            implements ModelChoice {

        /** Checks the ranges. */
        public T5 {
            Shapes.positive(dModel, "d-model");
            Shapes.positive(dFf, "d-ff");
            Shapes.positive(dKv, "d-kv");
            Shapes.positive(heads, "heads");
            Shapes.positive(encoderLayers, "encoder-layers");
            Shapes.positive(decoderLayers, "decoder-layers");
            Shapes.share(dropout, "dropout");
        }

        @Override
        public Optional<ModelConfig> shape(Vocabulary vocabulary) {
            boolean gated = feedForward == FeedForward.GATED_GELU;
            return Optional.of(new T5Config(
                    T5Config.Family.T5,
                    Shapes.rows(rows, vocabulary),
                    new T5Config.Shape(dModel, dKv, dFf, heads, encoderLayers, decoderLayers),
                    new T5Config.Positions(relativeBuckets, relativeMaxDistance),
                    new T5Config.FeedForwardKind(gated ? Activation.GELU_NEW : Activation.RELU, gated),
                    new T5Config.Head(tiedHead, tiedHead),
                    Shapes.T5_EPSILON,
                    dropout,
                    Shapes.ids(vocabulary)));
        }
    }

    /** A Switch Transformer that begins with random weights. */
    @Doc(
            "A Switch Transformer with random weights: a T5 v1.0 in which some layers have many experts (Fedus et al. 2021).")
    record Switch(
            @Doc(value = "Width of the residual stream.", unit = "values")
            int dModel,

            @Doc(value = "Inner width of the feed-forward layers and of every expert.", unit = "values")
            int dFf,

            @Doc(value = "Width of one attention head.", unit = "values")
            int dKv,

            @Doc("Attention heads of a layer.") int heads,
            @Doc("Layers that read.") int encoderLayers,
            @Doc("Layers that write.") int decoderLayers,
            @Doc("Experts of a layer that has them.") int experts,
            @Doc("Layers that read and have experts.") int sparseEncoderLayers,
            @Doc("Layers that write and have experts.") int sparseDecoderLayers,

            @Doc(
                    "Which layer of a group has experts: the second, as in Hugging Face's models, or the last, as in flaxformer's.")
            SwitchConfig.Layout layout,

            @Doc("While training, an expert takes this many even shares of the tokens; 0 turns no token away.")
            double capacityFactor,

            @Doc("While training, routers read their input times a factor that is off 1 by up to this.")
            double jitter,

            @Doc("Weight of the loss that keeps experts in balance.")
            double loadBalance,

            @Doc("Weight of the loss that keeps routers' logits small.")
            double routerZ,

            @Doc("Share of activations dropped while training.")
            double dropout,

            @Doc("Rows of the embedding; auto rounds the tokenizer's ids up to a multiple of 128.")
            Amount rows)
            implements ModelChoice {

        /** Checks the ranges. */
        public Switch {
            Shapes.positive(dModel, "d-model");
            Shapes.positive(dFf, "d-ff");
            Shapes.positive(dKv, "d-kv");
            Shapes.positive(heads, "heads");
            Shapes.positive(encoderLayers, "encoder-layers");
            Shapes.positive(decoderLayers, "decoder-layers");
            Shapes.positive(experts, "experts");
            Shapes.within(sparseEncoderLayers, encoderLayers, "sparse-encoder-layers");
            Shapes.within(sparseDecoderLayers, decoderLayers, "sparse-decoder-layers");
            Refusal.require(capacityFactor >= 0, "capacity-factor must be 0 or more, got %s", capacityFactor);
            Shapes.share(jitter, "jitter");
            Shapes.share(dropout, "dropout");
            Refusal.require(loadBalance >= 0, "load-balance must be 0 or more, got %s", loadBalance);
            Refusal.require(routerZ >= 0, "router-z must be 0 or more, got %s", routerZ);
        }

        @Override
        public Optional<ModelConfig> shape(Vocabulary vocabulary) {
            return Optional.of(Shapes.of(this, vocabulary));
        }
    }

    /** A GPT-2 that begins with random weights. */
    @Doc("A GPT-2 with random weights: it continues texts; of an example it reads the inputs and writes the targets.")
    record Gpt2(
            @Doc(value = "Width of the residual stream.", unit = "values")
            int dModel,

            @Doc(value = "Inner width of the feed-forward layers.", unit = "values")
            int dFf,

            @Doc("Attention heads of a layer, which share d-model.")
            int heads,

            @Doc("Layers.") int layers,

            @Doc(value = "Most tokens of a text, inputs and targets together.", unit = "tokens")
            int positions,

            @Doc("Share of activations dropped while training.")
            double dropout,

            @Doc("Rows of the embedding; auto rounds the tokenizer's ids up to a multiple of 128.")
            Amount rows)
            implements ModelChoice {

        /** Checks the ranges. */
        public Gpt2 {
            Shapes.positive(dModel, "d-model");
            Shapes.positive(dFf, "d-ff");
            Shapes.heads(dModel, heads);
            Shapes.positive(layers, "layers");
            Shapes.positive(positions, "positions");
            Shapes.share(dropout, "dropout");
        }

        @Override
        public Optional<ModelConfig> shape(Vocabulary vocabulary) {
            return Optional.of(Shapes.of(this, vocabulary));
        }
    }

    /** A BART that begins with random weights. */
    @Doc("A BART with random weights: it reads damaged text and writes it whole (Lewis et al. 2020).")
    record Bart(
            @Doc(value = "Width of the residual stream.", unit = "values")
            int dModel,

            @Doc(value = "Inner width of the feed-forward layers.", unit = "values")
            int dFf,

            @Doc("Attention heads of a layer, which share d-model.")
            int heads,

            @Doc("Layers that read.") int encoderLayers,
            @Doc("Layers that write.") int decoderLayers,

            @Doc(value = "Most tokens of a text.", unit = "tokens")
            int positions,

            @Doc("Share of activations dropped while training.")
            double dropout,

            @Doc("Rows of the embedding; auto rounds the tokenizer's ids up to a multiple of 128.")
            Amount rows)
            implements ModelChoice {

        /** Checks the ranges. */
        public Bart {
            Shapes.positive(dModel, "d-model");
            Shapes.positive(dFf, "d-ff");
            Shapes.heads(dModel, heads);
            Shapes.positive(encoderLayers, "encoder-layers");
            Shapes.positive(decoderLayers, "decoder-layers");
            Shapes.positive(positions, "positions");
            Shapes.share(dropout, "dropout");
        }

        @Override
        public Optional<ModelConfig> shape(Vocabulary vocabulary) {
            return Optional.of(Shapes.of(this, vocabulary));
        }
    }

    /** A CPT that begins with random weights. */
    @Doc(
            "A CPT with random weights: an encoder whose last layers tell words in gaps, and a decoder (Shao et al. 2021).")
    record Cpt(
            @Doc(value = "Width of the residual stream.", unit = "values")
            int dModel,

            @Doc(value = "Inner width of the feed-forward layers.", unit = "values")
            int dFf,

            @Doc("Attention heads of a layer, which share d-model.")
            int heads,

            @Doc("Layers that read, those of the understanding decoder among them.")
            int encoderLayers,

            @Doc("Layers of the understanding decoder, and as many of the generation decoder.")
            int decoderLayers,

            @Doc(value = "Most tokens of a text.", unit = "tokens")
            int positions,

            @Doc("Share of activations dropped while training.")
            double dropout,

            @Doc("Rows of the embedding; auto rounds the tokenizer's ids up to a multiple of 128.")
            Amount rows)
            implements ModelChoice {

        /** Checks the ranges. */
        public Cpt {
            Shapes.positive(dModel, "d-model");
            Shapes.positive(dFf, "d-ff");
            Shapes.heads(dModel, heads);
            Shapes.positive(encoderLayers, "encoder-layers");
            Shapes.positive(decoderLayers, "decoder-layers");
            Shapes.within(decoderLayers, encoderLayers, "decoder-layers");
            Shapes.positive(positions, "positions");
            Shapes.share(dropout, "dropout");
        }

        @Override
        public Optional<ModelConfig> shape(Vocabulary vocabulary) {
            return Optional.of(Shapes.of(this, vocabulary));
        }
    }

    /** A Versatile Language Model. */
    @Doc(
            "A Versatile Language Model (Lin et al. 2020): a GPT-2 that stays as it is, with an adapter and embeddings of its own for each task. An example does the task that its source is named as.")
    record Vlm(
            @Doc("The folder of the GPT-2, or of a VLM from such a run, whose tasks are kept.")
            Path path,

            @Doc("The tasks by the names of their sources, and how wide their adapters are inside.")
            Map<String, Amount> tasks,

            @Doc("Share of activations dropped while training.")
            double dropout)
            implements ModelChoice {

        private static final int USUAL = 100;

        /** Checks the ranges. */
        public Vlm {
            Refusal.require(!tasks.isEmpty(), "tasks must name at least one, such as tasks { translate = 100 }");
            Shapes.share(dropout, "dropout");
        }

        @Override
        public Optional<ModelConfig> shape(Vocabulary vocabulary) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> from() {
            return Optional.of(path);
        }

        /** The widths, in the order of the run file. */
        public Map<String, Integer> widths() {
            Map<String, Integer> widths = new LinkedHashMap<>();
            tasks.forEach((name, width) -> widths.put(name, width.or(USUAL)));
            return widths;
        }
    }

    /** A model to go on from. */
    @Doc("The weights and shape of a Hugging Face folder, to go on from.")
    record Folder(
            @Doc("The folder: config.json, model.safetensors or its shards, tokenizer files.")
            Path path,

            @Doc("Share of activations dropped while training.")
            double dropout)
            implements ModelChoice {

        /** Checks the range. */
        public Folder {
            Shapes.share(dropout, "dropout");
        }

        @Override
        public Optional<ModelConfig> shape(Vocabulary vocabulary) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> from() {
            return Optional.of(path);
        }
    }

    /** The kinds of feed-forward layer. */
    enum FeedForward {
        /** Gated by a GELU, as in T5 v1.1 and mT5. */
        GATED_GELU,
        /** Plain, as in T5 v1.0. */
        RELU
    }
}
