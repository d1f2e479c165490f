package dev.cloze.batch.cut;

import dev.cloze.batch.Omissions;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.objective.Denoisers;
import dev.cloze.text.Tokens;
import java.util.ArrayDeque;
import java.util.Deque;

/** Tokens of one language that segments are cut from, from the beginning on. */
final class TokenRun {

    private final String language;
    private final TokenBuffer tokens;
    private final Deque<Stretch> stretches = new ArrayDeque<>();
    private int at;
    private String source = "";
    private int task;
    private String last = "";

    /** Tokens of one source, read for one task, begin. */
    private record Stretch(int from, String source, int task) {

        boolean holds(TokenizedDocument document) {
            return source.equals(document.source()) && task == document.task();
        }
    }

    TokenRun(String language, TokenBuffer tokens) {
        this.language = language;
        this.tokens = tokens;
    }

    /** Adds the tokens of a document at the end. */
    void add(TokenizedDocument document) {
        last = document.source();
        if (stretches.isEmpty() || !stretches.getLast().holds(document)) {
            stretches.add(new Stretch(tokens.size(), document.source(), document.task()));
        }
        tokens.add(document.tokens());
    }

    /** Adds a token at the end. */
    void add(int id) {
        tokens.add(id);
    }

    /** The source of the first token of the last {@link #cut}, empty where none was said. */
    String source() {
        return source;
    }

    /** The index of the task of the first token of the last {@link #cut}. */
    int task() {
        return task;
    }

    /** Where the last tokens came from. */
    Omissions.Origin end() {
        return new Omissions.Origin(last, language);
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
        while (!stretches.isEmpty() && stretches.getFirst().from() <= at) {
            Stretch first = stretches.removeFirst();
            source = first.source();
            task = first.task();
        }
        at += length;
        return tokens.slice(at - length, at);
    }
}
