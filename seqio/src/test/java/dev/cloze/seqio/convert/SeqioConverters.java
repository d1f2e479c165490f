package dev.cloze.seqio.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.opentest4j.TestAbortedException;

/** Reads the feature converters of seqio's golden cases. */
final class SeqioConverters {

    private SeqioConverters() {}

    static FeatureConverter converter(JsonNode spec) {
        JsonNode args = spec.has("args") ? spec.get("args") : MissingNode.getInstance();
        Converting how = new Converting(
                args.path("pack").asBoolean(true),
                args.path("apply_length_check").asBoolean(true),
                args.path("bos_id").asInt(0));
        boolean onTargetsOnly = args.path("loss_on_targets_only").asBoolean(true);
        return switch (spec.get("name").asText()) {
            case "EncDecFeatureConverter" -> new EncoderDecoder(how, false);
            case "PrePackedEncDecFeatureConverter" -> new EncoderDecoder(how, true);
            case "LMFeatureConverter",
                    "PrefixLMFeatureConverter",
                    "PrefixSuffixLMFeatureConverter",
                    "DecoderFeatureConverter" -> new DecoderOnly(how, onTargetsOnly);
            case "EncoderFeatureConverter" ->
                new EncoderOnly(how, args.get("mask_id").asInt());
            default -> throw new TestAbortedException(spec.get("name").asText() + " is not supported yet");
        };
    }
}
