package dev.cloze.app.config.bind;

import dev.cloze.Refusal;

/**
 * The part of HOCON that run files use: include, objects, lists and {@code ${…}}. Refuses what reads like an assignment
 * but is not one: {@code +=} and the optional {@code ${?…}}.
 */
final class Dialect {

    private final String file;
    private final String text;
    private int at;
    private int line = 1;

    private Dialect(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Refuses {@code text} if it goes beyond the dialect. */
    static void check(String file, String text) {
        new Dialect(file, text).check();
    }

    private void check() {
        while (at < text.length()) {
            if (text.startsWith("\"\"\"", at)) {
                skipPast("\"\"\"", 3);
            } else if (text.charAt(at) == '"') {
                skipString();
            } else if (text.charAt(at) == '#' || text.startsWith("//", at)) {
                skipPast("\n", 1);
            } else {
                checkHere("+=", "give the whole list");
                checkHere("${?", "${…} must name a key that is there");
                skip(1);
            }
        }
    }

    private void checkHere(String mark, String remedy) {
        if (text.startsWith(mark, at)) {
            throw Refusal.at(file + ": " + line, "run files have no '%s'; %s", mark, remedy);
        }
    }

    private void skipString() {
        skip(1);
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
            skip(text.charAt(at) == '\\' ? 2 : 1);
        }
        skip(1);
    }

    private void skipPast(String mark, int from) {
        int end = text.indexOf(mark, at + from);
        skip((end < 0 ? text.length() : end + mark.length()) - at);
    }

    private void skip(int characters) {
        int end = Math.min(text.length(), at + characters);
        for (; at < end; at++) {
            line += text.charAt(at) == '\n' ? 1 : 0;
        }
    }
}
