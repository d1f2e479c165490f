package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Golden;
import dev.cloze.Seed;
import dev.cloze.adapter.target.ModulesToSave;
import dev.cloze.adapter.target.Ranks;
import dev.cloze.adapter.target.Targets;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.generate.Generator;
import dev.cloze.generate.RunningBatch;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.search.Answer;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Network;
import dev.cloze.model.Networks;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Activation;
import dev.cloze.nn.Dropout;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.RowAdapters;
import dev.cloze.nn.SharedWeights;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of one batch that use different adapters of every kind get what each gets alone. */
class RowsWithAdaptersTest {

    private static final int LENGTH = 6;
    private static final Map<String, String> MAPS = Map.of(
            "t5-v1.1", "q v wi_0 wo",
            "switch", "k wi wo",
            "gpt2", "c_attn c_fc wte lm_head",
            "bart", "q_proj v_proj fc1");

    /** One of each kind that may stand beside others. */
    private static List<Adapter> kinds(String model) {
        String[] maps = Objects.requireNonNull(MAPS.get(model)).split(" ");
        String[] inner = Arrays.copyOf(maps, 2);
        String reader = inner[1];
        return List.of(
                Lora.of(Ranks.of(2, 4), maps),
                new Lora(Targets.named(inner), Ranks.of(3, 2), true, 0, ModulesToSave.NONE, false),
                new Ia3(Targets.named(inner), new Targets.Listed(Set.of(reader)), List.of(), false),
                Bottlenecks.houlsby(4, Activation.RELU),
                Bottlenecks.pfeiffer(2, Activation.GELU));
    }

    /** A model, the same with each adapter alone, and one network with all of them. */
    private record Bench(LoadedModel model, List<Network> alone, List<Network> together, List<WeightStore> own)
            implements AutoCloseable {

        static Bench of(String name, WeightStore.Use base, WeightStore.Use own) {
            SharedWeights[] shared = new SharedWeights[1];
            LoadedModel model = ModelFolder.load(
                    Golden.folder("models/" + name).orElseThrow(), placement(base), (config, weights) -> {
                        shared[0] = new SharedWeights(weights);
                        return Networks.build(config, shared[0]);
                    });
            List<Network> alone = new ArrayList<>();
            List<WeightStore> stores = new ArrayList<>();
            List<Adapter.Beside> all = new ArrayList<>();
            for (Adapter adapter : kinds(name)) {
                WeightStore store = WeightStore.initialised(new Seed(stores.size()), placement(own));
                alone.add(adapter.build(model.config(), shared[0], Weights.of(store)));
                disturb(store);
                stores.add(store);
                all.add(new Adapter.Beside(adapter, Weights.of(store)));
            }
            return new Bench(model, alone, Adapter.buildTogether(model.config(), shared[0], all), stores);
        }

        /** What row {@code adapter} is to equal. */
        Network alone(int adapter) {
            return adapter == RowAdapters.NONE ? model.network() : alone.get(adapter);
        }

        @Override
        public void close() {
            own.forEach(WeightStore::close);
            model.close();
        }
    }

    private static WeightStore.Placement placement(WeightStore.Use use) {
        return new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, use);
    }

    private static void disturb(WeightStore store) {
        Scopes.withoutGradient(() -> store.parameters().all().forEach(parameter -> {
            Tensor noise = Tensors.empty(
                    ComputeDevice.CPU,
                    Tensors.type(parameter.master()),
                    parameter.master().shape());
            Initialiser.normal(0.2).fill(noise, new Seed(1).split(parameter.name()));
            parameter.master().add_(noise, new Scalar(1));
        }));
        store.parameters().refresh();
    }

    private static int[] assignment(SplittableRandom random, int rows) {
        return IntStream.range(0, rows).map(row -> random.nextInt(6) - 1).toArray();
    }

    private static Tensor ids(SplittableRandom random, int rows) {
        return Tensors.of(IdMatrix.over(
                rows, LENGTH, random.ints((long) rows * LENGTH, 3, 60).toArray()));
    }

    /** {@code [rows, length, dModel]}. */
    private static Tensor hidden(Network network, Tensor ids, ForwardPass pass) {
        if (network instanceof Seq2SeqModel model) {
            Tensor encoded = model.encode(new EncoderInput(ids, Segments.WHOLE), pass);
            return model.decode(new DecoderInput(ids, Segments.WHOLE), encoded, Segments.WHOLE, pass);
        }
        return ((CausalModel) network).hidden(new CausalInput(ids, Segments.WHOLE), pass);
    }

    private static Tensor logits(Network network, Tensor ids, ForwardPass pass) {
        return network.head().logits(hidden(network, ids, pass), pass);
    }

    @ParameterizedTest
    @CsvSource({"t5-v1.1, INFERENCE", "t5-v1.1, PACKED", "switch, INFERENCE", "gpt2, PACKED", "bart, INFERENCE"})
    void each_row_is_what_its_adapter_gives_alone(String name, WeightStore.Use use) {
        try (Bench bench = Bench.of(name, use, WeightStore.Use.INFERENCE)) {
            for (int seed = 0; seed < 4; seed++) {
                int round = seed;
                Scopes.withoutGradient(() -> {
                    SplittableRandom random = new SplittableRandom(round);
                    int[] uses = assignment(random, 2 + random.nextInt(9));
                    Tensor ids = ids(random, uses.length);
                    ForwardPass pass = ForwardPass.inference().using(RowAdapters.of(uses, ComputeDevice.CPU));
                    Tensor mixed = logits(bench.together().get(0), ids, pass);
                    for (int row = 0; row < uses.length; row++) {
                        Tensor own = logits(bench.alone(uses[row]), ids, ForwardPass.inference())
                                .select(0, row);
                        Tensor plain = logits(bench.model().network(), ids, ForwardPass.inference())
                                .select(0, row);
                        assertThat(distance(mixed.select(0, row), own))
                                .as("row %d of %s", row, Arrays.toString(uses))
                                .isLessThan(1e-4);
                        assertThat(uses[row] == RowAdapters.NONE || distance(own, plain) > 1e-3)
                                .isTrue();
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"t5-v1.1", "gpt2"})
    void each_adapter_learns_from_its_own_rows(String name) {
        try (Bench bench = Bench.of(name, WeightStore.Use.FROZEN, WeightStore.Use.TRAINING)) {
            int[] uses = {3, 0, 4, 2, 0, 1, RowAdapters.NONE, 3};
            List<List<Optional<float[]>>> alone = new ArrayList<>();
            for (int adapter = 0; adapter < bench.alone().size(); adapter++) {
                int own = adapter;
                int[] rows = IntStream.range(0, uses.length)
                        .filter(row -> uses[row] == own)
                        .toArray();
                alone.add(gradients(bench, adapter, () -> {
                    Tensor index = Tensors.of(rows, rows.length).to(ScalarType.Long);
                    return hidden(bench.alone(own), ids(new SplittableRandom(9), uses.length), train())
                            .index_select(0, index);
                }));
            }
            for (int adapter = 0; adapter < bench.alone().size(); adapter++) {
                List<Optional<float[]>> mixed = gradients(
                        bench,
                        adapter,
                        () -> hidden(
                                bench.together().get(0),
                                ids(new SplittableRandom(9), uses.length),
                                train().using(RowAdapters.of(uses, ComputeDevice.CPU))));
                for (int i = 0; i < mixed.size(); i++) {
                    expectNear(mixed.get(i), alone.get(adapter).get(i));
                }
            }
        }
    }

    private static ForwardPass train() {
        return ForwardPass.training(Dropout.NONE);
    }

    private static List<Optional<float[]>> gradients(Bench bench, int adapter, Supplier<Tensor> hidden) {
        bench.own().forEach(store -> store.parameters().zeroGradients());
        try (PointerScope scope = new PointerScope()) {
            hidden.get().square().sum().backward();
        }
        List<Optional<float[]>> gradients = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            bench.own()
                    .get(adapter)
                    .parameters()
                    .all()
                    .forEach(parameter -> gradients.add(parameter.gradient().map(Tensors::floats)));
        }
        return gradients;
    }

    private static void expectNear(Optional<float[]> found, Optional<float[]> expected) {
        assertThat(found.isPresent()).isEqualTo(expected.isPresent());
        if (found.isEmpty()) {
            return;
        }
        double largest = 0;
        double off = 0;
        for (int i = 0; i < found.get().length; i++) {
            largest = Math.max(largest, Math.abs(expected.get()[i]));
            off = Math.max(off, Math.abs(expected.get()[i] - found.get()[i]));
        }
        assertThat(off).isLessThanOrEqualTo(1e-4 * largest + 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"t5-v1.1, 3", "gpt2, 2", "bart, 1"})
    void requests_to_different_adapters_join_and_leave_one_batch(String name, int seeds) {
        try (Bench bench = Bench.of(name, WeightStore.Use.PACKED, WeightStore.Use.INFERENCE)) {
            for (int seed = 0; seed < seeds; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                int[] uses = assignment(random, 12);
                List<GenerationRequest> requests = new ArrayList<>();
                List<List<Candidate>> alone = new ArrayList<>();
                for (int use : uses) {
                    Tokens text =
                            Tokens.of(random.ints(1 + random.nextInt(9), 3, 60).toArray());
                    GenerationOptions options = GenerationOptions.greedy(1 + random.nextInt(12));
                    GenerationRequest request = new GenerationRequest(
                            text,
                            random.nextInt(3) > 0
                                    ? options
                                    : options.with(new Decoding.BeamSearch(2, 1, Decoding.EarlyStopping.UNLIKELY)));
                    requests.add(request.by(use));
                    alone.addAll(generator(bench, bench.alone(use)).generate(List.of(request)));
                }
                List<Answer> answers = play(generator(bench, bench.together().get(2)), requests, random);
                for (int i = 0; i < uses.length; i++) {
                    assertThat(tokens(answers.get(i).candidates()))
                            .as("request %d to adapter %d", i, uses[i])
                            .isEqualTo(tokens(alone.get(i)));
                }
                assertThat(alone.stream().map(RowsWithAdaptersTest::tokens).distinct())
                        .hasSizeGreaterThan(4);
            }
        }
    }

    private static Generator generator(Bench bench, Network network) {
        return new Generator(network, bench.model().config().ids(), Optional.empty(), ComputeDevice.CPU);
    }

    private static List<Answer> play(Generator generator, List<GenerationRequest> requests, SplittableRandom random) {
        List<Answer> answers = new ArrayList<>();
        try (RunningBatch batch = generator.running(8)) {
            while (answers.size() < requests.size() || !batch.idle()) {
                while (answers.size() < requests.size() && random.nextInt(3) > 0) {
                    answers.add(batch.submit(requests.get(answers.size()), id -> {}));
                }
                if (random.nextInt(6) == 0) {
                    batch.cancel(batch.submit(requests.get(0), id -> {}));
                }
                batch.step();
            }
        }
        return answers;
    }

    private static List<Tokens> tokens(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::tokens).toList();
    }

    private static double distance(Tensor left, Tensor right) {
        return left.sub(right).abs().max().item_double();
    }
}
