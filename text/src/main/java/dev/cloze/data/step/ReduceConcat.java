package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * So many documents of a language as one, without a mark between them ({@code reduce_concat_tokens}). What is left at the
 * end of documents that are learnt from together makes a shorter one.
 */
@Doc("So many documents of a language as one, without a mark between them.")
public record ReduceConcat(
        @Doc(value = "How many.", unit = "documents") int documents) implements TokenStep {

    /** Checks the number. */
    public ReduceConcat {
        Refusal.require(documents > 0, "documents must be at least 1, got %d", documents);
    }

    @Override
    public List<TokenizedDocument> apply(List<TokenizedDocument> all, int eosId, Seed seed) {
        Map<String, List<TokenizedDocument>> byLanguage = new LinkedHashMap<>();
        all.forEach(document -> byLanguage
                .computeIfAbsent(document.language(), language -> new ArrayList<>())
                .add(document));
        List<TokenizedDocument> joined = new ArrayList<>();
        for (List<TokenizedDocument> ofLanguage : byLanguage.values()) {
            for (int from = 0; from < ofLanguage.size(); from += documents) {
                joined.add(joined(ofLanguage.subList(from, Math.min(from + documents, ofLanguage.size()))));
            }
        }
        return joined;
    }

    private static TokenizedDocument joined(List<TokenizedDocument> parts) {
        int[] ids =
                new int[parts.stream().mapToInt(part -> part.tokens().size()).sum()];
        int at = 0;
        for (TokenizedDocument part : parts) {
            part.tokens().copyTo(ids, at);
            at += part.tokens().size();
        }
        return parts.get(0).withTokens(Tokens.of(ids));
    }
}
