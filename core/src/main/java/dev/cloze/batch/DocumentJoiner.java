package dev.cloze.batch;

import dev.cloze.Seed;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins the documents of a group into runs: language by language in order of appearance, or each alone. */
final class DocumentJoiner {

    private final Reading reading;
    private final Seed seed;
    private final int eosId;
    private final boolean alone;
    private final boolean separate;

    DocumentJoiner(BatchPlan plan) {
        this.reading = new Reading(plan.tokenizer());
        this.seed = plan.seed().split("pieces");
        this.eosId = plan.tokenizer().vocabulary().eosId();
        this.alone = plan.joining() == Joining.ALONE;
        this.separate = plan.joining() == Joining.SEPARATED || plan.denoisers().separateDocuments();
    }

    /**
     * The runs of a group.
     *
     * @param runs the runs
     * @param source the source of the last document, empty where there is none
     * @param emptyDocuments documents without a token
     */
    record Joined(List<Run> runs, String source, long emptyDocuments) {}

    Joined join(DocumentGroup group) {
        List<Run> runs = new ArrayList<>();
        Map<String, TokenBuffer> open = new LinkedHashMap<>();
        long empty = 0;
        String source = "";
        Seed own = seed.at(group.number());
        for (int i = 0; i < group.documents().size(); i++) {
            TokenizedDocument document = reading.tokens(group.documents().get(i), own.at(i));
            source = document.source();
            if (document.tokens().isEmpty()) {
                empty++;
                continue;
            }
            String language = document.language();
            TokenBuffer tokens = alone ? begin(runs, language) : open.computeIfAbsent(language, l -> begin(runs, l));
            add(document.tokens(), tokens);
        }
        return new Joined(runs, source, empty);
    }

    private static TokenBuffer begin(List<Run> runs, String language) {
        TokenBuffer tokens = new TokenBuffer();
        runs.add(new Run(language, tokens));
        return tokens;
    }

    private void add(Tokens tokens, TokenBuffer run) {
        run.add(tokens);
        if (separate) {
            run.add(eosId);
        }
    }
}
