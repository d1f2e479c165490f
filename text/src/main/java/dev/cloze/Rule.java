package dev.cloze;

import java.util.List;

/** What single components of records must be; each refuses in one line that begins with the component's name. */
public final class Rule {

    private Rule() {}

    /** A finite number of 0 or more. */
    public static void notNegative(String name, double value) {
        Refusal.require(value >= 0 && Double.isFinite(value), "%s must be 0 or more, got %s", name, value);
    }

    /** A whole number of 0 or more. */
    public static void notNegative(String name, long value) {
        Refusal.require(value >= 0, "%s must be 0 or more, got %d", name, value);
    }

    /** A finite number above 0. */
    public static void positive(String name, double value) {
        Refusal.require(value > 0 && Double.isFinite(value), "%s must be above 0, got %s", name, value);
    }

    /** A name or text with something in it that can be seen. */
    public static void said(String name, String text) {
        Refusal.require(!text.isBlank() && text.indexOf(0) < 0, "%s must not be empty, got %s", name, Shown.of(text));
    }

    /** Names, none of them empty; there may be none. */
    public static void said(String name, List<String> texts) {
        texts.forEach(text -> said(name, text));
    }
}
