package dev.cloze.generate;

import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.search.Answer;
import dev.cloze.generate.search.Candidate;
import dev.cloze.generate.search.Search;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Requests that a model answers side by side, each from when it joins until it is complete or cancelled: whatever joins or
 * leaves beside it, it gets what it would get alone. For one thread; close it to free its memory.
 *
 * <pre>{@code
 * try (RunningBatch batch = generator.running(32)) {
 *     Answer first = batch.submit(request, id -> print(id));
 *     while (!first.over()) {
 *         batch.step();                        // others may be submitted or cancelled between any two steps
 *     }
 * }
 * }</pre>
 */
public final class RunningBatch implements AutoCloseable {

    private final int capacity;
    private final UnaryOperator<GenerationRequest> check;
    private final IntFunction<Search> searches;
    private final Map<Integer, Search> byBeams = new TreeMap<>(); // 0 for rows without
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /**
     * A batch of at most so many rows; what is submitted beyond waits its turn.
     *
     * @param check what becomes of a request that is submitted; refuses what cannot be answered
     * @param searches the search with that many beams, 0 for greedy decoding and sampling
     */
    RunningBatch(int capacity, UnaryOperator<GenerationRequest> check, IntFunction<Search> searches) {
        this.capacity = capacity;
        this.check = check;
        this.searches = searches;
    }

    /** An answer to a request that may not have begun yet. */
    private static final class Waiting implements Answer {

        final GenerationRequest request;
        final IntConsumer listener;
        Optional<Answer> begun = Optional.empty();
        boolean cancelled;

        Waiting(GenerationRequest request, IntConsumer listener) {
            this.request = request;
            this.listener = listener;
        }

        int beams() {
            return request.options().decoding() instanceof Decoding.BeamSearch beams ? beams.beams() : 0;
        }

        int rows() {
            return Math.max(beams(), request.options().candidates());
        }

        @Override
        public boolean over() {
            return begun.map(Answer::over).orElse(cancelled);
        }

        @Override
        public List<Candidate> candidates() {
            return begun.map(Answer::candidates).orElse(List.of());
        }
    }

    /**
     * Takes a request in; it begins with the next step for which there is room.
     *
     * @param listener hears the tokens of greedy decoding and sampling as they are written; must not throw while others are to
     *     go on
     * @throws dev.cloze.Refusal if the model has too few positions for it
     */
    public Answer submit(GenerationRequest request, IntConsumer listener) {
        Waiting added = new Waiting(check.apply(request), listener);
        waiting.add(added);
        return added;
    }

    /** Leaves off a request; what was written so far is its answer. */
    public void cancel(Answer answer) {
        Waiting cancelled = (Waiting) answer;
        cancelled.cancelled = true;
        waiting.remove(cancelled);
        if (!cancelled.over()) {
            cancelled.begun.ifPresent(begun -> search(cancelled.beams()).cancel(begun));
        }
    }

    /** Lets begin what there is room for, then writes one more token of every text. */
    public void step() {
        admit();
        byBeams.values().forEach(Search::step);
    }

    /** Whether nothing is written or waits. */
    public boolean idle() {
        return waiting.isEmpty() && rows() == 0;
    }

    private int rows() {
        return byBeams.values().stream().mapToInt(Search::rows).sum();
    }

    private void admit() {
        int rows = rows();
        Map<Integer, List<Waiting>> beginning = new TreeMap<>();
        while (!waiting.isEmpty()) {
            Waiting next = waiting.peek();
            if (rows > 0 && rows + next.rows() > capacity) {
                break;
            }
            rows += next.rows();
            beginning
                    .computeIfAbsent(next.beams(), missing -> new ArrayList<>())
                    .add(waiting.remove());
        }
        beginning.forEach(this::begin);
    }

    private void begin(int beams, List<Waiting> group) {
        List<Answer> begun = search(beams)
                .admit(
                        group.stream().map(each -> each.request).toList(),
                        group.stream().map(each -> each.listener).toList());
        for (int i = 0; i < begun.size(); i++) {
            group.get(i).begun = Optional.of(begun.get(i));
        }
    }

    private Search search(int beams) {
        return byBeams.computeIfAbsent(beams, searches::apply);
    }

    @Override
    public void close() {
        byBeams.values().forEach(Search::close);
        waiting.clear();
    }
}
