package dev.cloze.seqio.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.opentest4j.TestAbortedException;

/** Reads the text formats and records of seqio's golden cases. */
public final class SeqioTexts {

    private SeqioTexts() {}

    /** One text format. */
    public static Preprocessor step(JsonNode step) {
        JsonNode args = step.has("args") ? step.get("args") : MissingNode.getInstance();
        return switch (step.get("fn").asText()) {
            case "t5.translate" ->
                TextFormats.translate(
                        args.get("source_language").asText(),
                        args.get("target_language").asText());
            case "t5.summarize" ->
                TextFormats.summarize(
                        args.get("article_key").asText(),
                        args.get("summary_key").asText());
            case "t5.lm" -> TextFormats.lm();
            case "t5.stsb" -> TextFormats.stsb();
            case "t5.squad" -> TextFormats.squad(args.path("include_context").asBoolean(true));
            case "t5.squad_span_space_tokenized" -> TextFormats.squadSpan();
            case "t5.pad_nonspaced_languages" -> TextFormats.padUnspaced();
            case "t5.split_text_to_words" -> TextFormats.words();
            case "t5.glue" ->
                new Glue(
                        args.get("benchmark_name").asText(),
                        texts(args.get("label_names")),
                        texts(args.path("feature_names")));
            case "t5.record" -> new ReadingWithEntities();
            default -> more(step, args);
        };
    }

    private static Preprocessor more(JsonNode step, JsonNode args) {
        return switch (step.get("fn").asText()) {
            case "t5.wsc" -> Pronouns.wsc();
            case "t5.wsc_simple" ->
                Pronouns.wscSimple(args.path("correct_referent_only").asBoolean(false));
            case "t5.definite_pronoun_resolution_simple" -> Pronouns.definite();
            case "t5.wnli_simple" -> new WnliSimple();
            case "t5.random_split_text" ->
                RandomTexts.split(
                        args.path("min_words_per_segment").asInt(16),
                        args.path("max_words_per_segment").asInt(512),
                        args.path("max_words_total").asInt(8192));
            case "t5.fill_in_the_blank" -> RandomTexts.fillInTheBlank();
            case "t5.fill_in_the_blank_sized" -> RandomTexts.fillInTheSizedBlank();
            default -> fields(step, args);
        };
    }

    private static Preprocessor fields(JsonNode step, JsonNode args) {
        String inputs = args.path("inputs_format").asText("{0}");
        String targets = args.path("targets_format").asText("{1}");
        return switch (step.get("fn").asText()) {
            case "t5.parse_tsv" -> TabFields.parse(texts(args.get("field_names")), numbers(args.path("field_columns")));
            case "t5.preprocess_tsv" ->
                args.has("field_names")
                        ? Preprocessor.chain(List.of(
                                TabFields.parse(texts(args.get("field_names")), List.of()),
                                TabFields.formatNamed(inputs, targets)))
                        : TabFields.format(args.path("num_fields").asInt(2), inputs, targets);
            case "seqio.preprocess_tensorflow_examples" -> TabFields.formatNamed(inputs, targets);
            case "t5.rank_classification_formatter" ->
                RankedTexts.formatted(
                        texts(args.get("inputs_formats")),
                        texts(args.get("targets_formats")),
                        mode(args),
                        args.path("weight_key").asText(""));
            case "golden.rank_classification" ->
                new RankedTexts(
                        SeqioTexts::classes, mode(args), "weight", texts(args.path("passthrough_feature_keys")));
            default -> throw new TestAbortedException(step.get("fn").asText() + " is not supported yet");
        };
    }

    private static RankedTexts.Mode mode(JsonNode args) {
        return RankedTexts.Mode.valueOf(args.get("mode").asText().toUpperCase(Locale.ROOT));
    }

    private static List<RankedTexts.Choice> classes(Features element) {
        List<?> inputs = (List<?>) element.get("prefix");
        List<?> targets = (List<?>) element.get("suffix");
        List<RankedTexts.Choice> classes = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            boolean correct = RankedTexts.isLabel(element.get("label"), i);
            classes.add(new RankedTexts.Choice((String) inputs.get(i), (String) targets.get(i), correct));
        }
        return classes;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        if (list.isTextual()) {
            texts.add(list.asText());
        }
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<Integer> numbers(JsonNode list) {
        List<Integer> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    /** Records of any features; nested ones get names with a slash, a bare string is {@code text}. */
    static List<Features> elements(JsonNode elements) {
        List<Features> read = new ArrayList<>();
        for (JsonNode element : elements) {
            Map<String, Object> values = new TreeMap<>();
            if (element.isTextual()) {
                values.put("text", element.asText());
            } else {
                flatten("", element, values);
            }
            read.add(Features.of(values));
        }
        return read;
    }

    private static void flatten(String prefix, JsonNode object, Map<String, Object> values) {
        object.properties().forEach(entry -> {
            if (entry.getValue().isObject()) {
                flatten(prefix + entry.getKey() + "/", entry.getValue(), values);
            } else {
                values.put(prefix + entry.getKey(), value(entry.getValue()));
            }
        });
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(each -> list.add(value(each)));
            return list;
        }
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        return node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
    }
}
