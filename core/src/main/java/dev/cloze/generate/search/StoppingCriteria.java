package dev.cloze.generate.search;

import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.Stops;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.Optional;
import java.util.Set;

/** Says when a row's text is complete. */
public final class StoppingCriteria {

    // A token may have no text at all; this many more than characters are decoded to see a stop text whole.
    private static final int SLACK = 16;

    private final int eos;
    private final Optional<Tokenizer> tokenizer;

    /** The end of texts that end with {@code eos}; the tokenizer is needed for {@link dev.cloze.generate.options.Stops#texts}. */
    public StoppingCriteria(int eos, Optional<Tokenizer> tokenizer) {
        this.eos = eos;
        this.tokenizer = tokenizer;
    }

    /** The tokens that end this request's texts by themselves. */
    Set<Integer> ids(GenerationRequest request) {
        Set<Integer> asked = request.options().stops().ids();
        return asked.isEmpty() ? Set.of(eos) : asked;
    }

    boolean of(GeneratedTokens row) {
        GenerationOptions options = row.request().options();
        int last = row.at(row.size() - 1);
        return ids(row.request()).contains(last)
                || row.count() >= options.maxTokens()
                || completesText(row, options.stops());
    }

    private boolean completesText(GeneratedTokens row, Stops stops) {
        if (stops.texts().isEmpty() || tokenizer.isEmpty()) {
            return false;
        }
        int longest = stops.texts().stream().mapToInt(String::length).max().orElse(0);
        Tokens written = row.tokens();
        String tail =
                tokenizer.get().decode(written.slice(Math.max(0, written.size() - longest - SLACK), written.size()));
        String before = tokenizer
                .get()
                .decode(written.slice(Math.max(0, written.size() - longest - SLACK), written.size() - 1));
        return stops.texts().stream().anyMatch(text -> tail.contains(text) && !before.contains(text));
    }
}
