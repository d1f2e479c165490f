package dev.cloze.data.step;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Rule;
import dev.cloze.data.Document;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps the first of the documents of a pass that have the same text in some fields (Lee et al. 2022, exact matches of whole
 * documents). What was seen is kept as 128 bits each, so that two different documents out of 10^9 are taken for the same with
 * a chance below 10^-20.
 */
@Doc(
        "Keeps the first of the documents of a pass of this task that have the same text in some fields; name the files of several sources in one task to compare them all. A resumed run reads the pass again to know them.")
public record Deduplicate(
        @Doc("The fields that are compared.") List<String> fields,

        @Doc(value = "Most different documents of a pass; each takes 16 to 64 bytes of memory.", unit = "documents")
        int most)
        implements DocumentStep {

    /** Checks the numbers. */
    public Deduplicate {
        fields = List.copyOf(fields);
        Rule.said("fields", fields);
        Refusal.require(!fields.isEmpty(), "fields must name at least one field");
        Refusal.require(0 < most && most <= DigestSet.MOST, "most must be in [1, %d], got %d", DigestSet.MOST, most);
    }

    @Override
    public Change begin() {
        return new Seen(this);
    }

    private static final class Seen implements Change {

        private final Deduplicate spec;
        private final FieldDigest digest = new FieldDigest();
        private final DigestSet digests = new DigestSet();
        private long leftOut;

        Seen(Deduplicate spec) {
            this.spec = spec;
        }

        @Override
        public Optional<Document> apply(Document document) {
            digest.begin();
            spec.fields().forEach(field -> digest.add(document.field(field)));
            digest.finish();
            if (!digests.add(digest.high(), digest.low())) {
                leftOut++;
                return Optional.empty();
            }
            if (digests.size() > spec.most()) {
                throw Refusal.at(document.source(), "has more than %,d different documents; raise most", spec.most());
            }
            return Optional.of(document);
        }

        @Override
        public String summary() {
            return String.format(Locale.ROOT, "left out %,d duplicate(s), kept %,d documents", leftOut, digests.size());
        }
    }
}
