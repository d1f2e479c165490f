package dev.cloze.task.metric;

import java.nio.charset.StandardCharsets;

/** What the log-likelihood of a text is divided by, so that longer texts are not the less likely for it. */
public enum ChoiceLength {
    /** One: all of it counts. */
    WHOLE,
    /** Its tokens. */
    TOKEN,
    /** Its characters. */
    CHAR,
    /** Its bytes in UTF-8. */
    BYTE;

    /** The length of a text of so many tokens; at least 1. */
    public int of(String text, int tokens) {
        return Math.max(
                1,
                switch (this) {
                    case WHOLE -> 1;
                    case TOKEN -> tokens;
                    case CHAR -> text.codePointCount(0, text.length());
                    case BYTE -> text.getBytes(StandardCharsets.UTF_8).length;
                });
    }
}
