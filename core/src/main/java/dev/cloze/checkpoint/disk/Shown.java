package dev.cloze.checkpoint.disk;

/** Text from a file as an error line may show it: one line, no control characters, not too long. */
public final class Shown {

    private static final int LONGEST = 100;

    private Shown() {}

    public static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return "'" + cut.replaceAll("\\p{C}", "?") + "'";
    }
}
