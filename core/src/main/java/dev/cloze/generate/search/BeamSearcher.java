package dev.cloze.generate.search;

import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Beam search for inputs with the same number of beams, which share a slot. Each input's search is its own; its beams tell no
 * one of tokens, for they may be taken back.
 */
public final class BeamSearcher implements Search {

    private final SpecialIds ids;
    private final StoppingCriteria stopping;
    private final LogitsProcessor processor;
    private final int beams;
    private final SessionSlots<BeamScorer> slots;

    /** A search with so many beams, whose texts begin and end like this. */
    public BeamSearcher(SpecialIds ids, StoppingCriteria stopping, int beams, Session.Factory sessions) {
        this.ids = ids;
        this.stopping = stopping;
        this.processor = new LogitsProcessor(stopping);
        this.beams = beams;
        this.slots = new SessionSlots<>(sessions);
    }

    @Override
    public List<Answer> admit(List<GenerationRequest> requests, List<IntConsumer> listeners) {
        List<BeamScorer> added = requests.stream()
                .map(request -> new BeamScorer(GeneratedTokens.from(request, ids.opening(request)), stopping))
                .toList();
        slots.join(added);
        return List.copyOf(added);
    }

    @Override
    public void step() {
        slots.compact();
        if (slots.open() > 0) {
            Scopes.withoutGradient(this::write);
            slots.release();
        }
    }

    private void write() {
        List<BeamScorer> all = slots.all();
        List<GeneratedTokens> rows =
                all.stream().flatMap(beam -> beam.rows().stream()).toList();
        int[] last = rows.stream().mapToInt(GeneratedTokens::last).toArray();
        Tensor scores = slots.session().next(last).log_softmax(1); // [rows, vocab]
        if (LogitsProcessor.applies(rows)) {
            processor.apply(scores, rows);
        }
        long vocab = scores.size(1);
        Tensor total = scores.add_(runningScores(scores)).view(all.size(), beams * vocab); // [items, beams·vocab]
        long most = all.stream().mapToInt(BeamScorer::width).max().orElseThrow();
        T_TensorTensor_T top = total.topk(Math.min(most, beams * vocab));
        float[] values = Tensors.floats(top.get0());
        long[] places = Tensors.longs(top.get1());
        int width = values.length / all.size();
        for (int i = 0; i < all.size(); i++) {
            BeamScorer beam = all.get(i);
            if (!beam.over()) {
                beam.advance(
                        new BeamScorer.Continuations(values, places, i * width, Math.min(width, beam.width()), vocab));
            }
        }
        reorder();
    }

    // On the model's device: a few numbers go there once a step, and no score comes back but the best.
    private Tensor runningScores(Tensor scores) {
        List<BeamScorer> all = slots.all();
        float[] running = new float[all.size() * beams];
        for (int i = 0; i < running.length; i++) {
            running[i] = all.get(i / beams).score(i % beams);
        }
        return Tensors.of(running, running.length, 1).to(scores.device(), ScalarType.Float); // [rows, 1]
    }

    private void reorder() {
        List<BeamScorer> all = slots.all();
        int[] rows = new int[all.size() * beams];
        boolean same = true;
        for (int i = 0; i < rows.length; i++) {
            BeamScorer beam = all.get(i / beams);
            rows[i] = beam.over() ? i : i / beams * beams + beam.parent(i % beams);
            same &= rows[i] == i;
        }
        if (!same) {
            slots.session().reorder(rows);
        }
    }

    @Override
    public void cancel(Answer answer) {
        ((BeamScorer) answer).cancel();
        slots.release();
    }

    @Override
    public int rows() {
        return slots.open() * beams;
    }

    @Override
    public void close() {
        slots.close();
    }
}
