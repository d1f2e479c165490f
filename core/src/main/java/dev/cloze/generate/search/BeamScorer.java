package dev.cloze.generate.search;

import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * One input's beam search, as transformers does it: of the best {@code 2·beams} continuations (more if more tokens than one end a text), those among the first
 * {@code beams} that end the text are complete; the best that do not end it are written on.
 */
final class BeamScorer implements Answer, SessionSlots.Item {

    // What transformers gives to texts that do not count: low enough, and finite, so that sums stay ordered.
    private static final float NEVER = -1e9f;

    private final GenerationRequest request;
    private final Decoding.BeamSearch search;
    private final StoppingCriteria stopping;
    private List<Hypothesis> running;
    private final List<Candidate> complete = new ArrayList<>();
    private boolean improvable = true;
    private boolean over;

    BeamScorer(GeneratedTokens start, StoppingCriteria stopping) {
        this.request = start.request();
        this.search = (Decoding.BeamSearch) request.options().decoding();
        this.stopping = stopping;
        this.running = new ArrayList<>();
        for (int i = 0; i < search.beams(); i++) {
            running.add(new Hypothesis(start, List.of(), i == 0 ? 0 : NEVER, i));
        }
    }

    /**
     * A text that is being written.
     *
     * @param tokens its tokens
     * @param logProbabilities of its tokens
     * @param score their sum
     * @param parent the beam it was in a step ago
     */
    private record Hypothesis(GeneratedTokens tokens, List<Double> logProbabilities, float score, int parent) {

        Hypothesis plus(int id, float total, int from) {
            List<Double> longer = new ArrayList<>(logProbabilities);
            longer.add((double) total - score);
            return new Hypothesis(tokens.plus(id), longer, total, from);
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
        return search.beams() * (1 + stopping.ids(request).size());
    }

    List<GeneratedTokens> rows() {
        return running.stream().map(Hypothesis::tokens).toList();
    }

    float score(int beam) {
        return running.get(beam).score();
    }

    int parent(int beam) {
        return running.get(beam).parent();
    }

    @Override
    public GenerationRequest request() {
        return request;
    }

    @Override
    public boolean over() {
        return over;
    }

    void cancel() {
        over = true;
    }

    void advance(Continuations best) {
        List<Hypothesis> next = new ArrayList<>();
        for (int i = 0; i < best.count; i++) {
            long place = best.places[best.from + i];
            int beam = (int) (place / best.vocab);
            next.add(running.get(beam).plus((int) (place % best.vocab), best.values[best.from + i], beam));
        }
        boolean full = complete.size() == search.beams();
        boolean closed = (full && search.earlyStopping() == Decoding.EarlyStopping.FIRST) || !improvable;
        for (Hypothesis hypothesis : next.subList(0, Math.min(search.beams(), next.size()))) {
            if (ends(hypothesis) && !closed) {
                finish(hypothesis);
            }
        }
        over = next.stream().allMatch(this::ends);
        continueWith(next);
        judge();
    }

    private boolean ends(Hypothesis hypothesis) {
        return stopping.of(hypothesis.tokens());
    }

    private void finish(Hypothesis hypothesis) {
        float score = normalised(hypothesis.score(), hypothesis.tokens().count());
        complete.add(new Candidate(hypothesis.tokens().tokens(), score, hypothesis.logProbabilities()));
        complete.sort(Comparator.comparingDouble(Candidate::score).reversed());
        if (complete.size() > search.beams()) {
            complete.remove(complete.size() - 1);
        }
    }

    private float normalised(float score, int length) {
        return score / (float) Math.pow(length, search.lengthPenalty());
    }

    private void continueWith(List<Hypothesis> next) {
        List<Hypothesis> ordered = new ArrayList<>();
        for (Hypothesis hypothesis : next) {
            float score = ends(hypothesis) ? hypothesis.score() + NEVER : hypothesis.score();
            ordered.add(new Hypothesis(hypothesis.tokens(), hypothesis.logProbabilities(), score, hypothesis.parent()));
        }
        ordered.sort(Comparator.comparing(Hypothesis::score).reversed());
        running = new ArrayList<>(ordered.subList(0, search.beams()));
    }

    /** Whether an open text may still become one of the best. */
    private void judge() {
        boolean full = complete.size() == search.beams();
        int length = running.get(0).tokens().count();
        boolean growing = search.earlyStopping() == Decoding.EarlyStopping.IMPOSSIBLE && search.lengthPenalty() > 0;
        float hope =
                normalised(running.get(0).score(), growing ? request.options().maxTokens() : length);
        double worst = full ? complete.get(complete.size() - 1).score() : NEVER;
        improvable &= hope > worst;
        over |= !improvable || (full && search.earlyStopping() == Decoding.EarlyStopping.FIRST);
        if (over && complete.isEmpty()) {
            finish(running.get(
                    0)); // of scores that are no numbers none is the best, and there is an answer all the same
        }
    }

    /** The best complete texts, as many as were asked for. */
    @Override
    public List<Candidate> candidates() {
        return Collections.unmodifiableList(
                complete.subList(0, Math.min(request.options().candidates(), complete.size())));
    }
}
