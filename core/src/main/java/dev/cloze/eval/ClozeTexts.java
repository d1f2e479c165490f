package dev.cloze.eval;

import dev.cloze.Seed;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Chooses held-out texts and the words to cut out of them; nothing is chosen by what a model makes of it. */
public final class ClozeTexts {

    /** How texts to show are chosen, in words. */
    public static final String HOW_SAMPLES =
            "The first held-out texts (of each language that the run file names), in an order drawn from a fixed seed;"
                    + " every tenth word is cut out, where a fixed seed says.";

    /** How single gaps are chosen, in words. */
    public static final String HOW_SPANS =
            "One word is cut out of each of the first held-out texts, in an order drawn from a fixed seed, where a fixed seed"
                    + " says; a dozen words on either side are read.";

    private static final int SAMPLE_TOKENS = 48;
    private static final int SPAN_TOKENS = 160;
    private static final Seed WORDS = new Seed(0).split("gaps");

    // A held-out feed never ends.
    private static final int MOST_DOCUMENTS = 20_000;

    private ClozeTexts() {}

    /** None is looked at where no gaps are learnt. */
    private static int most(DataLoader heldOut) {
        return heldOut.hasRunningText() ? MOST_DOCUMENTS : 0;
    }

    /** One text for each of {@code languages}; the first {@code count} texts where none are named. */
    static List<ClozeText> samples(DataLoader heldOut, int count, List<String> languages) {
        List<String> wanted = languages.stream().limit(count).toList();
        int most = languages.isEmpty() ? count : wanted.size();
        Map<String, ClozeText> found = new LinkedHashMap<>();
        try (Feed<Material> documents = heldOut.open()) {
            for (int i = 0; i < most(heldOut) && found.size() < most && documents.advance(); i++) {
                Seed words = WORDS.at(i);
                heldOut.running(documents.current())
                        .filter(document -> languages.isEmpty() || wanted.contains(document.language()))
                        .filter(document -> !found.containsKey(key(document, languages)))
                        .ifPresent(document -> ClozeText.of(document, heldOut.tokenizer(), SAMPLE_TOKENS, words)
                                .ifPresent(text -> found.put(key(document, languages), text)));
            }
        }
        return languages.isEmpty()
                ? List.copyOf(found.values())
                : wanted.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private static String key(Document document, List<String> languages) {
        return languages.isEmpty() ? document.text() : document.language();
    }

    /** {@code count} different texts with a gap each, or as many as there are. */
    static List<ClozeText> spans(DataLoader heldOut, int count) {
        List<ClozeText> spans = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Seed words = WORDS.split("spans");
        try (Feed<Material> documents = heldOut.open()) {
            for (int i = 0; i < most(heldOut) && spans.size() < count && documents.advance(); i++) {
                Seed chosen = words.at(i);
                heldOut.running(documents.current())
                        .filter(document -> seen.add(document.text()))
                        .flatMap(document -> ClozeText.question(document, heldOut.tokenizer(), SPAN_TOKENS, chosen))
                        .ifPresent(spans::add);
            }
        }
        return spans;
    }
}
