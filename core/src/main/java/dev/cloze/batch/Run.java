package dev.cloze.batch;

import dev.cloze.objective.Denoisers;
import dev.cloze.text.Tokens;

/** Tokens of one language that segments are cut from, from the beginning on. */
final class Run {

    private final String language;
    private final TokenBuffer tokens;
    private int at;

    Run(String language, TokenBuffer tokens) {
        this.language = language;
        this.tokens = tokens;
    }

    String language() {
        return language;
    }

    /** Tokens that have not been cut off yet. */
    int left() {
        return tokens.size() - at;
    }

    /** Whether an example can be made of what is left. */
    boolean lasts() {
        return left() >= Denoisers.FEWEST_TOKENS;
    }

    /** Cuts off as many tokens as there are of {@code most}; no single token is left over. */
    Tokens cut(int most) {
        boolean leavesOne = left() == most + 1 && most > Denoisers.FEWEST_TOKENS;
        int length = leavesOne ? most - 1 : Math.min(left(), most);
        at += length;
        return tokens.slice(at - length, at);
    }
}
