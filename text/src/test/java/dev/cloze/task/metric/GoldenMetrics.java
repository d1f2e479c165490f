package dev.cloze.task.metric;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.opentest4j.TestAbortedException;

/** The metrics by the names that T5 gives them. */
final class GoldenMetrics {

    private GoldenMetrics() {}

    static Map<String, Double> of(JsonNode row) {
        JsonNode targets = row.get("targets");
        JsonNode predictions = row.get("predictions");
        String name = row.get("metric").asText();
        return switch (name) {
            case "squad" -> questions(QuestionAnswering.SQUAD, targets, predictions);
            case "trivia_qa" -> questions(QuestionAnswering.TRIVIA_QA, targets, predictions);
            case "coqa_f1" -> questions(QuestionAnswering.COQA, targets, predictions);
            case "span_squad" -> spans(targets, predictions);
            case "sequence_accuracy" -> new TextMetric.SequenceAccuracy().of(answered(targets, predictions));
            case "edit_distance" ->
                new EditDistance(row.path("args").path("lower").asBoolean(true)).of(answered(targets, predictions));
            case "pearson_corrcoef" -> Map.of(name, Correlation.pearson(numbers(targets), numbers(predictions)));
            case "spearman_corrcoef" -> Map.of(name, Correlation.spearman(numbers(targets), numbers(predictions)));
            case "auc", "score_auc" -> curves(row, targets, predictions);
            case "rank_classification" -> ranks(row, targets, predictions);
            default -> grouped(row, name, targets, predictions);
        };
    }

    private static Map<String, Double> grouped(JsonNode row, String name, JsonNode targets, JsonNode predictions) {
        return switch (name) {
            case "multirc_f1_over_all_answers" -> Map.of("f1", new Classes(values(targets), values(predictions)).f1());
            case "mean_group_metric(all_match)" ->
                new TextMetric.AllMatch(BITS, "group").of(answered(targets, predictions));
            case "mean_group_metric(f1_score_with_invalid)" ->
                new TextMetric.F1(BITS, "group").of(answered(targets, predictions));
            case "deduplicate_metric(squad)" ->
                new TextMetric.Questions(QuestionAnswering.SQUAD, "", "", "group").of(answered(targets, predictions));
            case "deduplicate_metric(sequence_accuracy)" ->
                new TextMetric.SequenceAccuracy().of(Groups.firsts(answered(targets, predictions)));
            default -> classes(row, name, targets, predictions);
        };
    }

    private static final List<String> BITS = List.of("0", "1");

    private static Map<String, Double> classes(JsonNode row, String name, JsonNode targets, JsonNode predictions) {
        if (!targets.path(0).isInt()) {
            throw new TestAbortedException(name + " is not supported yet");
        }
        Classes answers = new Classes(values(targets), values(predictions));
        int count = row.path("args").path("num_classes").asInt();
        return switch (name) {
            case "accuracy" -> Map.of(name, answers.accuracy());
            case "matthews_corrcoef" -> Map.of(name, answers.matthews());
            case "f1_score_with_invalid" -> Map.of("f1", answers.f1());
            case "mean_multiclass_f1" -> Map.of("mean_" + count + "class_f1", answers.meanF1(count));
            case "all_match" -> Map.of("exact_match", answers.allMatch());
            default -> throw new TestAbortedException(name + " is not supported yet");
        };
    }

    private static Map<String, Double> questions(QuestionAnswering kind, JsonNode targets, JsonNode predictions) {
        List<List<String>> references = StreamSupport.stream(targets.spliterator(), false)
                .map(GoldenMetricsTest::texts)
                .toList();
        return kind.of(references, GoldenMetricsTest.texts(predictions));
    }

    private static Map<String, Double> spans(JsonNode targets, JsonNode predictions) {
        List<List<String>> references = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            references.add(GoldenMetricsTest.texts(targets.get(i).get("answers")));
            answers.add(QuestionAnswering.span(
                    targets.get(i).get("context").asText(), predictions.get(i).asText()));
        }
        return QuestionAnswering.SQUAD.of(references, answers);
    }

    private static Map<String, Double> curves(JsonNode row, JsonNode targets, JsonNode predictions) {
        double threshold = row.path("args").path("targets_threshold").asDouble(0.5);
        List<Double> right = numbers(targets);
        Curves curves = new Curves(
                right.stream().map(target -> target > threshold).toList(),
                numbers(predictions),
                right.stream().map(target -> 1.0).toList());
        return Map.of("auc-roc", curves.receiverOperating(), "auc-pr", curves.precisionRecall());
    }

    private static Map<String, Double> ranks(JsonNode row, JsonNode targets, JsonNode predictions) {
        boolean divided = row.path("args").path("normalize_by_target_length").asBoolean();
        Map<Integer, Map<Integer, RankedChoices.Choice>> examples = new TreeMap<>();
        for (int i = 0; i < targets.size(); i++) {
            JsonNode target = targets.get(i);
            double length = divided ? target.get(3).asDouble() : 1;
            examples.computeIfAbsent(target.get(0).get(0).asInt(), example -> new TreeMap<>())
                    .put(
                            target.get(0).get(1).asInt(),
                            new RankedChoices.Choice(
                                    target.get(1).asBoolean(),
                                    predictions.get(i).asDouble() / length,
                                    target.get(2).asDouble()));
        }
        RankedChoices ranked = new RankedChoices(examples.values().stream()
                .map(classes -> List.copyOf(classes.values()))
                .toList());
        JsonNode classes = row.path("args").path("num_classes");
        return classes.isInt() ? ranked.of(classes.asInt()) : ranked.ofAnyClasses();
    }

    private static List<Answered> answered(JsonNode targets, JsonNode predictions) {
        return IntStream.range(0, targets.size())
                .mapToObj(i -> {
                    JsonNode target = value(targets.get(i));
                    List<String> references =
                            target.isArray() ? GoldenMetricsTest.texts(target) : List.of(target.asText());
                    String group = targets.get(i).path("group").asText();
                    return new Answered(value(predictions.get(i)).asText(), references, group);
                })
                .toList();
    }

    private static JsonNode value(JsonNode node) {
        return node.isObject() ? node.get("value") : node;
    }

    private static List<Integer> values(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(node -> value(node).asInt())
                .toList();
    }

    private static List<Double> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }
}
