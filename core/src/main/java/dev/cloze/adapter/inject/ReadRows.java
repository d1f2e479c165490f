package dev.cloze.adapter.inject;

import java.util.Optional;

/** The adapter's rows of the embedding that texts are read with, once it was asked for. */
final class ReadRows {

    private Optional<TokenRows> rows = Optional.empty();
    private String path = "";

    /** Those of the embedding at {@code where}. */
    TokenRows keep(String where, TokenRows found) {
        path = where;
        rows = Optional.of(found);
        return found;
    }

    Optional<TokenRows> rows() {
        return rows;
    }

    /** Whether the embedding at {@code other} has some. */
    boolean isOf(String other) {
        return rows.isPresent() && path.equals(other);
    }
}
