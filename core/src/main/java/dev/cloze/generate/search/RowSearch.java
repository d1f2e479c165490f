package dev.cloze.generate.search;

import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Greedy decoding and sampling: every row for itself, each with its own options. A request has a row for each text it wants. */
public final class RowSearch implements Search {

    private final SpecialIds ids;
    private final StoppingCriteria stopping;
    private final LogitsProcessor processor;
    private final SessionSlots<Row> slots;

    /** A search whose texts begin and end like this. */
    public RowSearch(SpecialIds ids, StoppingCriteria stopping, Session.Factory sessions) {
        this.ids = ids;
        this.stopping = stopping;
        this.processor = new LogitsProcessor(stopping);
        this.slots = new SessionSlots<>(sessions);
    }

    /** One text. */
    private static final class Row implements SessionSlots.Item {
        final GeneratedTokens tokens;
        final Sampler sampler;
        final IntConsumer listener;
        final List<Double> logProbabilities = new ArrayList<>();
        final boolean asked;
        boolean over;

        Row(GeneratedTokens tokens, Sampler sampler, IntConsumer listener) {
            this.tokens = tokens;
            this.sampler = sampler;
            this.listener = listener;
            this.asked = tokens.request().options().logProbabilities();
        }

        @Override
        public GenerationRequest request() {
            return tokens.request();
        }

        @Override
        public boolean over() {
            return over;
        }

        Candidate candidate() {
            double sum =
                    logProbabilities.stream().mapToDouble(Double::doubleValue).sum();
            return new Candidate(tokens.tokens(), asked ? sum : Double.NaN, logProbabilities);
        }
    }

    /** The texts of a request. */
    private record Rows(List<Row> rows) implements Answer {

        @Override
        public boolean over() {
            return rows.stream().allMatch(Row::over);
        }

        @Override
        public List<Candidate> candidates() {
            return rows.stream().map(Row::candidate).toList();
        }
    }

    @Override
    public List<Answer> admit(List<GenerationRequest> requests, List<IntConsumer> listeners) {
        List<Answer> answers = new ArrayList<>();
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            GenerationRequest request = requests.get(i);
            List<Row> rows = new ArrayList<>();
            for (int copy = 0; copy < request.options().candidates(); copy++) {
                rows.add(new Row(
                        GeneratedTokens.from(request, ids.opening(request)),
                        Sampler.of(request.options().decoding(), copy),
                        listeners.get(i)));
            }
            all.addAll(rows);
            answers.add(new Rows(List.copyOf(rows)));
        }
        slots.join(all);
        return answers;
    }

    @Override
    public void step() {
        slots.compact();
        if (slots.open() == 0) {
            return;
        }
        List<Row> rows = List.copyOf(slots.all());
        Scopes.withoutGradient(() -> write(rows));
        for (Row row : rows) {
            if (!row.over) {
                row.listener.accept(row.tokens.last());
                row.over = stopping.of(row.tokens);
            }
        }
        slots.release();
    }

    private void write(List<Row> rows) {
        int[] last = rows.stream().mapToInt(row -> row.tokens.last()).toArray();
        Tensor scores = slots.session().next(last); // [rows, vocab]
        List<GeneratedTokens> written = rows.stream().map(row -> row.tokens).toList();
        if (LogitsProcessor.applies(written)) {
            processor.apply(scores, written);
        }
        int[] chosen = choose(rows, new StepScores(scores, temperatures(rows)));
        noteLogProbabilities(rows, scores, chosen);
        for (int i = 0; i < chosen.length; i++) {
            if (!rows.get(i).over) {
                rows.get(i).tokens.add(chosen[i]);
            }
        }
    }

    private static float[] temperatures(List<Row> rows) {
        float[] temperatures = new float[rows.size()];
        for (int i = 0; i < temperatures.length; i++) {
            temperatures[i] = (float) rows.get(i).sampler.temperature();
        }
        return temperatures;
    }

    private static int[] choose(List<Row> rows, StepScores scores) {
        int[] chosen = new int[rows.size()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = rows.get(i).over ? 0 : rows.get(i).sampler.choose(scores, i);
        }
        return chosen;
    }

    private static void noteLogProbabilities(List<Row> rows, Tensor scores, int[] chosen) {
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

    @Override
    public void cancel(Answer answer) {
        ((Rows) answer).rows.forEach(row -> row.over = true);
        slots.release();
    }

    @Override
    public int rows() {
        return slots.open();
    }

    @Override
    public void close() {
        slots.close();
    }
}
