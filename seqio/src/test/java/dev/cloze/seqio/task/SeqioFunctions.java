package dev.cloze.seqio.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cloze.data.random.StatelessSeed;
import dev.cloze.objective.noise.NoiseFunction;
import dev.cloze.objective.noise.NoiseMask;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.stream.StreamSupport;
import org.opentest4j.TestAbortedException;

/** Reads the functions, seeds and tokens of seqio's golden cases. */
public final class SeqioFunctions {

    private SeqioFunctions() {}

    public static NoiseMask mask(JsonNode step) {
        JsonNode args = step.path("args");
        return switch (step.get("fn").asText()) {
            case "t5.iid_noise_mask" -> new NoiseMask.Independent();
            case "t5.regular_noise_mask" ->
                new NoiseMask.Regular(
                        args.path("min_span_length").asInt(1),
                        args.path("max_span_length").asInt(5));
            case "t5.random_prefix_noise_mask" -> new NoiseMask.RandomPrefix();
            case "t5.random_spans_noise_mask" ->
                new NoiseMask.RandomSpans(
                        args.path("mean_noise_span_length").asDouble(3),
                        args.path("random_roll").asBoolean(false));
            default -> throw unsupported(step);
        };
    }

    public static NoiseFunction noise(JsonNode step) {
        JsonNode args = step.path("args");
        return switch (step.get("fn").asText()) {
            case "t5.noise_span_to_unique_sentinel" -> new NoiseFunction.SpanToUniqueSentinel(true);
            case "t5.nonnoise_span_to_unique_sentinel" -> new NoiseFunction.SpanToUniqueSentinel(false);
            case "t5.noise_span_to_sentinel" -> new NoiseFunction.SpanToSentinel(true);
            case "t5.nonnoise_span_to_sentinel" -> new NoiseFunction.SpanToSentinel(false);
            case "t5.drop_noise_tokens" -> new NoiseFunction.Drop(true);
            case "t5.drop_nonnoise_tokens" -> new NoiseFunction.Drop(false);
            case "t5.noise_token_to_sentinel" -> new NoiseFunction.TokenToSentinel();
            case "t5.permute_noise_tokens" -> new NoiseFunction.Permute();
            case "t5.noise_token_to_gathered_token" -> new NoiseFunction.TokenToGathered();
            case "t5.noise_token_to_random_token" ->
                new NoiseFunction.TokenToRandom(args.path("num_reserved_tokens").asInt(3));
            case "t5.noise_token_to_random_token_or_sentinel" ->
                new NoiseFunction.TokenToRandomOrSentinel(
                        args.path("random_prob").asDouble(0.1));
            default -> throw unsupported(step);
        };
    }

    public static List<StatelessSeed> seeds(JsonNode seeds) {
        return StreamSupport.stream(seeds.spliterator(), false)
                .map(pair -> new StatelessSeed(pair.get(0).asLong(), pair.get(1).asLong()))
                .toList();
    }

    /** The integers of a JSON list; none where it is missing. */
    public static int[] ints(JsonNode list) {
        JsonNode present = list == null ? MissingNode.getInstance() : list;
        return StreamSupport.stream(present.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    public static Tokens tokens(JsonNode list) {
        return Tokens.of(ints(list));
    }

    public static boolean[] flags(JsonNode list) {
        int[] numbers = ints(list);
        boolean[] flags = new boolean[numbers.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = numbers[i] != 0;
        }
        return flags;
    }

    private static TestAbortedException unsupported(JsonNode step) {
        return new TestAbortedException(step.get("fn").asText() + " is not supported yet");
    }
}
