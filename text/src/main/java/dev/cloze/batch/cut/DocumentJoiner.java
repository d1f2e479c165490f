package dev.cloze.batch.cut;

import dev.cloze.batch.Omissions;
import dev.cloze.batch.Skipped;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins documents into runs: language by language in order of appearance, or each alone. */
final class DocumentJoiner {

    private final boolean alone;
    private final boolean separate;
    private final int eosId;

    DocumentJoiner(boolean alone, boolean separate, Tokenizer tokenizer) {
        this.alone = alone;
        this.separate = separate;
        this.eosId = tokenizer.vocabulary().eosId();
    }

    List<TokenRun> join(List<TokenizedDocument> documents) {
        List<TokenRun> runs = new ArrayList<>();
        Map<String, TokenRun> open = new LinkedHashMap<>();
        Map<String, Integer> sizes = new HashMap<>();
        documents.forEach(document -> sizes.merge(document.language(), size(document), Integer::sum));
        for (TokenizedDocument document : documents) {
            String language = document.language();
            TokenRun run = alone
                    ? begin(runs, language, size(document))
                    : open.computeIfAbsent(language, l -> begin(runs, l, sizes.getOrDefault(l, 0)));
            run.add(document);
            if (separate) {
                run.add(eosId);
            }
        }
        return runs;
    }

    /** What of the runs was too short for an example. */
    static Omissions leftOver(List<TokenRun> runs) {
        Omissions.Counting left = new Omissions.Counting();
        runs.forEach(run -> left.add(run.end(), Skipped.ofSingleTokens(run.left())));
        return left.all();
    }

    private int size(TokenizedDocument document) {
        return document.tokens().size() + (separate ? 1 : 0);
    }

    private static TokenRun begin(List<TokenRun> runs, String language, int size) {
        TokenRun run = new TokenRun(language, new TokenBuffer(size));
        runs.add(run);
        return run;
    }
}
