package dev.cloze.generate.search;

import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * One input's beam search, as transformers does it: of the best {@code 2·beams} continuations (more if more tokens than one end a text), those among the first
 * {@code beams} that end the text are complete; the best that do not end it are written on.
 */
final class Beam {

    // What transformers gives to texts that do not count: low enough, and finite, so that sums stay ordered.
    private static final float NEVER = -1e9f;

    private final Request request;
    private final Decoding.BeamSearch search;
    private final Ending ending;
    private List<Branch> running;
    private final List<Candidate> complete = new ArrayList<>();
    private boolean improvable = true;
    private boolean over;

    Beam(Written start, Ending ending) {
        this.request = start.request();
        this.search = (Decoding.BeamSearch) request.options().decoding();
        this.ending = ending;
        this.running = new ArrayList<>();
        for (int i = 0; i < search.beams(); i++) {
            running.add(new Branch(start, List.of(), i == 0 ? 0 : NEVER, i));
        }
    }

    /**
     * A text that is being written.
     *
     * @param written its tokens
     * @param logProbabilities of its tokens
     * @param score their sum
     * @param parent the beam it was in a step ago
     */
    private record Branch(Written written, List<Double> logProbabilities, float score, int parent) {

        Branch plus(int id, float total, int from) {
            List<Double> longer = new ArrayList<>(logProbabilities);
            longer.add((double) total - score);
            return new Branch(written.plus(id), longer, total, from);
        }
    }

    /**
     * The best continuations of an input: values, and their places in {@code [beams, vocab]}, best first, among those of
     * other inputs.
     */
    static final class Continuations {
        private final float[] values;
        private final long[] places;
        private final int from;
        private final int count;
        private final long vocab;

        Continuations(float[] values, long[] places, int from, int count, long vocab) {
            this.values = values;
            this.places = places;
            this.from = from;
            this.count = count;
            this.vocab = vocab;
        }
    }

    /** How many continuations it looks at: enough that as many as there are beams do not end the text. */
    int width() {
        return search.beams() * (1 + ending.ids(request).size());
    }

    List<Written> rows() {
        return running.stream().map(Branch::written).toList();
    }

    float score(int beam) {
        return running.get(beam).score();
    }

    int parent(int beam) {
        return running.get(beam).parent();
    }

    boolean over() {
        return over;
    }

    void advance(Continuations best) {
        List<Branch> next = new ArrayList<>();
        for (int i = 0; i < best.count; i++) {
            long place = best.places[best.from + i];
            int beam = (int) (place / best.vocab);
            next.add(running.get(beam).plus((int) (place % best.vocab), best.values[best.from + i], beam));
        }
        boolean full = complete.size() == search.beams();
        boolean closed = (full && search.patience() == Decoding.Patience.FIRST) || !improvable;
        for (Branch branch : next.subList(0, Math.min(search.beams(), next.size()))) {
            if (ends(branch) && !closed) {
                finish(branch);
            }
        }
        over = next.stream().allMatch(this::ends);
        continueWith(next);
        judge();
    }

    private boolean ends(Branch branch) {
        return ending.of(branch.written());
    }

    private void finish(Branch branch) {
        float score = normalised(branch.score(), branch.written().count());
        complete.add(new Candidate(branch.written().tokens(), score, branch.logProbabilities()));
        complete.sort(Comparator.comparingDouble(Candidate::score).reversed());
        if (complete.size() > search.beams()) {
            complete.remove(complete.size() - 1);
        }
    }

    private float normalised(float score, int length) {
        return score / (float) Math.pow(length, search.lengthPenalty());
    }

    private void continueWith(List<Branch> next) {
        List<Branch> ordered = new ArrayList<>();
        for (Branch branch : next) {
            float score = ends(branch) ? branch.score() + NEVER : branch.score();
            ordered.add(new Branch(branch.written(), branch.logProbabilities(), score, branch.parent()));
        }
        ordered.sort(Comparator.comparing(Branch::score).reversed());
        running = new ArrayList<>(ordered.subList(0, search.beams()));
    }

    /** Whether an open text may still become one of the best. */
    private void judge() {
        boolean full = complete.size() == search.beams();
        int length = running.get(0).written().count();
        boolean growing = search.patience() == Decoding.Patience.IMPOSSIBLE && search.lengthPenalty() > 0;
        float hope =
                normalised(running.get(0).score(), growing ? request.options().maxTokens() : length);
        double worst = full ? complete.get(complete.size() - 1).score() : NEVER;
        improvable &= hope > worst;
        over |= !improvable || (full && search.patience() == Decoding.Patience.FIRST);
    }

    /** The best complete texts, as many as were asked for. */
    List<Candidate> best() {
        return Collections.unmodifiableList(
                complete.subList(0, Math.min(request.options().candidates(), complete.size())));
    }
}
