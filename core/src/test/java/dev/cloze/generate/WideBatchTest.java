package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Seed;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.ComputeThreads;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wide batches, some of whose rows end early, with two threads. */
class WideBatchTest {

    private static final int ROWS = 37;

    private final int threads = torch.get_num_threads();
    private PointerScope scope;
    private Generator generator;

    @BeforeEach
    void open() {
        ComputeThreads.use(2);
        scope = new PointerScope();
        T5Config config = T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 2, 2)).withVocab(384);
        WeightStore store = WeightStore.initialised(new Seed(11), Precision.FLOAT32);
        generator =
                new Generator(T5.build(config, Weights.of(store)), config.ids(), Optional.empty(), ComputeDevice.CPU);
    }

    @AfterEach
    void close() {
        scope.close();
        ComputeThreads.use(threads);
    }

    @Test
    void every_row_is_what_it_is_alone() {
        List<GenerationRequest> requests = requests();
        List<Tokens> together = tokens(generator.generate(requests));
        List<Tokens> alone = requests.stream()
                .flatMap(request -> tokens(generator.generate(List.of(request))).stream())
                .toList();
        assertThat(together).hasSize(ROWS).isEqualTo(alone);
    }

    @Test
    void the_listener_hears_every_token() {
        Map<Integer, List<Integer>> heard = new TreeMap<>();
        List<List<Candidate>> written = generator.generate(
                requests(),
                (request, id) -> heard.computeIfAbsent(request, missing -> new ArrayList<>())
                        .add(id));
        assertThat(List.copyOf(heard.values()))
                .isEqualTo(tokens(written).stream()
                        .map(tokens -> tokens.stream().boxed().toList())
                        .toList());
    }

    @Test
    void what_stops_the_listener_is_what_the_caller_sees() {
        assertThatThrownBy(() -> generator.generate(requests(), (request, id) -> {
                    if (request == ROWS - 1) {
                        throw new IllegalStateException("nobody listens");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nobody listens");
        assertThat(generator.generate(requests())).hasSize(ROWS);
    }

    private static List<GenerationRequest> requests() {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> new GenerationRequest(
                        Tokens.of(5 + i, 9, 14 + 2 * i, 1),
                        i % 3 == 0
                                ? GenerationOptions.greedy(4 + i % 5)
                                : GenerationOptions.greedy(6)
                                        .with(new Decoding.Sampling(1, Decoding.Cut.NONE, new Seed(100 + i)))))
                .toList();
    }

    private static List<Tokens> tokens(List<List<Candidate>> written) {
        return written.stream().map(candidates -> candidates.get(0).tokens()).toList();
    }
}
