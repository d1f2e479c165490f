package dev.cloze.model;

import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Attention;
import dev.cloze.nn.attention.Prefixes;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Scopes;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * How a decoder that looks at an encoder begins to write.
 *
 * @param crosses what each layer looks at the encoder with; its self-attention has the same heads
 * @param prefixes what its layers see before their own tokens
 */
record DecoderStart(List<Attention> crosses, Prefixes prefixes) {

    /**
     * What an encoder has read.
     *
     * @param states {@code [items, source, dModel]}
     * @param segments theirs
     * @param pass which adapters they use
     */
    record Encoded(Tensor states, Segments segments, ForwardPass pass) {}

    /**
     * A state in which the items of {@code encoded} begin.
     *
     * @param positions as {@link DecoderState.Memory} has them
     */
    DecoderState start(Encoded encoded, DecoderState.Shape shape, List<IntFunction<Tensor>> positions) {
        List<Attention.Source> sources = sources(encoded);
        DecoderState.Memory memory = new DecoderState.Memory(
                Collections.nCopies(crosses.size(), heads()),
                positions,
                sources.get(0).values().options());
        DecoderState state = DecoderState.of(memory, encoded.states().size(0), shape.after(prefixes.length()));
        join(state, encoded, sources, shape.length());
        return state;
    }

    /** The slots of the items of {@code encoded}, which join what is under way. */
    int[] join(DecoderState state, Encoded encoded, int length) {
        int[][] slots = new int[1][];
        Scopes.withoutGradient(() -> slots[0] = join(state, encoded, sources(encoded), length));
        return slots[0];
    }

    private int[] join(DecoderState state, Encoded encoded, List<Attention.Source> sources, int length) {
        int[] before = new int[Math.toIntExact(encoded.states().size(0))];
        Arrays.fill(before, prefixes.length());
        int[] slots =
                state.join(before, length + prefixes.length(), encoded.pass().adapters());
        state.look(slots, sources, heads().count(), encoded.segments());
        state.begin(prefixes, slots, encoded.pass());
        return slots;
    }

    private List<Attention.Source> sources(Encoded encoded) {
        return crosses.stream()
                .map(cross -> cross.source(encoded.states(), encoded.pass()))
                .toList();
    }

    private Attention.Heads heads() {
        return crosses.get(0).heads();
    }
}
