package dev.cloze.task;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.data.Corpus;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.Megatron;
import dev.cloze.data.source.Source;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.data.step.DocumentStep;
import dev.cloze.data.step.Step;
import dev.cloze.data.step.Stepped;
import dev.cloze.data.step.TokenStep;
import dev.cloze.task.metric.Metric;
import java.util.List;

/** A source and what is made of it. */
public record Task(
        @Doc("Its name, which mixtures and prepared folders call it by; its source's where none is said.")
        String name,

        @Doc("Where its documents come from.") Source source,

        @Doc("What happens to them first, in order.") List<Step> steps,

        @Doc("What is learnt from them.") Learning learn,

        @Doc("What 'cloze evaluate' tells of the model's answers; for pairs in evaluate.tasks.")
        List<Metric> metrics) {

    /** A source alone, which learns what the run learns. */
    public static Task of(Source source) {
        return new Task(source.name(), source, List.of(), new Learning.OfRun(), List.of());
    }

    /** Checks the order of the steps; a name that is not said is the source's. */
    public Task {
        name = name.isEmpty() ? source.name() : name;
        boolean tokens = false;
        for (Step step : steps) {
            boolean overTokens = step instanceof TokenStep;
            Refusal.require(overTokens || !tokens, "steps over fields must come before those over tokens");
            tokens |= overTokens;
        }
        boolean pair = learn instanceof Learning.Pair;
        Refusal.require(!tokens || !pair, "steps over tokens are for running text, not for pairs");
        Refusal.require(pair || metrics.isEmpty(), "metrics are told of pairs; learn must be of type pair");
        boolean text = steps.stream().noneMatch(DocumentStep.class::isInstance) && !pair;
        Refusal.require(text || !(source instanceof Megatron), "steps over fields and pairs need text, not tokens");
    }

    /** Its steps over fields. */
    public List<DocumentStep> documentSteps() {
        return steps.stream()
                .filter(DocumentStep.class::isInstance)
                .map(DocumentStep.class::cast)
                .toList();
    }

    /** Its documents after the steps over their fields. */
    public Corpus<?> read(ReadingRules rules) {
        Corpus<?> corpus = source.read(rules);
        List<DocumentStep> before = documentSteps();
        return corpus instanceof TextCorpus text && !before.isEmpty()
                ? new Stepped(text, before, rules.notices())
                : corpus;
    }

    /** What is made of their tokens, in a run that says what those learn that say nothing else. */
    public Recipe recipe(Learning.Denoising ofRun) {
        List<TokenStep> after = steps.stream()
                .filter(TokenStep.class::isInstance)
                .map(TokenStep.class::cast)
                .toList();
        Learning learning = learn instanceof Learning.OfRun ? ofRun : learn;
        Joining joining = learning instanceof Learning.Denoising own ? own.joining() : ofRun.joining();
        return new Recipe(after, joining, learning);
    }
}
