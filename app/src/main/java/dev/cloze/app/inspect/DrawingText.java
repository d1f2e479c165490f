package dev.cloze.app.inspect;

import dev.cloze.batch.Omissions;
import dev.cloze.batch.Skipped;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what a run would train on, with colours where the terminal has them. */
public final class DrawingText {

    private static final String[] SENTINEL_COLOURS = {"1;34", "1;33", "1;36", "1;35", "1;32", "1;31"};
    private static final String MODE = "7";
    private static final String FAINT = "2";
    private static final String STRONG = "1";
    private static final int LONGEST = 1200;
    private static final int MOST_LANGUAGES = 20;

    /** Rates that differ by less fill both sides alike. */
    private static final double BALANCED = 0.02;

    /** What denoisers' names begin with, and what they mean. */
    private static final SortedMap<String, String> NAMES = names();

    private final PrintWriter out;
    private final boolean coloured;

    /** Prints to {@code out}. */
    public DrawingText(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** Prints all of it. */
    public void print(Drawing drawing) {
        int number = 0;
        for (DrawnExample example : drawing.examples()) {
            print(++number, example);
        }
        print(drawing.tally());
        print(drawing.omissions(), drawing.modes());
    }

    private void print(int number, DrawnExample example) {
        String title = "%d  %s  %s"
                .formatted(number, example.label().language(), example.label().denoiser());
        String sizes = "  %d tokens read, %d written".formatted(example.read(), example.written());
        out.println(paint(STRONG, title) + paint(FAINT, sizes));
        if (!example.text().isEmpty()) {
            out.println(paint(FAINT, "text    ") + oneLine(example.text()));
        }
        out.println(paint(FAINT, "reads   ") + line(example.inputs()));
        out.println(paint(FAINT, "writes  ") + line(example.targets()));
        out.println();
    }

    private String line(List<Fragment> fragments) {
        StringBuilder line = new StringBuilder();
        for (Fragment fragment : fragments) {
            line.append(
                    switch (fragment.kind()) {
                        case TEXT -> oneLine(fragment.text());
                        case SENTINEL ->
                            paint(
                                    SENTINEL_COLOURS[fragment.number() % SENTINEL_COLOURS.length],
                                    "<" + fragment.number() + ">");
                        case MODE -> paint(MODE, fragment.text());
                        case END -> paint(FAINT, "</s>");
                    });
        }
        return line.toString();
    }

    private void print(Omissions omissions, Map<String, Integer> modes) {
        if (omissions.byOrigin().isEmpty()) {
            out.println("Nothing was left out or changed.");
        } else {
            out.println(paint(STRONG, "What could not be learnt from as it is"));
            String head = "%-16s%-10s%12s%14s%14s%12s";
            out.println(paint(
                    FAINT, head.formatted("source", "language", "no token", "single token", "overflow", "cut off")));
            omissions.byOrigin().entrySet().stream()
                    .sorted(Comparator.comparing(row -> -row.getValue().sum()))
                    .limit(MOST_LANGUAGES)
                    .forEach(row -> print(row.getKey().source(), row.getKey().language(), row.getValue()));
            if (omissions.byOrigin().size() > MOST_LANGUAGES) {
                out.println(paint(
                        FAINT, "and %d more".formatted(omissions.byOrigin().size() - MOST_LANGUAGES)));
            }
            print("all", "", omissions.total());
            out.println(
                    "no token, single token: documents and ends of text that are left out; overflow: examples for which"
                            + " more gaps were asked than there are sentinels; cut off: sides of pairs longer than a row");
        }
        if (!modes.isEmpty()) {
            out.println("Tokens of the inputs kept free for modes: " + modes);
        }
    }

    private void print(String source, String language, Skipped skipped) {
        out.printf(
                Locale.ROOT,
                "%-16s%-10s%,12d%,14d%,14d%,12d%n",
                source,
                language,
                skipped.emptyDocuments(),
                skipped.singleTokens(),
                skipped.overflowing(),
                skipped.truncated());
    }

    private void print(Tally tally) {
        Tally.Counts total = tally.total();
        out.println(paint(STRONG, "The first %d batches".formatted(tally.batches())));
        out.printf(
                Locale.ROOT,
                "%,d examples, %.1f a row; places that hold a token: %.1f %% of inputs, %.1f %% of targets%n",
                total.examples(),
                tally.examplesARow(),
                100 * tally.readFill(),
                100 * tally.writtenFill());
        out.println(balance((double) total.written() / Math.max(1, total.read()), tally.placesWrittenForEachRead()));
        out.println();
        table("source", tally.bySource(), total);
        table("denoiser", tally.byDenoiser(), total);
        legend(tally.byDenoiser().keySet());
        table("language", tally.byLanguage(), total);
    }

    private static String balance(double written, double places) {
        String consequence = written < places * (1 - BALANCED)
                ? "so targets stay emptier"
                : written > places * (1 + BALANCED) ? "so inputs stay emptier" : "so both sides fill alike";
        return String.format(
                Locale.ROOT,
                "%.3f tokens are written for each that is read, rows have places for %.3f: %s",
                written,
                places,
                consequence);
    }

    private void legend(Set<String> denoisers) {
        String known = NAMES.entrySet().stream()
                .filter(entry -> denoisers.stream().anyMatch(name -> name.startsWith(entry.getKey())))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
        if (!known.isEmpty()) {
            out.println(paint(FAINT, known));
            out.println();
        }
    }

    private static SortedMap<String, String> names() {
        return new TreeMap<>(Map.of(
                "R(", "R(mean tokens of a gap, share masked): short gaps",
                "X(", "X(mean tokens of a gap, share masked): long gaps, or many",
                "S(", "S(mean share written): the rest of a beginning",
                "N(", "N(share of noise): T5's other noise",
                "W(", "W(share masked): gaps of whole words",
                "B(", "B(mean tokens of a gap, share masked): all written, gaps read as masks",
                "LM", "LM: all written"));
    }

    private void table(String title, Map<String, Tally.Counts> rows, Tally.Counts total) {
        String head = "%-16s%10s%12s%12s%10s".formatted(title, "examples", "read", "written", "share");
        out.println(paint(FAINT, head));
        long all = total.read() + total.written();
        rows.entrySet().stream().limit(MOST_LANGUAGES).forEach(row -> {
            Tally.Counts counts = row.getValue();
            double share = 100.0 * (counts.read() + counts.written()) / Math.max(1, all);
            out.printf(
                    Locale.ROOT,
                    "%-16s%,10d%,12d%,12d%8.1f %%%n",
                    row.getKey(),
                    counts.examples(),
                    counts.read(),
                    counts.written(),
                    share);
        });
        if (rows.size() > MOST_LANGUAGES) {
            out.println(paint(FAINT, "and %d more".formatted(rows.size() - MOST_LANGUAGES)));
        }
        out.println();
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s", " ").replaceAll("\\p{Cntrl}", "\u00B7");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
    }

    private String paint(String code, String text) {
        return coloured ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
