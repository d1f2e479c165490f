package dev.cloze.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.batch.IdMatrix;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Dropout;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.ProcessMemory;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention to long texts is computed in pieces, and is what it would be at once. */
class QueryBlocksTest {

    private static final int LENGTH = 37;

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 36, 37, 100})
    void blocks_of_queries_see_what_all_of_them_see(long each) {
        try (PointerScope scope = new PointerScope()) {
            Tensor queries = drawn("queries", 2, 3, LENGTH, 4);
            Attention.KeysValues source =
                    new Attention.KeysValues(drawn("keys", 2, 3, LENGTH, 4), drawn("values", 2, 3, LENGTH, 4));
            Tensor positions = drawn("positions", 1, 3, LENGTH, LENGTH);
            ScoreBias mask = ScoreBias.NONE.plus(drawn("mask", 2, 1, 1, LENGTH));
            ScoreBias byQueries =
                    new ScoreBias.ByQueries(mask, (from, count) -> positions.narrow(2, from, count), LENGTH);
            ForwardPass pass = ForwardPass.inference();
            Tensor whole = Attention.attendAtOnce(queries, source, mask.plus(positions), pass);
            for (ScoreBias bias : new ScoreBias[] {mask.plus(positions), byQueries}) {
                Tensor blocks = QueryBlocks.attend(queries, source, bias, pass, each);
                assertThat(blocks.sub(whole).abs().max().item_double()).isLessThan(1e-6);
                Tensor atOnce = Attention.attendAtOnce(queries, source, bias, pass);
                assertThat(atOnce.sub(whole).abs().max().item_double()).isLessThan(1e-6);
            }
        }
    }

    @Test
    void gradients_are_asked_of_the_whole() {
        try (PointerScope scope = new PointerScope()) {
            Tensor queries = torch.empty(1, 1, 1, 1).expand(1, 64, 9000, 1);
            Attention.KeysValues source = new Attention.KeysValues(queries, queries);
            assertThat(QueryBlocks.needed(queries, source, ForwardPass.inference()))
                    .isTrue();
            assertThat(QueryBlocks.needed(queries, source, ForwardPass.training(Dropout.NONE)))
                    .isFalse();
            queries.set_requires_grad(true);
            assertThat(QueryBlocks.needed(queries, source, ForwardPass.inference()))
                    .isFalse();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void an_encoder_reads_a_long_text_without_all_its_scores() throws IOException {
        int tokens = 6000;
        T5Config config = T5Config.v11(new T5Config.Shape(16, 4, 16, 4, 1, 1)).withVocab(64);
        WeightStore.Placement placement =
                new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, WeightStore.Use.INFERENCE);
        try (PointerScope scope = new PointerScope();
                WeightStore store = WeightStore.initialised(new Seed(1), placement)) {
            T5 model = T5.build(config, Weights.of(store));
            int[] ids = new Seed(2).random().ints(tokens, 2, 64).toArray();
            EncoderInput input = new EncoderInput(Tensors.of(IdMatrix.over(1, tokens, ids)), Segments.WHOLE);
            model.encode(new EncoderInput(
                    Tensors.of(IdMatrix.over(1, 8, new int[8])), Segments.WHOLE)); // what the library takes
            Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak begins anew
            long before = ProcessMemory.bytes();
            Tensor states = model.encode(input);
            assertThat(states.size(1)).isEqualTo(tokens);
            long scores = 4L * 4 * tokens * tokens; // 576 MB, of which there would be two or three
            assertThat(ProcessMemory.peakBytes() - before).isLessThan(scores / 2);
        }
    }

    private static Tensor drawn(String name, long... shape) {
        Tensor values = torch.empty(shape);
        Initialiser.normal(1).fill(values, new Seed(7).split(name));
        return values;
    }
}
