package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.CharacterMap;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Utf8Characters;
import java.util.List;

/**
 * Brings text into the form that pieces are looked up in: the file's rules, spaces tidied and written as {@code ▁}. It
 * notes where words begin, for pieces never reach across the beginning of a word.
 *
 * <pre>
 * text    "  two  spaces "
 * normal  "▁two▁spaces"      words at 0 and 6 (▁ has three bytes)
 * </pre>
 */
final class TextNormaliser {

    private final NormaliserSpec spec;
    private final boolean spaceAsSuffix;
    private final CharacterMap map;
    private final PieceTrie symbols;
    private final PieceTrie aliases;
    private final boolean[] beginsSymbol = new boolean[256];
    private final boolean[] stops = new boolean[128 << 8];

    TextNormaliser(NormaliserSpec spec, boolean spaceAsSuffix) {
        this(spec, spaceAsSuffix, List.of(), List.of());
    }

    /**
     * A normaliser that takes text as it is where one of {@code symbols} stands, and does the same for one of
     * {@code aliases}, setting {@code ▁} before it.
     */
    TextNormaliser(NormaliserSpec spec, boolean spaceAsSuffix, List<byte[]> symbols, List<byte[]> aliases) {
        this.spec = spec;
        this.spaceAsSuffix = spaceAsSuffix;
        this.map = spec.characterMap();
        this.symbols = PieceTrie.of(symbols, new int[symbols.size()]);
        this.aliases = PieceTrie.of(aliases, new int[aliases.size()]);
        symbols.forEach(symbol -> beginsSymbol[symbol[0] & 0xFF] = true);
        aliases.forEach(alias -> beginsSymbol[alias[0] & 0xFF] = true);
        for (int pair = 0; pair < stops.length; pair++) {
            stops[pair] = beginsSymbol[pair >> 8] || map.reaches(pair >> 8, pair & 0xFF);
        }
    }

    /** Normalises the workspace's text. */
    void normalise(Workspace work) {
        work.begin();
        int at = spec.removeExtraWhitespace() ? afterLeadingSpaces(work) : 0;
        if (at == work.textLength) {
            return;
        }
        if (spec.addDummyPrefix() && !spaceAsSuffix) {
            addSpace(work);
        }
        work.afterSpace = spec.removeExtraWhitespace();
        while (at < work.textLength) {
            at = copyPlain(work, at);
            if (at < work.textLength) {
                at = applyRule(work, at);
            }
        }
        if (spec.removeExtraWhitespace()) {
            dropTrailingSpaces(work);
        }
        if (spec.addDummyPrefix() && spaceAsSuffix) {
            addSpace(work);
        }
    }

    private int afterLeadingSpaces(Workspace work) {
        int at = 0;
        while (at < work.textLength) {
            int read = next(work, at);
            if (work.ruleTo - work.ruleFrom != 1 || work.rule[work.ruleFrom] != ' ') {
                break;
            }
            at += read;
        }
        return at;
    }

    /**
     * Copies what no rule touches; returns where it had to stop. A rule may begin with a plain letter and go on with an
     * accent, so a byte of ASCII is looked at together with the one that follows.
     */
    private int copyPlain(Workspace work, int from) {
        byte[] in = work.text;
        int to = work.textLength;
        byte[] out = work.room(work.normalLength, (long) (to - from) * Utf8Characters.SPACE_LENGTH);
        boolean tidy = spec.removeExtraWhitespace();
        boolean afterSpace = work.afterSpace;
        int n = work.normalLength;
        int at = from;
        while (at < to) {
            byte b = in[at];
            if (b < 0) {
                int length = plainLength(in, at, to);
                if (length == 0) {
                    break;
                }
                n = copy(in, at, out, n, length);
                at += length;
                afterSpace = false;
                continue;
            }
            if (stops[b << 8 | (at + 1 < to ? in[at + 1] & 0xFF : 0)]) {
                break;
            }
            at++;
            if (b != ' ') {
                out[n++] = b;
                afterSpace = false;
            } else if (!afterSpace) {
                n = space(work, out, n);
                afterSpace = tidy;
            }
        }
        work.afterSpace = afterSpace;
        work.normalLength = n;
        return at;
    }

    /** Length of the character beyond ASCII at {@code at} if it stays as it is, or 0. */
    private int plainLength(byte[] in, int at, int to) {
        boolean mayBeSpace = in[at] == Utf8Characters.SPACE_1 && in[at + 1] == Utf8Characters.SPACE_2;
        if (mayBeSpace || beginsSymbol[in[at] & 0xFF] || map.longest(in, at, to) != 0) {
            return 0;
        }
        return Utf8Characters.length(in[at]);
    }

    private static int copy(byte[] in, int at, byte[] out, int n, int length) {
        out[n] = in[at];
        out[n + 1] = in[at + 1];
        if (length > 2) {
            out[n + 2] = in[at + 2];
        }
        if (length > 3) {
            out[n + 3] = in[at + 3];
        }
        return n + length;
    }

    private int applyRule(Workspace work, int at) {
        int read = next(work, at);
        while (work.afterSpace && work.ruleFrom < work.ruleTo && work.rule[work.ruleFrom] == ' ') {
            work.ruleFrom++;
        }
        if (work.ruleIsAlias && !Utf8Characters.endsInSpace(work.normal, work.normalLength)) {
            addSpace(work);
        }
        if (work.ruleFrom < work.ruleTo) {
            append(work);
            work.afterSpace = spec.removeExtraWhitespace() && work.rule[work.ruleTo - 1] == ' ';
        }
        return at + read;
    }

    /** Sets the workspace's rule to what replaces the text at {@code at}; returns how much it replaces. */
    private int next(Workspace work, int at) {
        byte[] in = work.text;
        int to = work.textLength;
        int symbol = beginsSymbol[in[at] & 0xFF] ? symbols.longest(in, at, to) : 0;
        int alias = beginsSymbol[in[at] & 0xFF] ? aliases.longest(in, at, to) : 0;
        work.ruleIsAlias = alias > symbol;
        if (symbol + alias > 0) {
            work.rule(in, at, at + Math.max(symbol, alias));
            return Math.max(symbol, alias);
        }
        long rule = map.longest(in, at, to);
        if (rule != 0) {
            int from = Math.min((int) rule, map.replacements().length);
            work.rule(map.replacements(), from, map.endOf(from));
            return (int) (rule >>> 32);
        }
        int length = Math.min(Utf8Characters.length(in[at]), to - at);
        work.rule(in, at, at + length);
        return length;
    }

    private void append(Workspace work) {
        byte[] rule = work.rule;
        byte[] out = work.room(work.normalLength, (long) (work.ruleTo - work.ruleFrom) * Utf8Characters.SPACE_LENGTH);
        int n = work.normalLength;
        for (int i = work.ruleFrom; i < work.ruleTo; i++) {
            if (rule[i] == ' ') {
                n = space(work, out, n);
                continue;
            }
            out[n++] = rule[i];
            if (rule[i] == Utf8Characters.SPACE_3
                    && Utf8Characters.endsInSpace(out, n)
                    && !Utf8Characters.endsInSpace(out, n - 3)) {
                work.beginWord(n - Utf8Characters.SPACE_LENGTH);
            }
        }
        work.normalLength = n;
    }

    private void addSpace(Workspace work) {
        byte[] out = work.room(work.normalLength, Utf8Characters.SPACE_LENGTH);
        work.normalLength = space(work, out, work.normalLength);
    }

    private int space(Workspace work, byte[] out, int n) {
        if (!spec.escapeWhitespace()) {
            out[n] = ' ';
            return n + 1;
        }
        if (!Utf8Characters.endsInSpace(out, n)) {
            work.beginWord(n);
        }
        out[n] = Utf8Characters.SPACE_1;
        out[n + 1] = Utf8Characters.SPACE_2;
        out[n + 2] = Utf8Characters.SPACE_3;
        return n + Utf8Characters.SPACE_LENGTH;
    }

    private void dropTrailingSpaces(Workspace work) {
        int n = work.normalLength;
        if (spec.escapeWhitespace()) {
            while (Utf8Characters.endsInSpace(work.normal, n)) {
                n -= Utf8Characters.SPACE_LENGTH;
            }
        } else {
            while (n > 0 && work.normal[n - 1] == ' ') {
                n--;
            }
        }
        work.normalLength = n;
        while (work.wordCount > 0 && work.words[work.wordCount - 1] >= n) {
            work.wordCount--;
        }
    }
}
