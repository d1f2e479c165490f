package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import java.util.List;

/** A mixture of one's own; its parts may be mixtures. */
@Doc(name = "mixture", value = "A mixture of one's own.")
public record CustomMixture(@Doc("What is drawn from.") List<Part> parts) implements MixtureOfDenoisers {

    /** Takes an unmodifiable copy. */
    public CustomMixture {
        parts = List.copyOf(parts);
        Refusal.require(!parts.isEmpty(), "parts must name at least one denoiser");
    }
}
