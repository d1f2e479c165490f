package dev.cloze.generate.search;

import dev.cloze.generate.options.TokenRules;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Applies each row's {@link TokenRules} to the scores of what may follow, in the order of transformers' processors. */
final class LogitsProcessor {

    private final StoppingCriteria ending;

    LogitsProcessor(StoppingCriteria ending) {
        this.ending = ending;
    }

    /** Whether any row has rules that matter now. */
    static boolean applies(List<GeneratedTokens> rows) {
        return rows.stream().anyMatch(row -> !rules(row).equals(TokenRules.NONE));
    }

    private static TokenRules rules(GeneratedTokens row) {
        return row.request().options().rules();
    }

    /** Changes {@code scores [rows, vocab]} in place. */
    void apply(Tensor scores, List<GeneratedTokens> rows) {
        bias(scores, rows);
        penalise(
                scores,
                rows,
                row -> 1 / rules(row).bias().encoderRepetitionPenalty(),
                row -> row.request().input().stream());
        penalise(
                scores,
                rows,
                row -> rules(row).repetitionPenalty(),
                row -> IntStream.range(0, row.size()).map(row::at));
        ban(scores, rows, this::avoid);
        force(scores, rows);
        pull(scores, rows);
        ban(scores, rows, LogitsProcessor::suppress);
        normalise(scores, rows);
    }

    private static void bias(Tensor scores, List<GeneratedTokens> rows) {
        LogitUpdates picks = new LogitUpdates();
        for (int i = 0; i < rows.size(); i++) {
            int place = i;
            GeneratedTokens row = rows.get(i);
            Map<Integer, Double> sums = new TreeMap<>();
            rules(row).bias().biases().forEach((run, value) -> {
                if (row.precedes(run)) {
                    sums.merge(run.at(run.size() - 1), value, Double::sum);
                }
            });
            sums.forEach((id, sum) -> picks.add(place, id, sum));
        }
        picks.increase(scores);
    }

    /** Some tokens of a row. */
    private interface Some {
        IntStream of(GeneratedTokens row);
    }

    private static void penalise(
            Tensor scores, List<GeneratedTokens> rows, ToDoubleFunction<GeneratedTokens> penalty, Some some) {
        LogitUpdates picks = new LogitUpdates();
        for (int i = 0; i < rows.size(); i++) {
            int place = i;
            double factor = penalty.applyAsDouble(rows.get(i));
            if (factor != 1) {
                some.of(rows.get(i)).distinct().forEach(id -> picks.add(place, id, factor));
            }
        }
        picks.penalise(scores);
    }

    /** Tokens that a row may not be followed by. */
    private interface Ban {
        void of(GeneratedTokens row, IntConsumer banned);
    }

    private static void ban(Tensor scores, List<GeneratedTokens> rows, Ban ban) {
        LogitPositions banned = new LogitPositions();
        for (int i = 0; i < rows.size(); i++) {
            int place = i;
            ban.of(rows.get(i), id -> banned.add(place, id));
        }
        banned.fill(scores, Double.NEGATIVE_INFINITY);
    }

    private void avoid(GeneratedTokens row, IntConsumer banned) {
        TokenRules rules = rules(row);
        if (rules.noRepeatNgram() > 0) {
            Ngrams.following(row, rules.noRepeatNgram(), banned);
        }
        if (rules.noCopyNgram() > 0) {
            Ngrams.following(row, row.request().input(), rules.noCopyNgram(), banned);
        }
        Set<Integer> endings = ending.ids(row.request());
        rules.badWords().alone().filter(id -> !endings.contains(id)).forEach(banned);
        for (Tokens word : rules.badWords().after(row.last())) {
            if (row.precedes(word)) {
                banned.accept(word.at(word.size() - 1));
            }
        }
        if (row.count() < rules.edges().minTokens()
                || row.size() < rules.edges().minLength()) {
            endings.forEach(banned::accept);
        }
    }

    private static void suppress(GeneratedTokens row, IntConsumer banned) {
        TokenRules rules = rules(row);
        rules.suppressed().forEach(banned::accept);
        boolean forced =
                row.size() - row.count() == 1 && rules.edges().forcedFirst().isPresent();
        if (row.count() == (forced ? 1 : 0)) {
            rules.edges().notFirst().forEach(banned::accept);
        }
    }

    private static void force(Tensor scores, List<GeneratedTokens> rows) {
        for (int i = 0; i < rows.size(); i++) {
            Set<Integer> forced = forced(rows.get(i));
            if (!forced.isEmpty()) {
                Tensor row = scores.select(0, i);
                row.fill_(new Scalar(Double.NEGATIVE_INFINITY));
                forced.forEach(id -> row.select(0, id).fill_(new Scalar(0.0)));
            }
        }
    }

    private static Set<Integer> forced(GeneratedTokens row) {
        TokenRules.Edges edges = rules(row).edges();
        boolean last = row.count() == row.request().options().maxTokens() - 1;
        if (last && !edges.forcedLast().isEmpty()) {
            return edges.forcedLast();
        }
        boolean first = row.size() == 1 && edges.forcedFirst().isPresent();
        return first ? Set.of(edges.forcedFirst().getAsInt()) : Set.of();
    }

    private void pull(Tensor scores, List<GeneratedTokens> rows) {
        LogitUpdates picks = new LogitUpdates();
        for (int i = 0; i < rows.size(); i++) {
            int place = i;
            GeneratedTokens row = rows.get(i);
            double share = rules(row).bias().lengthDecay().at(row.count());
            if (share != 0) {
                ending.ids(row.request()).forEach(id -> picks.add(place, id, share));
            }
        }
        picks.increaseByShare(scores);
    }

    private static void normalise(Tensor scores, List<GeneratedTokens> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rules(rows.get(i)).bias().normalised()) {
                Tensor row = scores.select(0, i);
                row.copy_(row.log_softmax(0));
            }
        }
    }
}
