package dev.cloze.objective;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import java.util.ArrayList;
import java.util.List;

/** Denoisers with rates: each example draws one. */
public final class Denoisers {

    /** The fewest tokens that something can be learnt from: one to read and one to write. */
    public static final int FEWEST_TOKENS = 2;

    private final List<Denoiser> all;
    private final double[] cumulative;
    private final boolean separateDocuments;

    private Denoisers(List<Denoiser> all, double[] cumulative, boolean separateDocuments) {
        this.all = List.copyOf(all);
        this.cumulative = cumulative;
        this.separateDocuments = separateDocuments;
    }

    /** A single denoiser. */
    static Denoisers of(Denoiser denoiser) {
        return new Denoisers(List.of(denoiser), new double[] {1}, false);
    }

    /** A single denoiser that learns where documents end, so that each is followed by an end-of-sequence token. */
    static Denoisers ofSeparated(Denoiser denoiser) {
        return new Denoisers(List.of(denoiser), new double[] {1}, true);
    }

    /** The denoisers of all {@code parts}, each part drawn at its rate. */
    static Denoisers mixed(List<Denoisers> parts, double[] rates) {
        List<Denoiser> all = new ArrayList<>();
        List<Double> sums = new ArrayList<>();
        double sum = 0;
        boolean separate = true;
        for (int i = 0; i < rates.length; i++) {
            Denoisers part = parts.get(i);
            separate &= part.separateDocuments;
            for (int j = 0; j < part.all.size(); j++) {
                sum += rates[i] * part.rate(j);
                all.add(part.all.get(j));
                sums.add(sum);
            }
        }
        double total = sum;
        Refusal.require(total > 0, "rates of denoisers must have a positive sum, got %s", total);
        double[] cumulative = sums.stream().mapToDouble(s -> s / total).toArray();
        return new Denoisers(all, cumulative, separate);
    }

    /** All of them, in the order of the recipe. */
    public List<Denoiser> all() {
        return all;
    }

    /** The share of examples that the denoiser of that index makes. */
    public double rate(int index) {
        return index == 0 ? cumulative[0] : cumulative[index] - cumulative[index - 1];
    }

    /** Whether an end-of-sequence token stands between documents, as in language modelling. */
    public boolean separateDocuments() {
        return separateDocuments;
    }

    /** The denoiser of the example with that seed. */
    public Denoiser draw(Seed seed) {
        if (all.size() == 1) {
            return all.get(0);
        }
        double u = seed.split("denoiser").fraction();
        int index = 0;
        while (index < cumulative.length - 1 && u >= cumulative[index]) {
            index++;
        }
        return all.get(index);
    }
}
