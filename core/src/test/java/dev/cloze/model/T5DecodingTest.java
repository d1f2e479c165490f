package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.model.input.DecoderInput;
import dev.cloze.nn.Activation;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Writing token by token gives what reading all tokens at once gives. */
class T5DecodingTest {

    private static final float TOLERANCE = 1e-5f;
    private static final int VOCAB = 32;

    /** What four rows have read: two beams of each of two inputs. */
    private static final int[][] ROWS = {{0, 5, 14, 30}, {0, 6, 2, 9}, {0, 11, 12, 3}, {0, 7, 7, 1}};

    @Test
    void steps_agree_with_the_whole() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            T5 model = model();
            Tensor encoded = model.encode(Fixture.input(true).encoder());
            try (DecoderState state = start(model, encoded)) {
                for (int t = 0; t < ROWS[0].length; t++) {
                    expectWhole(model, t + 1, model.step(state, column(t)), 0, 1, 2, 3);
                }
                assertThat(state.length()).isEqualTo(4);
            }
        }
    }

    @Test
    void several_tokens_can_be_read_at_once() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            T5 model = model();
            try (DecoderState state =
                    start(model, model.encode(Fixture.input(true).encoder()))) {
                model.step(state, column(0));
                expectWhole(model, 4, model.step(state, tokens(1, 3)), 0, 1, 2, 3);
            }
        }
    }

    @Test
    void rows_continue_from_the_rows_they_are_told() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            T5 model = model();
            try (DecoderState state =
                    start(model, model.encode(Fixture.input(true).encoder()))) {
                model.step(state, tokens(0, 3));
                state.reorder(new int[] {1, 1, 3, 2});
                Tensor last = Tensors.of(new int[] {9, 9, 1, 3}, 4, 1);
                expectWhole(model, 4, model.step(state, last), 1, 1, 3, 2);
            }
        }
    }

    @Test
    void finished_inputs_leave_the_batch() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            T5 model = model();
            try (DecoderState state =
                    start(model, model.encode(Fixture.input(true).encoder()))) {
                model.step(state, tokens(0, 3));
                state.keep(new int[] {1});
                Tensor logits = model.step(state, Tensors.of(new int[] {3, 1}, 2, 1));
                expectWhole(model, 4, logits, 2, 3);
            }
        }
    }

    @Test
    void a_full_state_takes_no_more() {
        try (PointerScope scope = new PointerScope()) {
            T5 model = model();
            Tensor encoded = model.encode(Fixture.input(true).encoder());
            try (DecoderState state =
                    model.start(encoded, Segments.WHOLE, new DecoderState.Shape(2, 3), ForwardPass.inference())) {
                model.step(state, tokens(0, 3));
                assertThatThrownBy(() -> model.step(state, column(3)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("no room for 1 tokens after 3 of 3");
            }
        }
    }

    private static T5 model() {
        return Fixture.model(Fixture.config(Activation.GELU_NEW, true, false), Fixture.store());
    }

    private static DecoderState start(T5 model, Tensor encoded) {
        return model.start(
                encoded,
                Fixture.input(true).encoder().segments(),
                new DecoderState.Shape(2, 7),
                ForwardPass.inference());
    }

    // Each given row of ROWS is decoded whole beside its input; its logits at place length - 1 are expected.
    private static void expectWhole(T5 model, int length, Tensor logits, int... rows) {
        Tensor encoded = model.encode(Fixture.input(true).encoder());
        Segments source = Fixture.input(true).encoder().segments();
        float[] actual = Tensors.floats(logits);
        for (int i = 0; i < rows.length; i++) {
            int item = rows[i] / 2;
            int[] both = new int[2 * length];
            System.arraycopy(ROWS[rows[i]], 0, both, item * length, length);
            Tensor tokens = Tensors.of(both, 2, length);
            Tensor hidden =
                    model.decode(new DecoderInput(tokens, Segments.WHOLE), encoded, source, ForwardPass.inference());
            float[] expected =
                    Tensors.floats(model.logits(hidden.select(0, item).select(0, length - 1)));
            for (int v = 0; v < VOCAB; v++) {
                assertThat(actual[i * VOCAB + v]).isCloseTo(expected[v], within(TOLERANCE));
            }
        }
    }

    private static Tensor column(int t) {
        return tokens(t, 1);
    }

    private static Tensor tokens(int from, int count) {
        int[] ids = new int[ROWS.length * count];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = ROWS[i / count][from + i % count];
        }
        return Tensors.of(ids, ROWS.length, count);
    }
}
