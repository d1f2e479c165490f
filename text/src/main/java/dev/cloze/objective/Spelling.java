package dev.cloze.objective;

import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.BitSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * What objectives know of text.
 *
 * @param encoder turns text such as {@code [NLU]} into tokens
 * @param piece the written form of an id, such as {@code ▁the}
 */
public record Spelling(Function<String, Tokens> encoder, IntFunction<String> piece) {

    private static final String WORD_PIECE = "##";
    private static final String BYTE_LEVEL_SPACE = "Ġ";
    private static final String SENTENCE_PIECE_SPACE = "▁";
    private static final String SENTENCE_ENDS = ".!?。！？…";

    /** A tokenizer's. */
    public static Spelling of(Tokenizer tokenizer) {
        return new Spelling(tokenizer::encode, tokenizer::piece);
    }

    /** The ids whose written form fits. */
    BitSet ids(int size, Predicate<String> fits) {
        BitSet ids = new BitSet(size);
        for (int id = 0; id < size; id++) {
            ids.set(id, fits.test(piece.apply(id)));
        }
        return ids;
    }

    /**
     * The ids that go on with the word before: {@code ##ing} of word pieces, what has no space in front elsewhere. Where no id
     * tells, each token is a word.
     */
    BitSet continuing(int size) {
        BitSet joined = ids(size, text -> text.startsWith(WORD_PIECE));
        if (!joined.isEmpty()) {
            return joined;
        }
        BitSet begins = ids(size, text -> text.startsWith(BYTE_LEVEL_SPACE) || text.startsWith(SENTENCE_PIECE_SPACE));
        BitSet continuing = new BitSet(size);
        if (!begins.isEmpty()) {
            continuing.set(0, size);
            continuing.andNot(begins);
        }
        return continuing;
    }

    /** The ids that a sentence ends with. */
    BitSet endingSentences(int size) {
        return ids(size, text -> !text.isEmpty() && SENTENCE_ENDS.indexOf(text.charAt(text.length() - 1)) >= 0);
    }

    /** The id of the piece that masks a token, or {@code otherwise} where there is none. */
    int maskId(int size, int otherwise) {
        int id = ids(size, text -> text.equals("[MASK]") || text.equals("<mask>"))
                .nextSetBit(0);
        return id < 0 ? otherwise : id;
    }
}
