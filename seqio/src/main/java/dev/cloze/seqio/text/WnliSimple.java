package dev.cloze.seqio.text;

import dev.cloze.Refusal;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code wnli_simple}: the pronoun of the premise whose surroundings the hypothesis repeats most, and what the hypothesis
 * has in its place.
 */
public record WnliSimple() implements Preprocessor {

    private static final Set<String> PRONOUNS = Set.of("he", "she", "they", "it", "her", "his", "their", "them", "him");

    private static final List<String> ARTICLES = List.of("a", "an", "the");
    private static final Pattern LAST_MARK = Pattern.compile("(\\.|,|\\?|!)$");
    private static final String MARKS = ".,!?";

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        return elements.map(WnliSimple::pair);
    }

    private static Features pair(Features element) {
        String premise = element.text("sentence1");
        String hypothesis = element.text("sentence2");
        Match match = best(cleaned(premise), cleaned(hypothesis));
        return Features.of("inputs", "wsc: " + highlighted(premise, match.index()))
                .with("targets", candidate(match.candidate(), hypothesis))
                .with("premise", premise)
                .with("hypothesis", hypothesis)
                .with("label", element.has("label") ? element.number("label") : 0L)
                .with("idx", element.get("idx"));
    }

    /** How many words around a pronoun the hypothesis repeats, and what it has in the pronoun's place. */
    private record Match(int score, int index, String candidate) {}

    private static Match best(List<String> premise, List<String> hypothesis) {
        Match best = new Match(-1, 0, "");
        for (int i = 0; i < premise.size(); i++) {
            if (PRONOUNS.contains(premise.get(i))) {
                Match match = match(premise, hypothesis, i);
                best = match.score() > best.score() ? match : best;
            }
        }
        Refusal.require(best.score() >= 0, "the premise '%s' has no pronoun", String.join(" ", premise));
        return best;
    }

    private static Match match(List<String> premise, List<String> hypothesis, int index) {
        List<String> before = premise.subList(0, index);
        List<String> behind = premise.subList(index + 1, premise.size());
        int beforeSize = repeated(reversed(hypothesis), reversed(before));
        int behindSize = repeated(hypothesis, behind);
        if (beforeSize + behindSize == 0) {
            return new Match(0, index, "");
        }
        String left = String.join(" ", before.subList(before.size() - beforeSize, before.size()));
        String right = String.join(" ", behind.subList(0, behindSize));
        String text = String.join(" ", hypothesis);
        for (String pattern :
                List.of(between(left, "(.+)", right), between("", "^(.+)", right), between(left, "(.+)$", ""))) {
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            if (matcher.find()) {
                return new Match(beforeSize + behindSize, index, matcher.group(1));
            }
        }
        return new Match(beforeSize + behindSize, index, "");
    }

    private static String between(String left, String middle, String right) {
        return (left.isEmpty() ? "" : left + " ") + middle + (right.isEmpty() ? "" : " " + right);
    }

    /** How many of the words, from the first on, stand together in the hypothesis. */
    private static int repeated(List<String> hypothesis, List<String> words) {
        String text = String.join(" ", hypothesis);
        int count = 0;
        while (count < words.size() && text.contains(String.join(" ", words.subList(0, count + 1)))) {
            count++;
        }
        return count;
    }

    private static List<String> reversed(List<String> words) {
        List<String> reversed = new ArrayList<>(words);
        Collections.reverse(reversed);
        return reversed;
    }

    private static List<String> cleaned(String sentence) {
        List<String> words = new ArrayList<>();
        for (String word : sentence.strip().toLowerCase(Locale.ROOT).split(" ", -1)) {
            String clean = LAST_MARK.matcher(word).replaceAll("");
            if (!clean.isEmpty()) {
                words.add(clean);
            }
        }
        return words;
    }

    private static String highlighted(String sentence, int index) {
        List<String> words = new ArrayList<>(List.of(sentence.split(" ", -1)));
        String word = words.get(index);
        int last = word.length() - 1;
        boolean marked = last >= 0 && MARKS.indexOf(word.charAt(last)) >= 0;
        words.set(index, marked ? "*" + word.substring(0, last) + "* " + word.charAt(last) : "*" + word + "*");
        return String.join(" ", words);
    }

    /** The candidate as the hypothesis writes it, from its last article on and without a possessive ending. */
    private static String candidate(String found, String hypothesis) {
        List<String> words = List.of(found.split(" ", -1));
        int article = ARTICLES.stream().mapToInt(words::indexOf).max().orElse(0);
        String pattern = words.subList(Math.max(article, 0), words.size()).stream()
                .map(word -> Pattern.quote(word) + "(?:\\.|,|\\?|!)?")
                .collect(Collectors.joining(" "));
        Matcher matcher = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(hypothesis);
        Refusal.require(matcher.find(), "'%s' is not in the hypothesis '%s'", found, hypothesis);
        String candidate = matcher.group();
        if (!candidate.isEmpty() && MARKS.indexOf(candidate.charAt(candidate.length() - 1)) >= 0) {
            candidate = candidate.substring(0, candidate.length() - 1);
        }
        if (candidate.endsWith("'")) {
            return candidate.substring(0, candidate.length() - 1);
        }
        return candidate.endsWith("'s") ? candidate.substring(0, candidate.length() - 2) : candidate;
    }
}
