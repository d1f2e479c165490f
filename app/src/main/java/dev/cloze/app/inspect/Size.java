package dev.cloze.app.inspect;

import java.util.Locale;

/** Sizes of files and memory for people. */
final class Size {

    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};

    private Size() {}

    /** With two or three digits: {@code 1.23 GB}. */
    static String of(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 999.5 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        String digits = unit == 0 || size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, size) + " " + UNITS[unit];
    }
}
