package dev.cloze.run;

import dev.cloze.batch.load.DataLoader;
import dev.cloze.data.Corpus;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.eval.ModelEvaluator;
import dev.cloze.train.Progress;
import dev.cloze.train.Trainee;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has before its first update.
 *
 * @param run its settings
 * @param text what it learns from
 * @param machine what it computes on
 * @param network what learns
 * @param progress how far an earlier start came
 * @param fingerprints what it needs and does not keep, by name
 */
record RunStart(
        Training run,
        DataLoader text,
        Machine machine,
        RunNetwork network,
        Progress progress,
        Map<String, String> fingerprints) {

    Trainee trainee() {
        return new Trainee(network.model(), network.parameters(), machine.device(), network.flops());
    }

    /** Evaluates the network while it learns, if there is held-out text. */
    Optional<ModelEvaluator> evaluator(RunListener listener) {
        return !run.evaluate().hasText()
                ? Optional.empty()
                : Optional.of(Evaluations.evaluator(run, network, machine, ReadingRules.telling(listener::onNotice)));
    }

    RunSummary.TextSummary textSummary() {
        return new RunSummary.TextSummary(
                text.sources().stream().map(Corpus::name).toList(),
                text.size(),
                text.tokenizer().vocabulary().size(),
                text.tokenizer().hash());
    }

    RunSummary.NetworkSummary networkSummary() {
        return new RunSummary.NetworkSummary(
                network.learnt(), network.frozen(), network.parameters().size());
    }
}
