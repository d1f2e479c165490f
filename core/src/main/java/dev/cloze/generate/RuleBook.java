package dev.cloze.generate;

import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Applies each row's {@link TokenRules} to the scores of what may follow. */
final class RuleBook {

    private final int eos;

    RuleBook(int eos) {
        this.eos = eos;
    }

    /** Whether any row has rules that matter now. */
    static boolean applies(List<Written> rows) {
        return rows.stream().anyMatch(row -> !row.request().options().rules().equals(TokenRules.NONE));
    }

    /** Changes {@code scores [rows, vocab]} in place. */
    void apply(Tensor scores, List<Written> rows) {
        penalise(scores, rows);
        Picks banned = new Picks();
        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            ban(rows.get(i), id -> banned.add(row, id));
        }
        banned.fill(scores, Double.NEGATIVE_INFINITY);
        force(scores, rows);
    }

    private static void penalise(Tensor scores, List<Written> rows) {
        Picks written = new Picks();
        float[] penalties = {};
        for (int i = 0; i < rows.size(); i++) {
            Written row = rows.get(i);
            double penalty = row.request().options().rules().repetitionPenalty();
            if (penalty != 1) {
                int before = written.count();
                distinct(row).forEach(new Adder(written, i));
                penalties = Arrays.copyOf(penalties, written.count());
                Arrays.fill(penalties, before, penalties.length, (float) penalty);
            }
        }
        if (penalties.length > 0) {
            Tensor places = written.places(scores);
            Tensor old = scores.view(-1).index_select(0, places);
            Tensor penalty = Tensors.of(penalties, penalties.length).to(scores.device(), ScalarType.Float);
            Tensor changed = torch.where(old.lt(new Scalar(0)), old.mul(penalty), old.div(penalty));
            scores.view(-1).index_copy_(0, places, changed);
        }
    }

    /** Notes ids of one row. */
    private record Adder(Picks picks, int row) implements IntConsumer {
        @Override
        public void accept(int id) {
            picks.add(row, id);
        }
    }

    private static IntStream distinct(Written row) {
        return IntStream.range(0, row.size()).map(row::at).distinct();
    }

    private void ban(Written row, IntConsumer banned) {
        TokenRules rules = row.request().options().rules();
        if (rules.noRepeatNgram() > 0) {
            Ngrams.following(row, rules.noRepeatNgram(), banned);
        }
        if (rules.noCopyNgram() > 0) {
            Ngrams.following(row, row.request().input(), rules.noCopyNgram(), banned);
        }
        for (Tokens word : rules.badWords()) {
            boolean ending = word.size() == 1 && word.at(0) == eos;
            if (!ending && row.endsWithPrefix(word)) {
                banned.accept(word.at(word.size() - 1));
            }
        }
        rules.suppressed().forEach(banned::accept);
        if (row.count() < rules.minTokens()) {
            banned.accept(eos);
        }
    }

    private static void force(Tensor scores, List<Written> rows) {
        for (int i = 0; i < rows.size(); i++) {
            int forced = forced(rows.get(i));
            if (forced >= 0) {
                Tensor row = scores.select(0, i);
                row.fill_(new Scalar(Double.NEGATIVE_INFINITY));
                row.select(0, forced).fill_(new Scalar(0.0));
            }
        }
    }

    private static int forced(Written row) {
        TokenRules rules = row.request().options().rules();
        if (row.count() == row.request().options().maxTokens() - 1 && rules.forcedLast() >= 0) {
            return rules.forcedLast();
        }
        return row.count() == 0 ? rules.forcedFirst() : -1;
    }
}
