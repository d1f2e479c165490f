package dev.cloze.task;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.data.stream.Rate;
import java.util.List;

/** One part of a mixture. */
public sealed interface Drawn permits Drawn.Named, Drawn.Mixture {

    /** How often it is drawn. */
    Rate rate();

    /** A task or a source. */
    @Doc(name = "task", value = "A task or a source.")
    record Named(
            @Doc("Its name.") String name,

            @Doc("How often it is drawn, relative to the other parts.")
            Rate rate) implements Drawn {

        /** Checks the name. */
        public Named {
            Rule.said("name", name);
        }
    }

    /** A mixture inside. */
    @Doc("A mixture inside the mixture; its size is that of all its parts.")
    record Mixture(
            @Doc("Its name, which positions in checkpoints use.")
            String name,

            @Doc("How often it is drawn, relative to the other parts.")
            Rate rate,

            @Doc("What it is drawn from.") List<Drawn> parts)
            implements Drawn {

        /** Checks that there are a name and parts. */
        public Mixture {
            Rule.said("name", name);
            Refusal.require(!parts.isEmpty(), "parts must name at least one task");
        }
    }
}
