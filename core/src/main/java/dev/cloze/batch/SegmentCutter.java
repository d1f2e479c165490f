package dev.cloze.batch;

import dev.cloze.Seed;
import dev.cloze.data.Material;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Denoisers;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins the documents of a group and cuts them into segments, each as long as its denoiser can take. */
final class SegmentCutter {

    private final Reading reading;
    private final int eosId;
    private final Denoisers denoisers;
    private final boolean alone;
    private final boolean separate;
    private final Seed seed;

    SegmentCutter(BatchPlan plan) {
        this.reading = new Reading(plan.tokenizer());
        this.eosId = plan.tokenizer().vocabulary().eosId();
        this.denoisers = plan.denoisers();
        this.alone = plan.joining() == Joining.ALONE;
        this.separate = plan.joining() == Joining.SEPARATED || denoisers.separateDocuments();
        this.seed = plan.seed();
    }

    /** The segments of a group: language by language in order of appearance, or document by document. */
    Segments cut(DocumentGroup group) {
        Cut cut = new Cut(seed.split("examples").at(group.number()));
        Map<String, TokenBuffer> byLanguage = new LinkedHashMap<>();
        long empty = 0;
        String source = "";
        for (Material each : group.documents()) {
            TokenizedDocument document = reading.tokens(each);
            Tokens tokens = document.tokens();
            source = document.source();
            if (tokens.isEmpty()) {
                empty++;
                continue;
            }
            TokenBuffer run = byLanguage.computeIfAbsent(document.language(), language -> new TokenBuffer());
            add(tokens, run);
            if (alone) {
                cut.all(run, document.language());
                run.clear();
            }
        }
        byLanguage.forEach((language, run) -> cut.all(run, language));
        return new Segments(cut.segments, source, new Skipped(empty, cut.singleTokens));
    }

    private void add(Tokens tokens, TokenBuffer run) {
        run.add(tokens);
        if (separate) {
            run.add(eosId);
        }
    }

    /** The segments of one group so far. */
    private final class Cut {

        private final Seed groupSeed;
        private final List<Segment> segments = new ArrayList<>();
        private long singleTokens;

        Cut(Seed groupSeed) {
            this.groupSeed = groupSeed;
        }

        void all(TokenBuffer run, String language) {
            int at = 0;
            while (run.size() - at >= Denoisers.FEWEST_TOKENS) {
                Seed own = groupSeed.at(segments.size());
                Denoiser denoiser = denoisers.draw(own);
                int length = length(run.size() - at, denoiser.tokensLength());
                segments.add(new Segment(run.slice(at, at + length), language, denoiser, own));
                at += length;
            }
            singleTokens += run.size() - at;
        }

        /** As much as fits, but no single token is left over. */
        private static int length(int left, int most) {
            boolean leavesOne = left == most + 1 && most > Denoisers.FEWEST_TOKENS;
            return leavesOne ? most - 1 : Math.min(left, most);
        }
    }
}
