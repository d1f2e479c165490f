package dev.cloze.app.inspect;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.objective.Example;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Counts over batches: how full they are, and tokens by source, language and denoiser. */
public final class Tally {

    private final Map<Example.Label, Counts> byLabel = new LinkedHashMap<>();
    private long batches;
    private long rows;
    private long readPlaces;
    private long writtenPlaces;

    /**
     * Counts of some examples.
     *
     * @param examples how many
     * @param read tokens the encoder reads
     * @param written tokens the decoder writes
     */
    public record Counts(long examples, long read, long written) {

        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(examples + other.examples, read + other.read, written + other.written);
        }
    }

    /** Counts a batch. */
    public void add(Batch batch) {
        batches++;
        rows += batch.rows();
        readPlaces += places(batch.encoder().segmentIds());
        writtenPlaces += places(batch.decoder().segmentIds());
        for (int row = 0; row < batch.rows(); row++) {
            List<Example.Label> labels = batch.labels().get(row);
            int[] read = tokens(batch.encoder().segmentIds(), row, labels.size());
            int[] written = tokens(batch.decoder().segmentIds(), row, labels.size());
            for (int i = 0; i < labels.size(); i++) {
                byLabel.merge(labels.get(i), new Counts(1, read[i + 1], written[i + 1]), Counts::plus);
            }
        }
    }

    private static long places(IdMatrix ids) {
        return (long) ids.rows() * ids.columns();
    }

    private static int[] tokens(IdMatrix segments, int row, int examples) {
        int[] tokens = new int[examples + 1];
        for (int column = 0; column < segments.columns(); column++) {
            tokens[segments.at(row, column)]++;
        }
        return tokens;
    }

    /** Batches counted. */
    public long batches() {
        return batches;
    }

    /** All counts together. */
    public Counts total() {
        return byLabel.values().stream().reduce(Counts.NONE, Counts::plus);
    }

    /** Examples in a row, on average. */
    public double examplesARow() {
        return rows == 0 ? 0 : (double) total().examples() / rows;
    }

    /** Share of the places for inputs that hold a token. */
    public double readFill() {
        return readPlaces == 0 ? 0 : (double) total().read() / readPlaces;
    }

    /** Places for targets for each place for inputs: what examples would have to write to fill both. */
    public double placesWrittenForEachRead() {
        return readPlaces == 0 ? 0 : (double) writtenPlaces / readPlaces;
    }

    /** Share of the places for targets that hold a token. */
    public double writtenFill() {
        return writtenPlaces == 0 ? 0 : (double) total().written() / writtenPlaces;
    }

    /** Counts by language, the most tokens first. */
    public Map<String, Counts> byLanguage() {
        return by(Example.Label::language);
    }

    /** Counts by denoiser, the most tokens first. */
    public Map<String, Counts> byDenoiser() {
        return by(Example.Label::denoiser);
    }

    /** Counts by the source or task that an example begins in, the most tokens first. */
    public Map<String, Counts> bySource() {
        return by(Example.Label::source);
    }

    private Map<String, Counts> by(Function<Example.Label, String> key) {
        Map<String, Counts> sums = new LinkedHashMap<>();
        byLabel.forEach((label, counts) -> sums.merge(key.apply(label), counts, Counts::plus));
        Comparator<Map.Entry<String, Counts>> mostFirst = Comparator.comparing(
                entry -> -entry.getValue().read() - entry.getValue().written());
        Map<String, Counts> sorted = new LinkedHashMap<>();
        sums.entrySet().stream().sorted(mostFirst).forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
