package dev.cloze.text.added;

import dev.cloze.Refusal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Added tokens and their ids. One that a model's vocabulary has keeps its id, another gets the next one behind all; one that
 * is added again takes its new flags.
 */
public final class AddedTokens {

    private static final int MOST = 1 << 18;
    private static final int MOST_IDS = 1 << 22;

    private final Base base;
    private final TreeMap<Integer, AddedToken> byId = new TreeMap<>();
    private final Map<String, Integer> ids = new HashMap<>();

    /** No added tokens yet to the vocabulary {@code base}. */
    public AddedTokens(Base base) {
        this.base = base;
    }

    /** The vocabulary of a model, without added tokens. */
    public interface Base {

        /** The id of what is written so. */
        OptionalInt id(String content);

        /** How many entries it has. */
        int size();
    }

    /** Adds {@code token}; one without content is none. */
    public void add(AddedToken token) {
        if (!token.content().isEmpty()) {
            put(id(token.content()).orElse(size()), token);
        }
    }

    /** Adds {@code token} under an id that its folder says. */
    public void put(int id, AddedToken token) {
        Refusal.require(byId.size() < MOST, "at most %d tokens can be added to a vocabulary", MOST);
        Refusal.require(id >= 0 && id < MOST_IDS, "an id must be in [0, %d), got %d", MOST_IDS, id);
        AddedToken before = byId.put(id, token);
        if (before != null) {
            ids.remove(before.content(), id);
        }
        ids.put(token.content(), id);
    }

    /** The id of what is written so, added or in the vocabulary. */
    public OptionalInt id(String content) {
        Integer added = ids.get(content);
        return added == null ? base.id(content) : OptionalInt.of(added);
    }

    /** Whether a token written so was added. */
    public boolean has(String content) {
        return ids.containsKey(content);
    }

    /** How many ids there are, those of the vocabulary included. */
    public int size() {
        return byId.isEmpty() ? base.size() : Math.max(base.size(), byId.lastKey() + 1);
    }

    /** All of them, by id. */
    public Map<Integer, AddedToken> byId() {
        return Collections.unmodifiableMap(byId);
    }
}
