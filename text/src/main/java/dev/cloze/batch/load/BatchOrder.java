package dev.cloze.batch.load;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import java.util.OptionalInt;

/** Whose order and noise batches have: settings alone; what makes the batches of others is found by them. */
@Doc(
        name = "compat",
        value = "Whose order and noise batches have: one's own, or those of a reference, number for number.")
public sealed interface BatchOrder permits BatchOrder.None, BatchOrder.Seqio, BatchOrder.TextDenoising {

    /** One's own. */
    @Doc("Cloze's own: seeds that split, batches made in the background, every place found again at once.")
    record None() implements BatchOrder {}

    /** seqio's. */
    @Doc(
            "The stream that seqio makes of T5's pre-training tasks, number for number: order, noise, packing. To go on, all before is made again.")
    record Seqio(
            @Doc(value = "Shuffled at a time.", unit = "examples")
            int shuffleBuffer,

            @Doc("Whether files and examples are shuffled.") boolean shuffle,

            @Doc("Passes over the text; 0 for no end.") long epochs,

            @Doc(
                    "Tokens by which the inputs of span corruption stay shorter where a mode comes in front; auto takes the mode's.")
            OptionalInt reserved,

            @Doc(
                    "The features that rows have: those of an encoder and a decoder; of a decoder that reads inputs and targets in one; or of targets alone, which needs objective.type = causal-lm. The latter two need a model that continues texts, whose every token sees those before it.")
            Converter converter,

            @Doc("Whether a decoder that reads both learns the targets only.")
            boolean lossOnTargetsOnly,

            @Doc("Which part of the text, from 0.") int shard,

            @Doc("Of how many parts.") int shards)
            implements BatchOrder {

        /** seqio's feature converters. */
        public enum Converter {
            /** {@code EncDecFeatureConverter}. */
            ENCODER_DECODER,
            /** {@code PrefixLMFeatureConverter}. */
            PREFIX_LM,
            /** {@code LMFeatureConverter}. */
            LM
        }

        /** Checks the ranges. */
        public Seqio {
            Refusal.require(shuffleBuffer > 0, "shuffle-buffer must be at least 1, got %d", shuffleBuffer);
            Refusal.require(epochs >= 0, "epochs must be 0 or more, got %d", epochs);
            reserved.ifPresent(tokens ->
                    Refusal.require(tokens > 0, "reserved must be auto or a positive whole number, got %d", tokens));
            Refusal.require(shards > 0, "shards must be at least 1, got %d", shards);
            Refusal.require(shard >= 0 && shard < shards, "shard must be in 0..%d, got %d", shards - 1, shard);
        }
    }

    /** The text-denoising package's. */
    @Doc(
            "The batches of the text-denoising package's collator, number for number, with its flaws: the masks of all settings at once, noise in padding, which encoders see, decoders that start with an end of sequence. Needs objective.type = text-denoising and batch.packing = none. To go on, all before is made again.")
    record TextDenoising() implements BatchOrder {}
}
