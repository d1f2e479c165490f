package dev.cloze.text.sentencepiece.train;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte-pair encoding (Sennrich et al. 2016, §3.2) over characters: the most frequent pair of neighbours becomes a symbol,
 * again and again. Of equals the shorter one goes first, then the alphabet decides.
 */
final class BpeTraining {

    private final TrainingWords words;
    private final PieceShape shape;
    private final PieceTrainingListener watch;

    // By place in the text: its symbol, where the neighbours are, and how often its word was seen. 0 is no symbol.
    private final int[] symbols;
    private final int[] next;
    private final int[] previous;
    private final long[] weights;

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final SymbolPairs pairs = new SymbolPairs();
    private final PriorityQueue<Offer> queue = new PriorityQueue<>();

    /** A pair that may be the best, with what was known of it when it was put forward. */
    private record Offer(long count, int pair, String text) implements Comparable<Offer> {

        @Override
        public int compareTo(Offer other) {
            int byCount = Long.compare(other.count, count);
            int byLength = byCount != 0 ? byCount : Integer.compare(text.length(), other.text.length());
            return byLength != 0 ? byLength : text.compareTo(other.text);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Offer offer && compareTo(offer) == 0 && pair == offer.pair;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(count) + 31 * pair;
        }
    }

    BpeTraining(TrainingWords words, PieceShape shape, PieceTrainingListener watch) {
        this.words = words;
        this.shape = shape;
        this.watch = watch;
        int length = words.length();
        symbols = new int[length];
        next = new int[length];
        previous = new int[length];
        weights = new long[length];
        texts.add("");
        for (int number = 1; number <= words.alphabet().size(); number++) {
            symbol(Character.toString(words.alphabet().character(number)));
        }
    }

    /** Merges in the order in which they were made, then the characters; scored by their rank. */
    List<Piece> pieces(int count) {
        begin();
        int merges = count - words.alphabet().size();
        Refusal.require(merges >= 0, "the text has more characters than there is room for");
        List<String> made = new ArrayList<>();
        while (made.size() < merges) {
            Offer best = queue.poll();
            Refusal.require(
                    best != null,
                    "the text yields at most %d pieces, %d are wanted",
                    made.size() + texts.size(),
                    count);
            take(best, made);
            if (made.size() % 100 == 0) {
                watch.done(made.size(), merges, "%,d merges".formatted(made.size()));
            }
        }
        watch.done(merges, merges, "%,d merges".formatted(merges));
        made.addAll(texts.subList(1, words.alphabet().size() + 1));
        List<Piece> pieces = new ArrayList<>();
        for (String text : made) {
            pieces.add(Piece.normal(text, -pieces.size()));
        }
        return pieces;
    }

    private int symbol(String text) {
        return numbers.computeIfAbsent(text, added -> {
            texts.add(added);
            return texts.size() - 1;
        });
    }

    private void begin() {
        char[] text = words.text();
        for (int word = 0; word < words.size(); word++) {
            for (int at = words.from(word); at < words.to(word); at++) {
                symbols[at] = text[at];
                weights[at] = words.count(word);
                next[at] = at + 1 < words.to(word) ? at + 1 : 0;
                previous[at] = at > words.from(word) ? at - 1 : 0;
            }
        }
        for (int at = 0; at < symbols.length; at++) {
            if (next[at] != 0) {
                see(at);
            }
        }
        for (int pair = 0; pair < pairs.size(); pair++) {
            offer(pair);
        }
    }

    /** Counts the pair at {@code at}; returns it. */
    private int see(int at) {
        int pair = pairs.of(symbols[at], symbols[next[at]]);
        pairs.add(pair, weights[at]);
        pairs.sight(pair, at);
        return pair;
    }

    private void offer(int pair) {
        String text = texts.get(pairs.left(pair)) + texts.get(pairs.right(pair));
        if (pairs.count(pair) > 0 && isAllowed(text)) {
            queue.add(new Offer(pairs.count(pair), pair, text));
        }
    }

    private boolean isAllowed(String text) {
        int length = text.codePointCount(0, text.length());
        if (length > shape.longest()) {
            return false;
        }
        char[] spelt = new char[length];
        int n = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            spelt[n++] = words.alphabet().number(text.codePointAt(at));
        }
        return shape.allows(words.alphabet(), spelt, 0, length);
    }

    /** Merges the pair of the best offer; one whose count has changed since goes back into the queue. */
    private void take(Offer best, List<String> made) {
        if (pairs.count(best.pair) != best.count) {
            offer(best.pair);
            return;
        }
        if (!numbers.containsKey(best.text)) {
            made.add(best.text);
        }
        int symbol = symbol(best.text);
        List<Integer> changed = new ArrayList<>();
        for (int at : pairs.takePlaces(best.pair)) {
            if (isAt(best.pair, at)) {
                merge(at, symbol, changed);
            }
        }
        changed.stream().distinct().forEach(this::offer);
    }

    private boolean isAt(int pair, int at) {
        return symbols[at] == pairs.left(pair) && next[at] != 0 && symbols[next[at]] == pairs.right(pair);
    }

    private void merge(int at, int symbol, List<Integer> changed) {
        int right = next[at];
        forget(previous[at]);
        forget(at);
        forget(right);
        symbols[at] = symbol;
        symbols[right] = 0;
        next[at] = next[right];
        if (next[right] != 0) {
            previous[next[right]] = at;
            changed.add(see(at));
        }
        if (previous[at] != 0) {
            changed.add(see(previous[at]));
        }
    }

    /** Takes the pair at {@code at}, if there is one, out of the count. */
    private void forget(int at) {
        if (at != 0 && next[at] != 0) {
            pairs.add(pairs.of(symbols[at], symbols[next[at]]), -weights[at]);
        }
    }
}
