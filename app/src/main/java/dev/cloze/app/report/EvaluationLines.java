package dev.cloze.app.report;

import dev.cloze.eval.ClozeText;
import dev.cloze.eval.FilledCloze;
import dev.cloze.eval.GapAccuracy;
import dev.cloze.eval.HeldOutLoss;
import java.util.List;
import java.util.Locale;

/** Evaluations in plain lines, for someone who watches. */
public final class EvaluationLines {

    private static final int WIDEST = 160;

    private EvaluationLines() {}

    /** The loss on held-out text. */
    public static void loss(Display display, long step, HeldOutLoss loss) {
        display.say(String.format(Locale.ROOT, "step %d: held-out loss %.3f", step, loss.perToken()));
    }

    /** Texts with their gaps: what the model wrote, and the truth. */
    public static void samples(Display display, List<FilledCloze> samples) {
        for (FilledCloze sample : samples) {
            ClozeText text = sample.text();
            StringBuilder line = new StringBuilder();
            for (int gap = 0; gap < text.truths().size(); gap++) {
                line.append(text.pieces().get(gap))
                        .append('[')
                        .append(sample.fillings().get(gap));
                line.append(" | truth: ").append(text.truths().get(gap)).append(']');
            }
            line.append(text.pieces().get(text.truths().size()));
            String shown = line.length() <= WIDEST ? line.toString() : line.substring(0, WIDEST) + "…";
            display.say("%-10s %s".formatted(text.language(), shown));
        }
    }

    /** How many short gaps were filled exactly, beside always answering the most frequent span. */
    public static void spans(Display display, long step, GapAccuracy gaps) {
        display.say(
                "step %d: %d of %d short held-out gaps exactly right, %.1f %%; always '%s' would be right for %.1f %%"
                        .formatted(
                                step,
                                gaps.right(),
                                gaps.gaps(),
                                100 * gaps.accuracy(),
                                gaps.constantAnswer(),
                                100 * gaps.constantAccuracy()));
    }
}
