package dev.cloze.generate.fill;

import dev.cloze.generate.search.Candidate;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was written for each gap. A sentinel that comes back out of order still belongs to its gap, the first time counts,
 * and tokens before any sentinel belong to none, unless there is one gap and no sentinel at all.
 */
final class Spans {

    private static final String WORD_BEGINS = "▁";

    private Spans() {}

    static List<FilledText.Gap> of(Candidate candidate, int gaps, Tokenizer tokenizer) {
        Tokens tokens = candidate.tokens();
        Sentinels sentinels = tokenizer.vocabulary().sentinels();
        int eos = tokenizer.vocabulary().eosId();
        int end = IntStream.range(0, tokens.size())
                .filter(i -> tokens.at(i) == eos)
                .findFirst()
                .orElse(tokens.size());
        int[] marks = IntStream.range(0, end)
                .filter(i -> sentinels.indexOf(tokens.at(i)) >= 0)
                .toArray();
        if (gaps == 1 && marks.length == 0) {
            return List.of(gap(candidate, 0, end, tokenizer));
        }
        List<FilledText.Gap> found = new ArrayList<>(Collections.nCopies(gaps, FilledText.Gap.MISSING));
        for (int i = 0; i < marks.length; i++) {
            int number = sentinels.indexOf(tokens.at(marks[i]));
            int next = i + 1 < marks.length ? marks[i + 1] : end;
            if (number < gaps && !found.get(number).written()) {
                found.set(number, gap(candidate, marks[i] + 1, next, tokenizer));
            }
        }
        return found;
    }

    private static FilledText.Gap gap(Candidate candidate, int from, int to, Tokenizer tokenizer) {
        Tokens span = candidate.tokens().slice(from, to);
        List<Double> each = candidate.logProbabilities();
        double sum = each.isEmpty()
                ? Double.NaN
                : each.subList(from, to).stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
        boolean joined = !span.isEmpty() && !tokenizer.piece(span.at(0)).startsWith(WORD_BEGINS);
        return new FilledText.Gap(tokenizer.decode(span), true, joined, sum);
    }
}
