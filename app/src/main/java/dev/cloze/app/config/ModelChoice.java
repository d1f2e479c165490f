package dev.cloze.app.config;

import dev.cloze.Refusal;
import java.nio.file.Path;

/** The network of a run. */
public sealed interface ModelChoice {

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
            Refusal.require(dModel > 0, "d-model must be at least 1, got %d", dModel);
            Refusal.require(dFf > 0, "d-ff must be at least 1, got %d", dFf);
            Refusal.require(dKv > 0, "d-kv must be at least 1, got %d", dKv);
            Refusal.require(heads > 0, "heads must be at least 1, got %d", heads);
            Refusal.require(encoderLayers > 0, "encoder-layers must be at least 1, got %d", encoderLayers);
            Refusal.require(decoderLayers > 0, "decoder-layers must be at least 1, got %d", decoderLayers);
            Refusal.require(0 <= dropout && dropout < 1, "dropout must be in [0, 1), got %s", dropout);
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
            Refusal.require(0 <= dropout && dropout < 1, "dropout must be in [0, 1), got %s", dropout);
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
