package dev.cloze.app.config.data;

import dev.cloze.data.source.Megatron;
import dev.cloze.data.source.Source;
import dev.cloze.Refusal;
import dev.cloze.data.step.DocumentStep;
import dev.cloze.data.step.Step;
import dev.cloze.data.step.TokenStep;
import dev.cloze.task.metric.Metric;
import dev.cloze.Doc;
import java.util.List;

/** A source and what is made of it. */
public record Task(
        @Doc("Where its documents come from; its name is the task's.")
        Source source,

        @Doc("What happens to them first, in order.") List<Step> steps,

        @Doc("What is learnt from them.") LearnChoice learn,

        @Doc("What 'cloze evaluate' tells of the model's answers; for pairs in evaluate.tasks.")
        List<Metric> metrics) {

    /** A source alone, which learns what the run learns. */
    public static Task of(Source source) {
        return new Task(source, List.of(), new LearnChoice.Run(), List.of());
    }

    /** Checks the order of the steps. */
    public Task {
        boolean tokens = false;
        for (Step step : steps) {
            boolean overTokens = step instanceof TokenStep;
            Refusal.require(overTokens || !tokens, "steps over fields must come before those over tokens");
            tokens |= overTokens;
        }
        boolean pair = learn instanceof LearnChoice.Pair;
        Refusal.require(!tokens || !pair, "steps over tokens are for running text, not for pairs");
        Refusal.require(pair || metrics.isEmpty(), "metrics are told of pairs; learn must be of type pair");
        boolean text = steps.stream().noneMatch(DocumentStep.class::isInstance) && !pair;
        Refusal.require(
                text || !(source instanceof Megatron),
                "steps over fields and pairs need text, not tokens");
    }
}
