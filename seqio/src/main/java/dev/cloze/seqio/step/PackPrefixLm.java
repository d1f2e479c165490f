package dev.cloze.seqio.step;

import dev.cloze.Refusal;
import dev.cloze.data.random.StatelessSeed;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.TaskContext;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * T5's LM adaptation, from full segments straight to a model's features: each segment is read up to a random place and
 * written from there on. For an encoder and a decoder two segments share a row, the one's rest beside the other's, so that
 * neither side has padding.
 *
 * <pre>
 * segments        a b c d e f g h      i j k l m n o p      split at 2
 * encoder reads   a b | i j k l m n
 * decoder writes  c d e f g h | o p
 * </pre>
 */
public enum PackPrefixLm implements Preprocessor {
    /** {@code pack_prefix_lm_encoder_decoder}. */
    ENCODER_DECODER {
        @Override
        Dataset<Features> packed(Dataset<Features> elements, TaskContext context, int length) {
            Dataset<List<Tokens>> pairs = () -> new Pairs(elements.iterator());
            return Preprocessor.seeded(pairs, context, (pair, seed) -> pair(pair, split(length, seed), length));
        }
    },
    /** {@code pack_prefix_lm_decoder_only} with the loss on what is written. */
    DECODER_ONLY {
        @Override
        Dataset<Features> packed(Dataset<Features> elements, TaskContext context, int length) {
            return Preprocessor.seeded(
                    elements, context, (element, seed) -> single(element.tokens("targets"), split(length, seed), true));
        }
    },
    /** {@code pack_prefix_lm_decoder_only} with the loss on the prefix too. */
    DECODER_ONLY_LOSS_EVERYWHERE {
        @Override
        Dataset<Features> packed(Dataset<Features> elements, TaskContext context, int length) {
            return Preprocessor.seeded(
                    elements,
                    context,
                    (element, seed) -> single(element.tokens("targets"), split(length, seed), false));
        }
    };

    abstract Dataset<Features> packed(Dataset<Features> elements, TaskContext context, int length);

    @Override
    public Dataset<Features> apply(Dataset<Features> elements, TaskContext context) {
        Set<Integer> lengths = new TreeSet<>(context.sequenceLengths().values());
        Refusal.require(
                lengths.size() == 1 && lengths.iterator().next() % 2 == 0,
                "packing for a prefix language model needs one even sequence length, got %s",
                lengths);
        return packed(elements, context, lengths.iterator().next());
    }

    private static int split(int length, StatelessSeed seed) {
        return seed.uniformInt(1, length);
    }

    private static Features pair(List<Tokens> pair, int split, int length) {
        int other = length - split;
        Tokens targets = pair.get(0).slice(split, length).concat(pair.get(1).slice(other, length));
        Tokens decoderSegments = segments(other, length);
        int[] inputs = AutoregressiveInputs.of(targets.toArray(), decoderSegments.toArray(), 0);
        return Features.of(Map.of(
                "encoder_input_tokens",
                        pair.get(0).slice(0, split).concat(pair.get(1).slice(0, other)),
                "decoder_target_tokens", targets,
                "decoder_input_tokens", Tokens.of(inputs),
                "encoder_segment_ids", segments(split, length),
                "encoder_positions", positions(split, length),
                "decoder_segment_ids", decoderSegments,
                "decoder_positions", positions(other, length),
                "decoder_loss_weights", flags(length, i -> targets.at(i) != 0)));
    }

    private static Features single(Tokens targets, int split, boolean lossOnTargetsOnly) {
        int length = targets.size();
        return Features.of(Map.of(
                "decoder_target_tokens", targets,
                "decoder_input_tokens", Tokens.of(AutoregressiveInputs.of(targets.toArray(), 0)),
                "decoder_loss_weights", flags(length, i -> targets.at(i) != 0 && (!lossOnTargetsOnly || i >= split)),
                "decoder_causal_attention", flags(length, i -> i <= split)));
    }

    private static Tokens segments(int first, int length) {
        return Tokens.of(IntStream.range(0, length).map(i -> i < first ? 1 : 2).toArray());
    }

    private static Tokens positions(int first, int length) {
        return Tokens.of(
                IntStream.range(0, length).map(i -> i < first ? i : i - first).toArray());
    }

    private static Tokens flags(int length, IntPredicate holds) {
        return Tokens.of(
                IntStream.range(0, length).map(i -> holds.test(i) ? 1 : 0).toArray());
    }

    /** Two segments at a time. */
    private static final class Pairs implements Iterator<List<Tokens>> {

        private final Iterator<Features> segments;

        Pairs(Iterator<Features> segments) {
            this.segments = segments;
        }

        @Override
        public boolean hasNext() {
            return segments.hasNext();
        }

        @Override
        public List<Tokens> next() {
            Tokens first = segments.next().tokens("targets");
            Refusal.require(segments.hasNext(), "packing two segments each needs an even number of them");
            return List.of(first, segments.next().tokens("targets"));
        }
    }
}
