package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Utf8Characters;
import java.util.List;

/**
 * Cuts raw text into the words in which a model with the same rules looks for pieces: normalised, each beginning with
 * {@code ▁}, user-defined pieces left out. One serves one thread.
 */
public final class WordCutter {

    private final TextNormaliser normaliser;
    private final PieceTrie symbols;
    private final boolean hasSymbols;
    private final Workspace work = new Workspace();

    /** Takes the words. */
    public interface Receiver {

        /** A word, or what a user-defined piece left of one: {@code text[from..to)}, in UTF-8. */
        void word(byte[] text, int from, int to);
    }

    /** A cutter for models that prepare text by {@code rules} and have these user-defined pieces. */
    public WordCutter(NormaliserSpec rules, List<String> userDefined) {
        List<byte[]> keys = userDefined.stream().map(Utf8Characters::bytes).toList();
        this.normaliser = new TextNormaliser(rules, false, keys, List.of());
        this.symbols = PieceTrie.of(keys, new int[keys.size()]);
        this.hasSymbols = !keys.isEmpty();
    }

    /** Hands every word of {@code text} to {@code receiver}. */
    public void cut(String text, Receiver receiver) {
        work.take(text);
        normaliser.normalise(work);
        int from = 0;
        for (int i = 0; i < work.wordCount; i++) {
            hand(from, work.words[i], receiver);
            from = work.words[i];
        }
        hand(from, work.normalLength, receiver);
    }

    private void hand(int from, int to, Receiver receiver) {
        int begin = from;
        for (int at = from; hasSymbols && at < to; ) {
            int symbol = symbols.longest(work.normal, at, to);
            if (symbol > 0 && at > begin) {
                receiver.word(work.normal, begin, at);
            }
            at += Math.max(symbol, 1);
            begin = symbol > 0 ? at : begin;
        }
        if (to > begin) {
            receiver.word(work.normal, begin, to);
        }
    }
}
