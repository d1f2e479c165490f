package dev.cloze.objective;

import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;

/** A vocabulary without text, shaped like T5's: 32,100 ids, the last hundred of them sentinels. */
final class Wordless {

    static final int SIZE = 32100;
    static final int EOS = 1;
    static final int SENTINEL_0 = SIZE - 1;

    private static final int SENTINELS = 100;
    private static final int MODE_IDS = 30000;
    private static final int FIRST_ORDINARY = 3;

    private Wordless() {}

    static Vocabulary vocabulary() {
        return new Vocabulary(SIZE, 0, EOS, 2, Sentinels.descendingFrom(SENTINEL_0, SENTINELS));
    }

    static Setting setting(int inputs, int targets) {
        return new Setting(vocabulary(), new Lengths(inputs, targets), spelling());
    }

    /** One id a character, as if the mode were spelt out. */
    static Tokens encode(String text) {
        return Tokens.of(text.chars().map(c -> MODE_IDS + c).toArray());
    }

    static Spelling spelling() {
        return new Spelling(Wordless::encode, Wordless::piece);
    }

    /** Every third id goes on with a word; every seventh ends a sentence. */
    static String piece(int id) {
        return (id % 3 == 0 ? "" : "▁") + id + (id % 7 == 0 ? "." : "");
    }

    /** {@code first, first + 1, …}: every token tells its place. */
    static Tokens counting(int first, int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = first + i;
        }
        return Tokens.of(ids);
    }

    /** {@code count} tokens from the ordinary ids, all different. */
    static Tokens counting(int count) {
        return counting(FIRST_ORDINARY, count);
    }
}
