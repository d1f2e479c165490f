package dev.cloze.task.metric;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Answers to questions beside those that are right: exact matches and shared words, the best of the right ones counting. */
public enum QuestionAnswering {
    /** SQuAD's exact match and F1 (Rajpurkar et al. 2016, §6.1). */
    SQUAD,
    /** The same in TriviaQA's form of texts (Joshi et al. 2017). */
    TRIVIA_QA,
    /** CoQA's F1 (Reddy et al. 2019), where two texts without words are equal. */
    COQA;

    private static final Pattern WHOLE = Pattern.compile("\\p{Nd}+(_\\p{Nd}+)*");
    private static final int WORDS_OF_A_SPAN = 4;

    /** {@code em} and {@code f1}, the latter alone of CoQA. */
    public Map<String, Double> of(List<List<String>> references, List<String> predictions) {
        UnaryOperator<String> form = this == TRIVIA_QA ? AnswerText::triviaQa : AnswerText::squad;
        List<List<String>> right =
                references.stream().map(some -> AnswerText.each(some, form)).toList();
        List<String> said = AnswerText.each(predictions, form);
        double f1 = best(right, said, this::f1);
        return this == COQA
                ? Map.of("f1", f1)
                : Map.of("em", best(right, said, (a, b) -> a.equals(b) ? 1 : 0), "f1", f1);
    }

    private static double best(
            List<List<String>> references, List<String> predictions, ToDoubleBiFunction<String, String> score) {
        List<Double> best = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            String said = predictions.get(i);
            best.add(references.get(i).stream()
                    .mapToDouble(reference -> score.applyAsDouble(reference, said))
                    .max()
                    .orElse(0));
        }
        return Percent.mean(best);
    }

    private double f1(String reference, String prediction) {
        List<String> right = AnswerText.words(reference);
        List<String> said = AnswerText.words(prediction);
        if (this == COQA && (right.isEmpty() || said.isEmpty())) {
            return right.equals(said) ? 1 : 0;
        }
        int shared = shared(right, said);
        if (shared == 0) {
            return 0;
        }
        double precision = (double) shared / said.size();
        double recall = (double) shared / right.size();
        return 2 * precision * recall / (precision + recall);
    }

    private static int shared(List<String> right, List<String> said) {
        Map<String, Integer> left = new HashMap<>();
        right.forEach(word -> left.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : said) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                shared++;
            }
        }
        return shared;
    }

    /** The words of {@code context} that an answer such as {@code start: 3 end: 5} names; empty if it names none. */
    public static String span(String context, String answer) {
        List<String> said = AnswerText.wordsOnly(answer);
        if (said.size() < WORDS_OF_A_SPAN) {
            return "";
        }
        List<String> words = AnswerText.wordsOnly(context);
        int from = index(said.get(1), words.size());
        int last = index(said.get(3), words.size());
        return from < 0 || last < from || from >= words.size()
                ? ""
                : String.join(" ", words.subList(from, Math.min(last + 1, words.size())));
    }

    private static int index(String word, int most) {
        return WHOLE.matcher(word).matches()
                ? new BigInteger(word.replace("_", ""))
                        .min(BigInteger.valueOf(most))
                        .intValueExact()
                : -1;
    }
}
