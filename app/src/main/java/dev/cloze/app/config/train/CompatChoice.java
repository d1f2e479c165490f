package dev.cloze.app.config.train;

import dev.cloze.Refusal;
import dev.cloze.app.config.bind.Amount;
import dev.cloze.app.config.bind.Doc;
import dev.cloze.objective.seqio.Request;

/** Whose order and noise batches have. */
public sealed interface CompatChoice {

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

            @Doc("Which part of the text, from 0.") int shard,

            @Doc("Of how many parts.") int shards)
            implements CompatChoice {

        /** Checks the ranges. */
        public Seqio {
            Refusal.require(shuffleBuffer > 0, "shuffle-buffer must be at least 1, got %d", shuffleBuffer);
            Refusal.require(epochs >= 0, "epochs must be 0 or more, got %d", epochs);
            new Request.Shard(shard, shards);
        }
    }
}
