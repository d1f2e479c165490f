package dev.cloze.generate.search;

import dev.cloze.generate.options.Request;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Greedy decoding and sampling: every row for itself, each with its own options. Finished rows leave the batch, some at a time. */
public final class RowSearch {

    private final EdgeIds ids;
    private final Ending ending;
    private final RuleBook rules;
    private final List<Row> rows = new ArrayList<>(); // those in the batch

    /** A search whose texts begin and end like this. */
    public RowSearch(EdgeIds ids, Ending ending) {
        this.ids = ids;
        this.ending = ending;
        this.rules = new RuleBook(ending);
    }

    /** One row. */
    private static final class Row {
        final Written written;
        final Draw draw;
        final List<Double> logProbabilities = new ArrayList<>();
        final boolean asked;
        boolean over;

        Row(Written written, Draw draw) {
            this.written = written;
            this.draw = draw;
            this.asked = written.request().options().logProbabilities();
        }

        Candidate candidate() {
            double sum =
                    logProbabilities.stream().mapToDouble(Double::doubleValue).sum();
            return new Candidate(written.tokens(), asked ? sum : Double.NaN, logProbabilities);
        }
    }

    /** Writes a text for each request; {@code copies[i]} says which of a request's candidates row i is. */
    public List<Candidate> run(Session session, List<Request> requests, int[] copies, TokenListener listener) {
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            rows.add(new Row(
                    Written.from(request, ids.opening(request)),
                    Draw.of(request.options().decoding(), copies[i])));
        }
        List<Row> all = List.copyOf(rows);
        int[] places = Indices.upTo(rows.size());
        while (rows.stream().anyMatch(row -> !row.over)) {
            step(session);
            tell(places, listener);
            places = dismiss(session, places);
        }
        return all.stream().map(Row::candidate).toList();
    }

    private void step(Session session) {
        int[] last = rows.stream()
                .mapToInt(row -> row.written.at(row.written.size() - 1))
                .toArray();
        Scopes.withoutGradient(() -> {
            Tensor scores = session.next(last); // [rows, vocab]
            List<Written> written = rows.stream().map(row -> row.written).toList();
            if (RuleBook.applies(written)) {
                rules.apply(scores, written);
            }
            int[] chosen = choose(scores);
            noteLogProbabilities(scores, chosen);
            for (int i = 0; i < chosen.length; i++) {
                if (!rows.get(i).over) {
                    rows.get(i).written.add(chosen[i]);
                }
            }
        });
    }

    private int[] choose(Tensor scores) {
        int[] chosen = new int[rows.size()];
        long[] likeliest = Tensors.longs(scores.argmax(new LongOptional(1), false));
        Drawing drawing = new Drawing(scores);
        for (int i = 0; i < chosen.length; i++) {
            int best = (int) likeliest[i];
            chosen[i] = rows.get(i).over ? best : rows.get(i).draw.choose(drawing, i, best);
        }
        return chosen;
    }

    private void noteLogProbabilities(Tensor scores, int[] chosen) {
        if (rows.stream().noneMatch(row -> row.asked && !row.over)) {
            return;
        }
        Tensor index = Tensors.of(chosen, chosen.length, 1).to(scores.device(), ScalarType.Long);
        float[] values = Tensors.floats(scores.log_softmax(1).gather(1, index));
        for (int i = 0; i < chosen.length; i++) {
            if (rows.get(i).asked && !rows.get(i).over) {
                rows.get(i).logProbabilities.add((double) values[i]);
            }
        }
    }

    private void tell(int[] places, TokenListener listener) {
        for (int i = 0; i < places.length; i++) {
            Row row = rows.get(i);
            if (!row.over) {
                listener.wrote(places[i], row.written.at(row.written.size() - 1));
                row.over = ending.of(row.written);
            }
        }
    }

    /** Lets finished rows go; where the others stand in the original batch. */
    private int[] dismiss(Session session, int[] places) {
        int[] open = Indices.where(rows.size(), i -> !rows.get(i).over);
        if (open.length == 0 || !Session.worthLeaving(open.length, rows.size())) {
            return places;
        }
        List<Row> left = new ArrayList<>();
        int[] leftPlaces = new int[open.length];
        for (int i = 0; i < open.length; i++) {
            left.add(rows.get(open[i]));
            leftPlaces[i] = places[open[i]];
        }
        rows.clear();
        rows.addAll(left);
        session.keep(open);
        return leftPlaces;
    }
}
