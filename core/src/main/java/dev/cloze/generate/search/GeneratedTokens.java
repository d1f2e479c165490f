package dev.cloze.generate.search;

import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.text.Tokens;
import java.util.Arrays;

/** Tokens of one row as they are written, behind what the decoder was given to start from. */
final class GeneratedTokens {

    private final GenerationRequest request;
    private final int given;
    private int[] ids;
    private int size;

    private GeneratedTokens(GenerationRequest request, int given, int[] ids, int size) {
        this.request = request;
        this.given = given;
        this.ids = ids;
        this.size = size;
    }

    /** A row that begins with {@code start}. */
    static GeneratedTokens from(GenerationRequest request, int... start) {
        return new GeneratedTokens(request, start.length, Arrays.copyOf(start, start.length + 16), start.length);
    }

    /** What the row writes for. */
    GenerationRequest request() {
        return request;
    }

    /** All tokens, those given included. */
    int size() {
        return size;
    }

    int at(int index) {
        return ids[index];
    }

    /** The last of them. */
    int last() {
        return ids[size - 1];
    }

    /** Tokens written so far. */
    int count() {
        return size - given;
    }

    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    /** A row of its own with the same tokens and {@code id}. */
    GeneratedTokens plus(int id) {
        GeneratedTokens longer =
                new GeneratedTokens(request, given, Arrays.copyOf(ids, Math.max(size + 16, ids.length)), size);
        longer.add(id);
        return longer;
    }

    /** The tokens written. */
    Tokens tokens() {
        return Tokens.copyOf(ids, given, size);
    }

    /** Whether the last token of {@code run} would complete it; a run longer than the text never does. */
    boolean precedes(Tokens run) {
        int prefix = run.size() - 1;
        if (prefix > 0 && run.size() > size) {
            return false;
        }
        for (int i = 0; i < prefix; i++) {
            if (ids[size - prefix + i] != run.at(i)) {
                return false;
            }
        }
        return true;
    }
}
