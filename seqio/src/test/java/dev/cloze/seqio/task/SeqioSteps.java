package dev.cloze.seqio.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cloze.objective.noise.NoiseFunction;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.MapSeeds;
import dev.cloze.seqio.step.ConcatenateAndSplit;
import dev.cloze.seqio.step.Denoise;
import dev.cloze.seqio.step.EndOfSequence;
import dev.cloze.seqio.step.PackPrefixLm;
import dev.cloze.seqio.step.PrependMode;
import dev.cloze.seqio.step.ReduceConcatTokens;
import dev.cloze.seqio.step.RekeyFeatures;
import dev.cloze.seqio.step.SelectRandomChunk;
import dev.cloze.seqio.step.SplitTokens;
import dev.cloze.seqio.step.TokenLimit;
import dev.cloze.seqio.step.Tokenise;
import dev.cloze.seqio.step.TrimFeatures;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** Reads the preprocessors, elements and surroundings of seqio's golden cases. */
public final class SeqioSteps {

    private SeqioSteps() {}

    /** The steps of a list, one after another. */
    public static Preprocessor steps(JsonNode list) {
        return Preprocessor.chain(list(list));
    }

    /** The steps of a list. */
    static List<Preprocessor> list(JsonNode list) {
        List<Preprocessor> steps = new ArrayList<>();
        list.forEach(step -> steps.add(step(step)));
        return steps;
    }

    /** One step. */
    public static Preprocessor step(JsonNode step) {
        JsonNode args = step.has("args") ? step.get("args") : MissingNode.getInstance();
        return switch (step.get("fn").asText()) {
            case "t5.select_random_chunk" ->
                new SelectRandomChunk(
                        limit(args.path("max_length"), "targets"),
                        args.path("min_length").asInt(0),
                        args.path("uniform_random_start").asBoolean(false));
            case "t5.reduce_concat_tokens" ->
                new ReduceConcatTokens(args.path("batch_size").asInt(128));
            case "t5.concatenate_and_split_to_fixed_length" -> new ConcatenateAndSplit();
            case "t5.split_tokens" ->
                new SplitTokens(
                        TokenLimit.of(args.get("max_tokens_per_segment").asInt()),
                        args.path("min_tokens_per_segment").asInt(0));
            case "t5.split_tokens_to_inputs_length" -> new SplitTokens(TokenLimit.lengthOf("inputs"));
            case "t5.split_tokens_to_targets_length" -> new SplitTokens(TokenLimit.lengthOf("targets"));
            case "t5.split_tokens_to_random_length" -> SplitTokens.randomLength();
            case "t5.unsupervised" -> steps(args.get("preprocessors"));
            default -> objective(step, args);
        };
    }

    private static Preprocessor objective(JsonNode step, JsonNode args) {
        return switch (step.get("fn").asText()) {
            case "t5.denoise" ->
                new Denoise(
                        args.get("noise_density").asDouble(),
                        SeqioFunctions.mask(args.get("noise_mask_fn")),
                        SeqioFunctions.noise(args.get("inputs_fn")),
                        args.has("targets_fn")
                                ? SeqioFunctions.noise(args.get("targets_fn"))
                                : new NoiseFunction.Keep());
            case "t5.span_corruption" ->
                T5Objectives.spanCorruption(
                        args.path("noise_density").asDouble(0.15),
                        args.path("mean_noise_span_length").asDouble(3),
                        args.path("merge_examples_to_reduce_padding").asBoolean(true),
                        args.path("reserved_for_packing").asInt(0));
            case "t5.iid_denoising" -> T5Objectives.iidDenoising();
            case "t5.prefix_lm" ->
                T5Objectives.prefixLm(args.path("noise_density").asDouble(0.5));
            case "t5.full_lm" -> T5Objectives.fullLm();
            case "t5.targets_for_prefix_lm_objective" -> T5Objectives.targetsForPrefixLm();
            case "t5.pack_prefix_lm_encoder_decoder" -> PackPrefixLm.ENCODER_DECODER;
            case "t5.pack_prefix_lm_decoder_only" -> PackPrefixLm.DECODER_ONLY;
            default -> ending(step);
        };
    }

    private static Preprocessor ending(JsonNode step) {
        return switch (step.get("fn").asText()) {
            case "seqio.append_eos" -> new EndOfSequence(false);
            case "seqio.append_eos_after_trim" -> new EndOfSequence(true);
            case "seqio.truncate_inputs_left" -> TrimFeatures.INPUTS_LEFT;
            case "utils.trim_dataset" -> TrimFeatures.RIGHT;
            case "t5.trim_and_pad_dataset" -> TrimFeatures.PAD;
            case "t5.trim_tokens_at_front" -> TrimFeatures.FRONT;
            default -> textual(step);
        };
    }

    private static Preprocessor textual(JsonNode step) {
        JsonNode args = step.has("args") ? step.get("args") : MissingNode.getInstance();
        return switch (step.get("fn").asText()) {
            case "golden.to_text" -> (elements, context) -> elements;
            case "cache" -> SeqioTask.Cached.HERE;
            case "seqio.tokenize" -> new Tokenise(false);
            case "seqio.tokenize_and_append_eos" -> new Tokenise(true);
            case "seqio.rekey" -> new RekeyFeatures(oldNames(args.get("key_map")));
            case "golden.prepend_mode" -> new PrependMode(args.get("mode").asText());
            case "golden.ul2_objective" -> listing(args);
            default -> throw new TestAbortedException(step.get("fn").asText() + " is not supported");
        };
    }

    private static Map<String, String> oldNames(JsonNode keyMap) {
        Map<String, String> names = new HashMap<>();
        keyMap.properties()
                .forEach(entry -> names.put(entry.getKey(), entry.getValue().asText("")));
        return names;
    }

    private static Ul2Listing listing(JsonNode args) {
        List<Ul2Listing.Denoiser> denoisers = new ArrayList<>();
        for (JsonNode denoiser : args.get("denoisers")) {
            denoisers.add(new Ul2Listing.Denoiser(
                    denoiser.get("mean").asDouble(),
                    denoiser.get("density").asDouble(),
                    denoiser.get("mode").asText()));
        }
        List<Double> rates = new ArrayList<>();
        args.path("rates").forEach(rate -> rates.add(rate.asDouble()));
        return new Ul2Listing(
                denoisers,
                args.path("prefix_lm_mode").asText(""),
                args.path("shard_ds").asBoolean(true),
                args.path("reserved_for_packing").asInt(0),
                rates);
    }

    private static TokenLimit limit(JsonNode number, String feature) {
        return number.isMissingNode() ? TokenLimit.lengthOf(feature) : TokenLimit.of(number.asInt());
    }

    static TaskContext context(JsonNode spec) {
        return new TaskContext(
                lengths(spec.path("sequence_length")),
                SeqioTasks.outputs(spec.path("output_features")),
                new MapSeeds.Counter(spec.get("map_seed").asLong()));
    }

    /** Lengths by feature; none where there is null. */
    public static Map<String, Integer> lengths(JsonNode lengths) {
        Map<String, Integer> read = new LinkedHashMap<>();
        lengths.properties()
                .forEach(entry -> read.put(entry.getKey(), entry.getValue().asInt()));
        return read;
    }

    /** Elements whose features are all tokens. */
    public static List<Features> tokenElements(JsonNode elements) {
        List<Features> read = new ArrayList<>();
        for (JsonNode element : elements) {
            Map<String, Tokens> values = new HashMap<>();
            element.properties().forEach(entry -> values.put(entry.getKey(), SeqioFunctions.tokens(entry.getValue())));
            read.add(Features.of(values));
        }
        return read;
    }

    /** Elements as golden cases write them; features that tokenising copied are left out. */
    public static List<Map<String, Object>> written(List<Features> elements) {
        List<Map<String, Object>> written = new ArrayList<>();
        for (Features element : elements) {
            Map<String, Object> values = new HashMap<>();
            element.only(name -> !name.endsWith("_pretokenized"))
                    .asMap()
                    .forEach((name, value) -> values.put(name, value instanceof Tokens t ? t.toArray() : value));
            written.add(values);
        }
        return written;
    }
}
