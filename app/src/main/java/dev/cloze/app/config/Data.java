package dev.cloze.app.config;

import dev.cloze.Refusal;
import dev.cloze.batch.Joining;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The text to learn from. */
public record Data(
        @Doc("Where text comes from.") List<SourceChoice> sources,

        @Doc("A source is drawn at a rate of its number of documents to this power: 1 in proportion, 0 all alike.")
        double alpha,

        @Doc(value = "Shuffled in blocks of so many.", unit = "documents")
        int shuffle,

        @Doc("How documents of a language meet: one after the other, with an end of sequence between, or never.")
        Joining joining) {

    /** Checks names and ranges. */
    public Data {
        Refusal.require(!sources.isEmpty(), "sources must name at least one source");
        Set<String> names = sources.stream().map(SourceChoice::name).collect(Collectors.toSet());
        Refusal.require(names.size() == sources.size(), "sources must have names of their own, got %s", names);
        Refusal.require(0 <= alpha && alpha <= 1, "alpha must be in [0, 1], got %s", alpha);
        Refusal.require(shuffle >= 1, "shuffle must be at least 1, got %d", shuffle);
    }
}
