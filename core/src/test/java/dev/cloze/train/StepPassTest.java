package dev.cloze.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.data.Position;
import dev.cloze.model.Network;
import dev.cloze.model.T5;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepPassTest {

    @TempDir
    private Path folder;

    /** A network with a loss of its own beside the cross entropy, which it remembers. */
    private record Regularised(T5 inner, List<Tensor> losses) implements Network {

        @Override
        public Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
            Tensor hidden = inner.hidden(batch, device, pass);
            Tensor loss = hidden.square().mean();
            losses.add(loss);
            pass.add(new ForwardPass.AuxiliaryLoss("size", loss));
            return hidden;
        }

        @Override
        public Head head() {
            return inner.head();
        }
    }

    @Test
    void what_a_pass_gathers_is_freed_with_its_step_and_counted_in_its_loss() throws IOException {
        try (PointerScope run = new PointerScope();
                BatchFeed feed = TinyRun.feed(TinyRun.text(folder), Position.START)) {
            WeightStore store = WeightStore.initialised(new Seed(1), Precision.FLOAT32);
            Regularised network = new Regularised(T5.build(TinyRun.SHAPE, Weights.of(store)), new ArrayList<>());
            Trainee trainee =
                    new Trainee(network, store.parameters(), ComputeDevice.CPU, ForwardFlops.of(TinyRun.SHAPE));
            assertThat(feed.advance()).isTrue();
            try (StepPass pass = new StepPass(trainee, TinyRun.plan(1, 2))) {
                StepPass.Result result = pass.backward(List.of(feed.current(), feed.current()), 0);
                assertThat(result.auxiliary().get("size")).isPositive();
            }
            assertThat(network.losses()).hasSize(2).allMatch(loss -> loss.isNull());
        }
    }
}
