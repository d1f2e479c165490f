package dev.cloze.adapter;

/** Text from a file as a refusal may show it: one line, no control characters, not too long. */
final class Shown {

    private static final int LONGEST = 100;

    private Shown() {}

    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.replaceAll("\\p{C}", "?");
    }
}
