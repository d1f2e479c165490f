package dev.cloze.app.inspect;

import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of an example as people read it.
 *
 * @param kind what it is
 * @param text its text; of a sentinel, its written form
 * @param number of a sentinel, its number; else 0
 */
public record Fragment(Kind kind, String text, int number) {

    private static final String WORD_START = "▁";

    /** Sorts of fragments. */
    public enum Kind {
        /** Running text. */
        TEXT,
        /** The mark of a gap. */
        SENTINEL,
        /** What tells the model which denoiser is at work. */
        MODE,
        /** The end of sequence. */
        END
    }

    /** The fragments of tokens, in order; {@code modes} are the texts that inputs may begin with. */
    public static List<Fragment> of(Tokens tokens, Tokenizer tokenizer, List<String> modes) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        List<Fragment> fragments = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int sentinel = vocabulary.sentinels().indexOf(tokens.at(i));
            if (sentinel >= 0 || tokens.at(i) == vocabulary.eosId()) {
                addText(fragments, tokens.slice(from, i), tokenizer, modes);
                fragments.add(
                        sentinel >= 0
                                ? new Fragment(Kind.SENTINEL, "<extra_id_" + sentinel + ">", sentinel)
                                : new Fragment(Kind.END, "", 0));
                from = i + 1;
            }
        }
        addText(fragments, tokens.slice(from, tokens.size()), tokenizer, modes);
        return fragments;
    }

    private static void addText(List<Fragment> fragments, Tokens run, Tokenizer tokenizer, List<String> modes) {
        if (run.isEmpty()) {
            return;
        }
        // Decoding drops the space before a run's first word.
        boolean spaced = !fragments.isEmpty() && tokenizer.piece(run.at(0)).startsWith(WORD_START);
        String text = (spaced ? " " : "") + tokenizer.decode(run);
        if (fragments.isEmpty()) {
            for (String mode : modes) {
                if (text.startsWith(mode)) {
                    fragments.add(new Fragment(Kind.MODE, mode.strip(), 0));
                    text = text.substring(mode.length());
                    break;
                }
            }
        }
        fragments.add(new Fragment(Kind.TEXT, text, 0));
    }
}
