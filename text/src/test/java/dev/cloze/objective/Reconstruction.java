package dev.cloze.objective;

import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;

/** Puts an example together again: what it was made of, if nothing was lost or doubled. */
public final class Reconstruction {

    private Reconstruction() {}

    /** The tokens that inputs, without mode and end of sequence, and targets were made of. */
    public static Tokens of(Tokens inputs, Tokens targets, Vocabulary vocabulary) {
        Tokens read = withoutEnd(inputs, vocabulary);
        Tokens written = withoutEnd(targets, vocabulary);
        Sentinels sentinels = vocabulary.sentinels();
        Tokens whole = Tokens.EMPTY;
        boolean masked = false;
        for (int i = 0; i < read.size(); i++) {
            boolean gap = sentinels.indexOf(read.at(i)) >= 0;
            masked |= gap;
            whole = gap ? whole.concat(filling(read.at(i), written, sentinels)) : whole.append(read.at(i));
        }
        return masked ? whole : whole.concat(written);
    }

    /** What stands behind one sentinel of the targets. */
    private static Tokens filling(int sentinel, Tokens written, Sentinels sentinels) {
        int from = 0;
        while (written.at(from) != sentinel) {
            from++;
        }
        int to = from + 1;
        while (to < written.size() && sentinels.indexOf(written.at(to)) < 0) {
            to++;
        }
        return written.slice(from + 1, to);
    }

    private static Tokens withoutEnd(Tokens tokens, Vocabulary vocabulary) {
        int last = tokens.size() - 1;
        boolean ended = last >= 0 && tokens.at(last) == vocabulary.eosId();
        return ended ? tokens.slice(0, last) : tokens;
    }
}
