package dev.cloze.generate.search;

import dev.cloze.text.Tokens;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/**
 * What has followed the last tokens before.
 *
 * <pre>
 * written  a b c a b     size 3: after "a b" came c
 * </pre>
 */
final class Ngrams {

    private Ngrams() {}

    /** Tokens that would complete a run of {@code size} that {@code row} holds already. */
    static void following(GeneratedTokens row, int size, IntConsumer found) {
        following(row, row::at, row.size(), size, found);
    }

    /** Tokens that would complete a run of {@code size} that {@code source} holds. */
    static void following(GeneratedTokens row, Tokens source, int size, IntConsumer found) {
        following(row, source::at, source.size(), size, found);
    }

    private static void following(GeneratedTokens row, IntUnaryOperator text, int length, int size, IntConsumer found) {
        int prefix = size - 1;
        if (row.size() < prefix) {
            return;
        }
        for (int from = 0; from + prefix < length; from++) {
            if (matches(row, text, from, prefix)) {
                found.accept(text.applyAsInt(from + prefix));
            }
        }
    }

    private static boolean matches(GeneratedTokens row, IntUnaryOperator text, int from, int prefix) {
        int last = row.size() - prefix;
        for (int i = 0; i < prefix; i++) {
            if (text.applyAsInt(from + i) != row.at(last + i)) {
                return false;
            }
        }
        return true;
    }
}
