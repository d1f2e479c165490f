package dev.cloze.data.stream;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Material drawn from several pipelines, each with the probability that its rate has among all rates. Each part is
 * repeated for ever with a seed of its own, so parts of different size never run out and never influence one another's
 * order.
 *
 * @param parts what is drawn from
 */
public record Mixture(List<Part> parts) implements Pipeline<Material> {

    /**
     * One part of a mixture.
     *
     * @param name what positions call it
     * @param documents what it yields in one pass
     * @param rate how often it is drawn, relative to the other parts
     */
    public record Part(String name, Pipeline<? extends Material> documents, double rate) {

        /** Checks the rate. */
        public Part {
            if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
                throw Refusal.at(name, "the rate must be in (0, ∞), got %s", rate);
            }
        }

        /** A corpus at a rate; its examples are counted only for a rate that depends on their number. */
        public static Part of(Corpus<?> corpus, Rate rate) {
            return new Part(corpus.name(), corpus, rate.of(rate.dependsOnSize() ? corpus.examples() : 1));
        }
    }

    /** Checks that there are parts and that each has a name of its own. */
    public Mixture {
        parts = List.copyOf(parts);
        Refusal.require(!parts.isEmpty(), "a mixture must have at least one part");
        Set<String> names = new HashSet<>();
        for (Part part : parts) {
            Refusal.require(
                    names.add(part.name()),
                    "the parts of a mixture must have different names, got '%s' twice",
                    part.name());
        }
    }

    /** Corpora at {@code examples^alpha}. */
    public Mixture(List<? extends Corpus<?>> corpora, double alpha) {
        this(corpora.stream().map(s -> Part.of(s, new Rate.Power(alpha))).toList());
    }

    /** The probability of each part. */
    public List<Double> probabilities() {
        double total = parts.stream().mapToDouble(Part::rate).sum();
        return parts.stream().map(part -> part.rate() / total).toList();
    }

    /** The rate of each part that is no mixture itself; those reached in several ways have the sum. */
    public SortedMap<String, Double> rates() {
        SortedMap<String, Double> rates = new TreeMap<>();
        for (Part part : parts) {
            if (part.documents() instanceof Mixture inner) {
                double total = inner.parts().stream().mapToDouble(Part::rate).sum();
                inner.rates().forEach((name, rate) -> rates.merge(name, part.rate() * rate / total, Double::sum));
            } else {
                rates.merge(part.name(), part.rate(), Double::sum);
            }
        }
        return rates;
    }

    @Override
    public Feed<Material> open(Position position, Seed seed) {
        return new Draws(this, position, seed);
    }

    /** The mixture's feed: the part of draw {@code i} is a function of the seed and {@code i}. */
    private static final class Draws implements Feed<Material> {

        private static final String DRAWS = "draws";

        private final List<Part> parts;
        private final double[] cumulative;
        private final List<Feed<? extends Material>> feeds = new ArrayList<>();
        private final Seed choices;
        private long draws;
        private int drawn;

        Draws(Mixture mixture, Position position, Seed seed) {
            parts = mixture.parts();
            cumulative = new double[parts.size()];
            choices = seed.split("mixture");
            draws = position.counter(DRAWS);
            double sum = 0;
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                sum += part.rate();
                cumulative[i] = sum;
                feeds.add(new Repeated<>(part.documents())
                        .open(position.part(part.name()), seed.split("part").split(part.name())));
            }
        }

        @Override
        public boolean advance() {
            double point = choices.at(draws).fraction() * cumulative[cumulative.length - 1];
            drawn = 0;
            while (drawn < cumulative.length - 1 && cumulative[drawn] <= point) {
                drawn++;
            }
            draws++;
            return feeds.get(drawn).advance();
        }

        @Override
        public Material current() {
            return feeds.get(drawn).current();
        }

        @Override
        public Position position() {
            Position position = Position.START.with(DRAWS, draws);
            for (int i = 0; i < feeds.size(); i++) {
                position = position.with(parts.get(i).name(), feeds.get(i).position());
            }
            return position;
        }

        @Override
        public void close() {
            feeds.forEach(Feed::close);
        }
    }
}
