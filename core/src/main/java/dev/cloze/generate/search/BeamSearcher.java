package dev.cloze.generate.search;

import dev.cloze.generate.options.Request;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;

/** Beam search over a batch of inputs with the same number of beams. Each input's search is its own; those over leave, some at a time. */
public final class BeamSearcher {

    private final EdgeIds edges;
    private final Ending ending;
    private final RuleBook rules;
    private final int beams;
    private final List<Beam> open = new ArrayList<>(); // those in the batch

    /** A search with so many beams, whose texts begin and end like this. */
    public BeamSearcher(EdgeIds edges, Ending ending, int beams) {
        this.edges = edges;
        this.ending = ending;
        this.rules = new RuleBook(ending);
        this.beams = beams;
    }

    /** The best texts of each request. */
    public List<List<Candidate>> run(Session session, List<Request> requests) {
        List<Beam> all = requests.stream()
                .map(request -> new Beam(Written.from(request, edges.opening(request)), ending))
                .toList();
        open.addAll(all);
        while (open.stream().anyMatch(beam -> !beam.over())) {
            Scopes.withoutGradient(() -> step(session));
            dismiss(session);
        }
        return all.stream().map(Beam::best).toList();
    }

    private void step(Session session) {
        List<Written> rows = open.stream().flatMap(beam -> beam.rows().stream()).toList();
        int[] last = rows.stream().mapToInt(row -> row.at(row.size() - 1)).toArray();
        Tensor scores = session.next(last).log_softmax(1); // [rows, vocab]
        if (RuleBook.applies(rows)) {
            rules.apply(scores, rows);
        }
        long vocab = scores.size(1);
        Tensor total = scores.add_(runningScores()).view(open.size(), beams * vocab); // [items, beams·vocab]
        long most = open.stream().mapToInt(Beam::width).max().orElseThrow();
        T_TensorTensor_T top = total.topk(Math.min(most, beams * vocab));
        float[] values = Tensors.floats(top.get0());
        long[] places = Tensors.longs(top.get1());
        int width = values.length / open.size();
        for (int i = 0; i < open.size(); i++) {
            Beam beam = open.get(i);
            if (!beam.over()) {
                beam.advance(new Beam.Continuations(values, places, i * width, Math.min(width, beam.width()), vocab));
            }
        }
        reorder(session);
    }

    private Tensor runningScores() {
        float[] running = new float[open.size() * beams];
        for (int i = 0; i < running.length; i++) {
            running[i] = open.get(i / beams).score(i % beams);
        }
        return Tensors.of(running, running.length, 1);
    }

    private void reorder(Session session) {
        int[] rows = new int[open.size() * beams];
        boolean same = true;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i / beams * beams + open.get(i / beams).parent(i % beams);
            same &= rows[i] == i;
        }
        if (!same) {
            session.reorder(rows);
        }
    }

    private void dismiss(Session session) {
        int[] left = Indices.where(open.size(), i -> !open.get(i).over());
        if (left.length > 0 && Session.worthLeaving(left.length, open.size())) {
            List<Beam> going = Arrays.stream(left).mapToObj(open::get).toList();
            open.clear();
            open.addAll(going);
            session.keep(left);
        }
    }
}
