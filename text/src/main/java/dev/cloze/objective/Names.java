package dev.cloze.objective;

/** How numbers stand in the names of denoisers. */
final class Names {

    private Names() {}

    /** {@code 3} for 3.0, {@code 0.15} for 0.15. */
    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
