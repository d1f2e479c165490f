package dev.cloze.task.metric;

import dev.cloze.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Classification by scores (T5's rank classification): the model scores each class of an example as a text, and the class of
 * the highest score, the first of equals, is its answer.
 *
 * @param examples the scored classes of each example
 */
public record RankedChoices(List<List<Choice>> examples) {

    /**
     * A class as a model scored it.
     *
     * @param correct whether it is right
     * @param score its log-likelihood, of all of it or of each part
     * @param weight how much its example counts
     */
    public record Choice(boolean correct, double score, double weight) {}

    /** Checks that there are classes. */
    public RankedChoices {
        examples = examples.stream().map(List::copyOf).toList();
        Refusal.require(
                examples.stream().noneMatch(List::isEmpty), "every example of a rank classification must have a class");
    }

    /** The place of the highest score. */
    public static int best(List<Double> scores) {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = scores.get(i) > scores.get(best) ? i : best;
        }
        return best;
    }

    /** The weighted share of right answers where examples have classes of their own; the answer's weight counts. */
    public Map<String, Double> ofAnyClasses() {
        double right = 0;
        double all = 0;
        for (List<Choice> example : examples) {
            Choice said = example.get(best(example.stream().map(Choice::score).toList()));
            right += said.correct() ? said.weight() : 0;
            all += said.weight();
        }
        return Map.of("accuracy", Percent.ALL * right / all);
    }

    /**
     * What is known where all examples have the same classes: accuracy and the mean F1, of two classes F1 and the areas under
     * curves of the second's probability. Where an example has several right classes, any of them will do, and each example
     * counts alike.
     */
    public Map<String, Double> of(int classes) {
        Refusal.require(
                examples.stream().allMatch(example -> example.size() == classes),
                "every example must have %d classes",
                classes);
        List<Integer> said = examples.stream().map(RankedChoices::said).toList();
        if (examples.stream().anyMatch(example -> rightClasses(example) > 1)) {
            return Map.of(
                    "accuracy",
                    Percent.mean(IntStream.range(0, said.size())
                            .mapToObj(i -> examples.get(i).get(said.get(i)).correct() ? 1.0 : 0.0)
                            .toList()));
        }
        List<Integer> right = examples.stream().map(RankedChoices::rightClass).toList();
        List<Double> weights =
                examples.stream().map(example -> example.get(0).weight()).toList();
        Classes answers = new Classes(right, said, weights);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", answers.accuracy());
        if (classes > 2) {
            metrics.put("mean_" + classes + "class_f1", answers.meanF1(classes));
        } else if (classes == 2) {
            metrics.put("f1", answers.f1());
            Curves curves = curves(right, weights);
            metrics.put("auc-roc", Percent.ALL * curves.receiverOperating());
            metrics.put("auc-pr", Percent.ALL * curves.precisionRecall());
        }
        return metrics;
    }

    private Curves curves(List<Integer> right, List<Double> weights) {
        List<Boolean> positive = new ArrayList<>();
        List<Double> probabilities = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            positive.add(right.get(i) == 1);
            List<Choice> two = examples.get(i);
            probabilities.add(
                    secondOfTwo((float) two.get(0).score(), (float) two.get(1).score()));
        }
        return new Curves(positive, probabilities, weights);
    }

    /** The second's probability in single precision throughout, where small differences end in equal numbers. */
    private static double secondOfTwo(float first, float second) {
        float highest = Math.max(first, second);
        float ofFirst = (float) Math.exp(first - highest);
        float ofSecond = (float) Math.exp(second - highest);
        return ofSecond / (ofFirst + ofSecond);
    }

    private static int said(List<Choice> example) {
        return best(
                example.stream().map(choice -> (double) (float) choice.score()).toList());
    }

    private static long rightClasses(List<Choice> example) {
        return example.stream().filter(Choice::correct).count();
    }

    private static int rightClass(List<Choice> example) {
        return IntStream.range(0, example.size())
                .filter(i -> example.get(i).correct())
                .findFirst()
                .orElse(0);
    }
}
