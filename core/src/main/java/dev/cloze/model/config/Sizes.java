package dev.cloze.model.config;

import dev.cloze.Refusal;

/** Checks of sizes where shapes are born; what they name is a component. */
final class Sizes {

    private static final int MOST = 1 << 24;

    private Sizes() {}

    static void positive(String name, int value) {
        Refusal.require(value > 0, "%s must be at least 1, got %d", name, value);
        Refusal.require(value <= MOST, "%s must be at most %d, got %d", name, MOST, value);
    }

    static void within(String name, int value, int most) {
        Refusal.require(0 <= value && value <= most, "%s must be in [0, %d], got %d", name, most, value);
    }

    static void heads(String name, int heads, int dModel) {
        positive(name, heads);
        Refusal.require(dModel % heads == 0, "%s must divide the width of %d, got %d", name, dModel, heads);
    }

    static void share(String name, double value) {
        Refusal.require(0 <= value && value < 1, "%s must be in [0, 1), got %s", name, value);
    }
}
