package dev.cloze.app.config.bind;

import dev.cloze.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The part of HOCON that run files use: include, objects, lists and {@code ${…}}. Refuses what reads like an assignment
 * but is not one, {@code +=} and the optional {@code ${?…}}, and what nests deeper than a parser should follow.
 */
final class Dialect {

    private static final int DEEPEST = 60;

    private final String file;
    private final String text;
    private final Deque<Integer> around = new ArrayDeque<>();
    private int depth;
    private int dots;
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
                checkDepth(text.charAt(at));
                skip(1);
            }
        }
    }

    private void checkHere(String mark, String remedy) {
        if (text.startsWith(mark, at)) {
            throw Refusal.at(here(), "run files have no '%s'; %s", mark, remedy);
        }
    }

    // A key of several words, a.b.c, nests as brackets do.
    private void checkDepth(char character) {
        switch (character) {
            case '{', '[' -> {
                around.push(dots + 1);
                depth += dots + 1;
                dots = 0;
            }
            case '}', ']' -> {
                depth -= around.isEmpty() ? 0 : around.pop();
                dots = 0;
            }
            case ',', '\n' -> dots = 0;
            case '.' -> dots++;
            default -> {}
        }
        if (depth + dots > DEEPEST) {
            throw Refusal.at(here(), "objects and lists are nested more than %d deep", DEEPEST);
        }
    }

    private String here() {
        return file.equals(Place.SET) ? file : file + ": " + line;
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
