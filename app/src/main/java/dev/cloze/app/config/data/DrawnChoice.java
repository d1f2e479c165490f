package dev.cloze.app.config.data;

import dev.cloze.Refusal;
import dev.cloze.Doc;
import dev.cloze.data.stream.Rate;
import java.util.List;

/** One part of a mixture. */
public sealed interface DrawnChoice {

    /** How often it is drawn. */
    Rate rate();

    /** A task or a source. */
    @Doc("A task or a source.")
    record Task(
            @Doc("Its name.") String name,

            @Doc("How often it is drawn, relative to the other parts.")
            Rate rate) implements DrawnChoice {}

    /** A mixture inside. */
    @Doc("A mixture inside the mixture; its size is that of all its parts.")
    record Mixture(
            @Doc("Its name, which positions in checkpoints use.")
            String name,

            @Doc("How often it is drawn, relative to the other parts.")
            Rate rate,

            @Doc("What it is drawn from.") List<DrawnChoice> parts)
            implements DrawnChoice {

        /** Checks that there are parts. */
        public Mixture {
            Refusal.require(!parts.isEmpty(), "parts must name at least one task");
        }
    }
}
