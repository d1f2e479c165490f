package dev.cloze.run;

import dev.cloze.eval.FilledCloze;
import dev.cloze.eval.GapAccuracy;
import dev.cloze.eval.HeldOutLoss;
import java.util.List;
import java.util.Optional;

/**
 * What was measured on held-out text.
 *
 * @param step updates done before
 * @param loss of the held-out text
 * @param spans how many short gaps were filled exactly, where any are asked for
 * @param samples texts whose gaps were filled
 * @param last whether this is the run's last step
 */
public record RunEvaluation(
        long step, HeldOutLoss loss, Optional<GapAccuracy> spans, List<FilledCloze> samples, boolean last) {

    /** Takes an unmodifiable copy. */
    public RunEvaluation {
        samples = List.copyOf(samples);
    }
}
