package dev.cloze.app.report;

import dev.cloze.eval.ClozeText;
import dev.cloze.eval.FilledCloze;
import dev.cloze.eval.GapAccuracy;
import dev.cloze.eval.HeldOutLoss;
import java.util.List;
import java.util.Locale;

/** Evaluations in plain lines, for someone who watches. */
public final class EvaluationLines {

    private static final int AROUND = 36;
    private static final int MOST_GAPS = 3;

    private EvaluationLines() {}

    /** The loss on held-out text. */
    public static void loss(Display display, long step, HeldOutLoss loss) {
        display.say(String.format(
                Locale.ROOT,
                "step %d: held-out loss %.3f, %.2f bits a byte",
                step,
                loss.perToken(),
                loss.bitsPerByte()));
    }

    /** Texts cut around their first gaps: what the model wrote, and the truth. */
    public static void samples(Display display, List<FilledCloze> samples) {
        for (FilledCloze sample : samples) {
            display.say("%-10s %s".formatted(sample.text().language(), shown(sample)));
        }
    }

    private static String shown(FilledCloze sample) {
        ClozeText text = sample.text();
        int gaps = Math.min(MOST_GAPS, text.truths().size());
        StringBuilder line = new StringBuilder(end(text.pieces().get(0)));
        for (int gap = 0; gap < gaps; gap++) {
            String filling = sample.fillings().get(gap).strip();
            String truth = text.truths().get(gap);
            String answer = filling.equals(truth) ? filling : "%s | truth: %s".formatted(filling, truth);
            String after = text.pieces().get(gap + 1);
            line.append('[').append(answer).append(']').append(gap + 1 < gaps ? middle(after) : beginning(after));
        }
        return line.toString();
    }

    private static String middle(String text) {
        return text.length() <= 2 * AROUND ? text : beginning(text) + " " + end(text);
    }

    private static String beginning(String text) {
        if (text.length() <= AROUND) {
            return text;
        }
        int space = text.lastIndexOf(' ', AROUND);
        return text.substring(0, space > 0 ? space : text.offsetByCodePoints(0, AROUND / 2)) + " …";
    }

    private static String end(String text) {
        if (text.length() <= AROUND) {
            return text;
        }
        int space = text.indexOf(' ', text.length() - AROUND);
        boolean cut = space >= 0 && space < text.length() - 1;
        return "… " + text.substring(cut ? space + 1 : text.offsetByCodePoints(text.length(), -AROUND / 2));
    }

    /** How many short gaps were filled exactly, beside always answering the most frequent word. */
    public static void spans(Display display, long step, GapAccuracy gaps) {
        display.say(String.format(
                Locale.ROOT,
                "step %d: %d of %d held-out gaps exactly right (%.1f %%), %d among its first five (%.1f %%); always '%s': %.1f %%",
                step,
                gaps.right(),
                gaps.gaps(),
                100 * gaps.accuracy(),
                gaps.among(),
                100 * gaps.amongAccuracy(),
                gaps.constantAnswer(),
                100 * gaps.constantAccuracy()));
    }
}
