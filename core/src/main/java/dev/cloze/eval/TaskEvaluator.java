package dev.cloze.eval;

import dev.cloze.data.Document;
import dev.cloze.generate.Generator;
import dev.cloze.generate.Score;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.objective.Lengths;
import dev.cloze.task.Learning;
import dev.cloze.task.Task;
import dev.cloze.task.metric.Answered;
import dev.cloze.task.metric.Metric;
import dev.cloze.task.metric.RankClassification;
import dev.cloze.task.metric.RankedChoices;
import dev.cloze.task.metric.TextMetric;
import dev.cloze.text.Framing;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a model answers to a held-out task of pairs, and what its metrics tell of that. */
public final class TaskEvaluator {

    private static final int TOGETHER = 32;

    private final Task task;
    private final Learning.Pair pair;
    private final Generator generator;
    private final Tokenizer tokenizer;
    private final Lengths lengths;
    private final List<Document> documents;

    /** What {@code generator} answers to some examples of {@code task}. */
    public TaskEvaluator(
            Task task, List<Document> documents, Generator generator, Tokenizer tokenizer, Lengths lengths) {
        this.task = task;
        this.documents = List.copyOf(documents);
        this.generator = generator;
        this.tokenizer = tokenizer;
        this.lengths = lengths;
        pair = (Learning.Pair) task.learn();
    }

    /** The numbers of all metrics, in their order. */
    public TaskScores scores() {
        return new TaskScores(task.name(), documents.size(), metrics());
    }

    private Map<String, Double> metrics() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        boolean written = task.metrics().stream().anyMatch(TextMetric.class::isInstance);
        List<String> predictions = written ? write() : List.of();
        for (Metric metric : task.metrics()) {
            if (metric instanceof RankClassification ranked) {
                rank(ranked).forEach((name, number) -> numbers.put("rank_" + name, number));
            } else if (metric instanceof TextMetric ofTexts) {
                numbers.putAll(ofTexts.of(answered(ofTexts, predictions)));
            }
        }
        return numbers;
    }

    private List<Answered> answered(TextMetric metric, List<String> predictions) {
        return IntStream.range(0, documents.size())
                .mapToObj(i -> {
                    Document document = documents.get(i);
                    List<String> right = metric.answers().isEmpty()
                            ? List.of(target(document))
                            : split(document.field(metric.answers()), metric.separator());
                    String group = metric.group().isEmpty() ? "" : document.field(metric.group());
                    return new Answered(predictions.get(i), right, group);
                })
                .toList();
    }

    private static List<String> split(String all, String separator) {
        return Pattern.compile(separator, Pattern.LITERAL)
                .splitAsStream(all)
                .map(String::strip)
                .toList();
    }

    /** The likeliest text for each example, token by token. */
    private List<String> write() {
        GenerationOptions options = GenerationOptions.greedy(lengths.targets());
        List<String> texts = new ArrayList<>();
        for (int from = 0; from < documents.size(); from += TOGETHER) {
            List<Document> some = documents.subList(from, Math.min(documents.size(), from + TOGETHER));
            generator.generate(some.stream().map(this::input).toList(), options).stream()
                    .map(candidate -> tokenizer.decode(candidate.tokens()).strip())
                    .forEach(texts::add);
        }
        return texts;
    }

    private String target(Document document) {
        return document.field(pair.targets()).strip();
    }

    private Tokens input(Document document) {
        Tokens tokens = tokenizer.encode(document.field(pair.inputs()));
        return tokenizer.framing().around(tokens, lengths.inputs());
    }

    /** As pairs are cut for training. */
    private Tokens written(String text) {
        Framing framing = tokenizer.framing().ofTargets(tokenizer.vocabulary().eosId());
        return framing.around(tokenizer.encode(text), lengths.targets());
    }

    private Map<String, Double> rank(RankClassification metric) {
        List<List<RankedChoices.Choice>> examples = new ArrayList<>();
        for (Document document : documents) {
            List<String> choices = metric.field().isEmpty()
                    ? metric.choices()
                    : split(document.field(metric.field()), metric.separator());
            examples.add(choices(document, choices, metric));
        }
        RankedChoices ranked = new RankedChoices(examples);
        return metric.field().isEmpty() ? ranked.of(metric.choices().size()) : ranked.ofAnyClasses();
    }

    private List<RankedChoices.Choice> choices(Document document, List<String> choices, RankClassification metric) {
        Tokens input = input(document);
        String target = target(document);
        List<Tokens> written = choices.stream().map(this::written).toList();
        List<Score> scores =
                generator.score(choices.stream().map(choice -> input).toList(), written);
        return IntStream.range(0, choices.size())
                .mapToObj(i -> {
                    int length = metric.per().of(choices.get(i), written.get(i).size());
                    return new RankedChoices.Choice(
                            choices.get(i).strip().equals(target), scores.get(i).total() / length, 1);
                })
                .toList();
    }
}
