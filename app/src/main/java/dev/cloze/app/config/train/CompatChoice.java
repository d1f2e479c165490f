package dev.cloze.app.config.train;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.app.config.bind.Amount;
import dev.cloze.seqio.Request;

/** Whose order and noise batches have. */
public sealed interface CompatChoice permits CompatChoice.None, CompatChoice.Seqio, CompatChoice.TextDenoising {

    /** One's own. */
    @Doc("Cloze's own: seeds that split, batches made in the background, every place found again at once.")
    record None() implements CompatChoice {}

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
            Amount reserved,

            @Doc(
                    "The features that rows have: those of an encoder and a decoder; of a decoder that reads inputs and targets in one; or of targets alone, which needs objective.type = causal-lm. The latter two need a model that continues texts, whose every token sees those before it.")
            Converter converter,

            @Doc("Whether a decoder that reads both learns the targets only.")
            boolean lossOnTargetsOnly,

            @Doc("Which part of the text, from 0.") int shard,

            @Doc("Of how many parts.") int shards)
            implements CompatChoice {

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
            new Request.Shard(shard, shards);
        }
    }

    /** The text-denoising package's. */
    @Doc(
            "The batches of the text-denoising package's collator, number for number, with its flaws: the masks of all settings at once, noise in padding, which encoders see, decoders that start with an end of sequence. Needs objective.type = text-denoising and batch.packing = none. To go on, all before is made again.")
    record TextDenoising() implements CompatChoice {}
}
