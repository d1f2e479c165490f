package dev.cloze.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.objective.Example;
import dev.cloze.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionTest {

    private static final int VOCAB = 50;
    private static final int WIDTH = 8;
    private static final CrossEntropy FULL =
            new CrossEntropy(1e-2, new LabelSmoothing(0.1, LabelSmoothing.Way.UNIFORM), new Normaliser.RealTokens());

    // Three rows of five places: two examples, one example, padding at the ends.
    private static final Batch.Decoder DECODER = new Batch.Decoder(
            matrix(0, 3, 0, 4, 5, 0, 9, 8, 7, 0, 0, 6, 0, 0, 0),
            matrix(3, 1, 4, 5, 1, 9, 8, 7, 1, 0, 6, 1, 0, 0, 0),
            matrix(1, 1, 2, 2, 2, 1, 1, 1, 1, 0, 1, 1, 0, 0, 0),
            matrix(0, 1, 0, 1, 2, 0, 1, 2, 3, 0, 0, 1, 0, 0, 0));

    private static IdMatrix matrix(int... ids) {
        return IdMatrix.over(3, 5, ids);
    }

    private static Tensor hidden(ScalarType type) {
        return wave(3 * 5 * WIDTH, 0.37).view(3, 5, WIDTH).to(type);
    }

    private static Tensor head(ScalarType type) {
        return wave((long) VOCAB * WIDTH, 0.73).view(VOCAB, WIDTH).to(type).requires_grad_(true);
    }

    private static Tensor wave(long count, double pace) {
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(pace * (i + 1));
        }
        return Tensors.of(values, count);
    }

    private static Normaliser.StepTotals alone(LossTargets targets) {
        return new Normaliser.StepTotals(1, targets.count());
    }

    @Test
    void targets_leave_out_the_padding_and_count_examples_over_all_rows() {
        LossTargets targets = LossTargets.of(DECODER);
        assertThat(targets.rows(11)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11);
        assertThat(targets.ids(11)).containsExactly(3, 1, 4, 5, 1, 9, 8, 7, 1, 6, 1);
        assertThat(targets.sequences()).isEqualTo(4);
        assertThat(targets.sequence(4)).isEqualTo(1);
        assertThat(targets.weights(true))
                .containsExactly(
                        1 / 2f, 1 / 2f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 4f, 1 / 4f, 1 / 4f, 1 / 4f, 1 / 2f, 1 / 2f);
    }

    @Test
    void the_gradient_written_by_hand_is_the_one_that_autograd_finds() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion =
                        new Criterion(new CrossEntropy(1e-2, LabelSmoothing.NONE, new Normaliser.Sum()))) {
            LossTargets targets = LossTargets.of(DECODER);
            Tensor hidden = hidden(ScalarType.Float).requires_grad_(true);
            Tensor head = head(ScalarType.Float);
            Criterion.Backward byHand = criterion.backward(hidden, new LossHead(head), targets, alone(targets));
            Tensor headByHand = head.grad().clone();
            head.mutable_grad().reset();

            Tensor rows = Tensors.of(targets.rows(11), targets.count());
            Tensor ids = Tensors.of(targets.ids(11), targets.count(), 1);
            Tensor logits = hidden.view(-1, WIDTH).index_select(0, rows).mm(head.t());
            Tensor partition = logits.logsumexp(new long[] {1}, true);
            Tensor loss = partition
                    .sub(logits.gather(1, ids))
                    .add(partition.square(), new Scalar(1e-2))
                    .sum();
            loss.backward();

            assertThat(byHand.loss().sums().loss()).isCloseTo(loss.item_double(), within(1e-4));
            assertThat(byHand.gradient().allclose(hidden.grad(), 1e-4, 1e-6, false))
                    .isTrue();
            assertThat(headByHand.allclose(head.grad(), 1e-4, 1e-6, false)).isTrue();
        }
    }

    @Test
    void a_head_with_a_bias_has_the_loss_and_the_gradients_that_autograd_finds() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion = new Criterion(CrossEntropy.PLAIN, 3L * VOCAB)) {
            LossTargets targets = LossTargets.of(DECODER);
            Tensor hidden = hidden(ScalarType.Float).requires_grad_(true);
            Tensor weight = head(ScalarType.Float);
            Tensor bias = wave(VOCAB, 0.9).requires_grad_(true);
            LossHead head = new LossHead(weight, Optional.of(bias));
            Criterion.Backward byHand = criterion.backward(hidden, head, targets, alone(targets));
            Tensor biasByHand = bias.grad().clone();
            bias.mutable_grad().reset();

            Tensor rows = Tensors.of(targets.rows(11), targets.count());
            Tensor logits =
                    hidden.view(-1, WIDTH).index_select(0, rows).mm(weight.t()).add(bias);
            Tensor loss = torch.cross_entropy(logits, Tensors.of(targets.ids(11), targets.count()));
            loss.backward();

            assertThat(byHand.loss().sums().loss()).isCloseTo(loss.item_double(), within(1e-5));
            assertThat(criterion.evaluate(hidden, head, targets).sums().perToken())
                    .isCloseTo(loss.item_double(), within(1e-5));
            assertThat(byHand.gradient().allclose(hidden.grad(), 1e-4, 1e-6, false))
                    .isTrue();
            assertThat(biasByHand.allclose(bias.grad(), 1e-4, 1e-6, false)).isTrue();
        }
    }

    @Test
    void a_head_that_is_computed_sends_its_gradient_on() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion = new Criterion(CrossEntropy.PLAIN)) {
            LossTargets targets = LossTargets.of(DECODER);
            Tensor hidden = hidden(ScalarType.Float);
            Tensor base = head(ScalarType.Float).detach();
            Tensor up = wave(VOCAB, 0.7).view(VOCAB, 1).detach().requires_grad_(true);
            Tensor down = wave(WIDTH, 0.3).view(1, WIDTH).detach();
            LossHead head = new LossHead(base.add(up.matmul(down)));
            LossHead leaf = head.cut().orElseThrow();
            criterion.backward(hidden, leaf, targets, alone(targets));
            head.weight().backward(leaf.weight().grad(), new BoolOptional(), false, new TensorArrayRefOptional());
            Tensor byHand = up.grad().clone();
            up.mutable_grad().reset();

            Tensor rows = Tensors.of(targets.rows(11), targets.count());
            Tensor logits = hidden.view(-1, WIDTH)
                    .index_select(0, rows)
                    .mm(base.add(up.matmul(down)).t());
            torch.cross_entropy(logits, Tensors.of(targets.ids(11), targets.count()))
                    .backward();
            assertThat(byHand.allclose(up.grad(), 1e-4, 1e-6, false)).isTrue();
            assertThat(new LossHead(base).cut()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, VOCAB, 3 * VOCAB, 1000 * VOCAB})
    void the_loss_does_not_depend_on_how_it_is_cut(long chunk) {
        try (PointerScope scope = new PointerScope();
                Criterion whole = new Criterion(FULL);
                Criterion cut = new Criterion(FULL, chunk)) {
            LossTargets targets = LossTargets.of(DECODER);
            Tensor head = head(ScalarType.Float);
            Tensor other = head(ScalarType.Float);
            Criterion.Backward expected =
                    whole.backward(hidden(ScalarType.Float), new LossHead(head), targets, alone(targets));
            Criterion.Backward found =
                    cut.backward(hidden(ScalarType.Float), new LossHead(other), targets, alone(targets));
            assertThat(found.loss().sums().loss())
                    .isCloseTo(expected.loss().sums().loss(), within(1e-6));
            assertThat(found.gradient().allclose(expected.gradient(), 1e-5, 1e-7, false))
                    .isTrue();
            assertThat(other.grad().allclose(head.grad(), 1e-5, 1e-6, false)).isTrue();
        }
    }

    @Test
    void evaluating_gives_the_same_loss_and_touches_no_gradient() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion = new Criterion(FULL)) {
            LossTargets targets = LossTargets.of(DECODER);
            Tensor head = head(ScalarType.Float);
            BatchLoss evaluated = criterion.evaluate(hidden(ScalarType.Float), new LossHead(head), targets);
            assertThat(head.grad().defined()).isFalse();
            Criterion.Backward backward =
                    criterion.backward(hidden(ScalarType.Float), new LossHead(head), targets, alone(targets));
            assertThat(evaluated.sums()).isEqualTo(backward.loss().sums());
        }
    }

    @Test
    void micro_batches_add_to_the_heads_gradient() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion = new Criterion(FULL)) {
            LossTargets targets = LossTargets.of(DECODER);
            Tensor head = head(ScalarType.Float);
            criterion.backward(hidden(ScalarType.Float), new LossHead(head), targets, alone(targets));
            Tensor once = head.grad().clone();
            criterion.backward(hidden(ScalarType.Float), new LossHead(head), targets, alone(targets));
            assertThat(head.grad().allclose(once.add(once), 1e-5, 1e-7, false)).isTrue();
        }
    }

    @Test
    void a_frozen_head_gets_no_gradient() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion = new Criterion(FULL)) {
            LossTargets targets = LossTargets.of(DECODER);
            Tensor head = head(ScalarType.Float).detach();
            Criterion.Backward backward =
                    criterion.backward(hidden(ScalarType.Float), new LossHead(head), targets, alone(targets));
            assertThat(backward.gradient().abs().sum().item_double()).isPositive();
            assertThat(head.grad().defined()).isFalse();
        }
    }

    @Test
    void bfloat16_is_near_float32() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion = new Criterion(FULL);
                Criterion rough = new Criterion(FULL)) {
            LossTargets targets = LossTargets.of(DECODER);
            Tensor head = head(ScalarType.Float);
            Tensor roughHead = head(ScalarType.BFloat16);
            Criterion.Backward exact =
                    criterion.backward(hidden(ScalarType.Float), new LossHead(head), targets, alone(targets));
            Criterion.Backward found =
                    rough.backward(hidden(ScalarType.BFloat16), new LossHead(roughHead), targets, alone(targets));
            assertThat(Tensors.type(found.gradient())).isEqualTo(ScalarType.BFloat16);
            assertThat(found.loss().sums().loss()).isCloseTo(exact.loss().sums().loss(), within(0.02));
            assertThat(roughHead.grad().to(ScalarType.Float).allclose(head.grad(), 0.05, 5e-3, false))
                    .isTrue();
        }
    }

    @Test
    void a_batch_without_targets_loses_nothing() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion = new Criterion(FULL)) {
            IdMatrix nothing = matrix(new int[15]);
            LossTargets targets = LossTargets.of(new Batch.Decoder(nothing, nothing, nothing, nothing));
            Tensor head = head(ScalarType.Float);
            Criterion.Backward backward =
                    criterion.backward(hidden(ScalarType.Float), new LossHead(head), targets, alone(targets));
            assertThat(backward.loss().sums()).isEqualTo(LossSums.NONE);
            assertThat(backward.gradient().abs().sum().item_double()).isZero();
        }
    }

    @Test
    void sums_by_label_add_up_to_the_whole() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion = new Criterion(FULL)) {
            Example.Label german = new Example.Label("de", "R");
            Example.Label french = new Example.Label("fr", "X");
            Batch batch = new Batch(
                    new Batch.Encoder(matrix(new int[15]), matrix(new int[15]), matrix(new int[15])),
                    DECODER,
                    List.of(List.of(german, french), List.of(german), List.of(french)));
            BatchLoss loss = criterion.evaluate(
                    hidden(ScalarType.Float), new LossHead(head(ScalarType.Float)), LossTargets.of(DECODER));
            assertThat(loss.byLabel(batch).get(german))
                    .extracting(LossSums::tokens)
                    .isEqualTo(6L);
            assertThat(loss.byLabel(batch).get(french))
                    .extracting(LossSums::tokens)
                    .isEqualTo(5L);
            assertThat(loss.byLabel(batch).values().stream()
                            .mapToDouble(LossSums::crossEntropy)
                            .sum())
                    .isCloseTo(loss.sums().crossEntropy(), within(1e-6));
        }
    }

    @Test
    void t5x_worked_example() {
        try (PointerScope scope = new PointerScope();
                Criterion criterion =
                        new Criterion(new CrossEntropy(1e-4, LabelSmoothing.NONE, new Normaliser.Sum()))) {
            IdMatrix zero = IdMatrix.over(1, 1, new int[] {0});
            IdMatrix one = IdMatrix.over(1, 1, new int[] {1});
            LossTargets targets = LossTargets.of(new Batch.Decoder(zero, zero, one, zero));
            Tensor logits = Tensors.of(new float[] {2, 0, 0}, 1, 1, 3);
            Criterion.Backward backward =
                    criterion.backward(logits, new LossHead(torch.eye(3)), targets, alone(targets));
            assertThat(backward.loss().sums().loss()).isCloseTo(0.240046, within(1e-6));
            assertThat(backward.gradient().view(-1).select(0, 0).item_double()).isCloseTo(-0.2126615, within(1e-6));
        }
    }
}
