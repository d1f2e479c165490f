package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.checkpoint.tensors.TensorFile;
import dev.cloze.generate.Generator;
import dev.cloze.generate.Score;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.objective.Example;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** A Versatile Language Model whose tasks have names. */
class VlmTasksTest {

    private static final ModelConfig GPT2 = ModelFolder.load(
                    Golden.folder("models/gpt2").orElseThrow(), Precision.FLOAT32)
            .config();
    private static final VlmConfig TWO = VlmConfig.of(GPT2, Map.of("name", 3, "translate", 5));

    private static WeightStore store() {
        return WeightStore.initialised(new Seed(4), Precision.FLOAT32).learning(TWO::learns, Optional.empty());
    }

    private static Batch batch(String... sources) {
        int[] inputs = {5, 6, 7, 8, 9, 0};
        int[] read = {1, 1, 1, 1, 1, 0};
        int[] targets = {3, 4, 6, 7};
        int[] first = {0, 3, 0, 6};
        int rows = sources.length;
        return new Batch(
                new Batch.Encoder(first(rows, 3, inputs), first(rows, 3, read), places(rows, 3)),
                new Batch.Decoder(
                        first(rows, 2, first),
                        first(rows, 2, targets),
                        first(rows, 2, new int[] {1, 1, 1, 1}),
                        places(rows, 2)),
                List.of(sources).stream()
                        .map(source -> List.of(new Example.Label(
                                "en", source, "same source", TWO.tasks().indexOf(source))))
                        .toList());
    }

    private static IdMatrix first(int rows, int columns, int[] ids) {
        return IdMatrix.over(rows, columns, Arrays.copyOf(ids, rows * columns));
    }

    private static IdMatrix places(int rows, int columns) {
        int[] ids = new int[rows * columns];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % columns;
        }
        return IdMatrix.over(rows, columns, ids);
    }

    @Test
    void every_row_does_the_task_whose_index_it_says() {
        Vlm model = Vlm.build(TWO, Weights.of(store()));
        try (PointerScope scope = new PointerScope()) {
            Tensor both = model.hidden(batch("translate", "name"), ComputeDevice.CPU, ForwardPass.inference());
            Tensor translated = model.doing(TWO.task("translate"))
                    .hidden(batch("name", "name"), ComputeDevice.CPU, ForwardPass.inference());
            Tensor named = model.doing(TWO.task("name"))
                    .hidden(batch("name", "name"), ComputeDevice.CPU, ForwardPass.inference());
            assertThat(distance(both.select(0, 0), translated.select(0, 0))).isLessThan(1e-6);
            assertThat(distance(both.select(0, 1), named.select(0, 1))).isLessThan(1e-6);
            assertThat(distance(named, translated)).isGreaterThan(1e-4);
        }
        assertThatThrownBy(() -> model.hidden(batch("name", "sum"), ComputeDevice.CPU, ForwardPass.inference()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("a row must say its task, one of ");
    }

    @Test
    void indices_may_count_the_names_of_a_run() {
        Vlm model = Vlm.build(TWO, Weights.of(store()));
        Vlm counting =
                model.counting(List.of(TWO.tasks().get(1), "other", TWO.tasks().get(0)));
        try (PointerScope scope = new PointerScope()) {
            Tensor own = model.hidden(batch(TWO.tasks().get(1)), ComputeDevice.CPU, ForwardPass.inference());
            Tensor counted = counting.hidden(batch(TWO.tasks().get(0)), ComputeDevice.CPU, ForwardPass.inference());
            assertThat(distance(own, counted)).isZero();
        }
        assertThatThrownBy(() -> counting.hidden(batch(TWO.tasks().get(1)), ComputeDevice.CPU, ForwardPass.inference()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has no task 'other'");
    }

    private static double distance(Tensor left, Tensor right) {
        return left.sub(right).abs().max().item_double();
    }

    @Test
    void types_are_the_last_mark_up_to_a_token() {
        TaskTokens marks = TaskTokens.of(1);
        Tokens read = marks.around(Tokens.of(40, 41)).concat(Tokens.of(50, 2));
        try (PointerScope scope = new PointerScope()) {
            Tensor types = TaskTokens.types(
                    Tensors.of(IdMatrix.over(1, read.size(), read.stream().toArray())));
            int first = TaskTokens.FIRST + TaskTokens.COUNT;
            assertThat(Tensors.longs(types))
                    .containsExactly(first, first + 1, first + 1, first + 1, first + 2, first + 2, first + 2);
        }
    }

    @Test
    void only_adapters_and_task_embeddings_learn() {
        WeightStore store = store();
        Vlm model = Vlm.build(TWO, Weights.of(store));
        try (PointerScope scope = new PointerScope()) {
            model.logits(model.hidden(batch("translate"), ComputeDevice.CPU, ForwardPass.inference()))
                    .square()
                    .sum()
                    .backward();
        }
        assertThat(store.parameters().all()).allSatisfy(parameter -> {
            assertThat(parameter.trained()).as(parameter.name()).isEqualTo(TWO.learns(parameter.name()));
            boolean own = parameter.name().contains("mixadapter." + TWO.task("translate"))
                    || parameter.name().startsWith(VlmConfig.embeddings(TWO.task("translate")));
            boolean reached = parameter
                    .gradient()
                    .filter(gradient -> gradient.abs().max().item_double() > 0)
                    .isPresent();
            assertThat(reached).as(parameter.name()).isEqualTo(own);
        });
    }

    @Test
    void new_tasks_are_drawn_beside_those_that_are_there() {
        LoadedModel grown = ModelFolder.load(
                Golden.folder("models/gpt2").orElseThrow(),
                new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, WeightStore.Use.TRAINING),
                new ModelFolder.Building() {
                    @Override
                    public ModelConfig shape(ModelConfig fitted) {
                        return VlmConfig.of(fitted, Map.of("name", 3));
                    }

                    @Override
                    public WeightStore store(TensorFile file, ModelConfig config, WeightStore.Placement placement) {
                        return WeightStore.from(file, placement).learning(config::learns, Optional.of(new Seed(1)));
                    }

                    @Override
                    public Network build(ModelConfig config, Weights weights) {
                        return Networks.build(config, weights);
                    }
                });
        VlmConfig one = (VlmConfig) grown.config();
        assertThat(one.tasks()).containsExactly("name");
        assertThat(VlmConfig.parse(one.toJson(), "config.json")).isEqualTo(one);
        VlmConfig two = VlmConfig.of(one, Map.of("translate", 7));
        assertThat(two.tasks()).containsExactly("name", "translate");
        assertThat(two.bottlenecks()).containsExactly(3, 7);
        assertThatThrownBy(() -> VlmConfig.of(one, Map.of("name", 8)))
                .isInstanceOf(Refusal.class)
                .hasMessage("task name has an adapter of width 3, not 8");
    }

    @Test
    void requests_to_different_tasks_are_answered_in_one_batch() {
        Gpt2Config gpt2 = (Gpt2Config) GPT2;
        Vlm model = Vlm.build(TWO, Weights.of(disturbed()));
        GenerationOptions options = GenerationOptions.greedy(12);
        List<GenerationRequest> requests = new ArrayList<>();
        List<Tokens> alone = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            GenerationRequest request = new GenerationRequest(Tokens.of(5 + i / 2, 6), options);
            requests.add(request.by(i % 2));
            Generator own = new Generator(model.doing(i % 2), gpt2.ids(), Optional.empty(), ComputeDevice.CPU);
            alone.add(own.generate(List.of(request)).get(0).get(0).tokens());
        }
        Generator all = new Generator(model, gpt2.ids(), Optional.empty(), ComputeDevice.CPU);
        assertThat(all.generate(requests).stream().map(texts -> texts.get(0).tokens()))
                .isEqualTo(alone);
        assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
        List<GenerationRequest> withPlain =
                List.of(requests.get(0), new GenerationRequest(Tokens.of(5), options).by(Vlm.NO_TASK));
        assertThatThrownBy(() -> all.generate(withPlain))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("texts of a task and texts of none");
    }

    // Tasks whose adapters and marks say different things.
    private static WeightStore disturbed() {
        WeightStore store = store();
        Vlm.build(TWO, Weights.of(store));
        Scopes.withoutGradient(() -> store.parameters().all().stream()
                .filter(parameter -> TWO.learns(parameter.name()))
                .forEach(parameter -> parameter.master().mul_(new Scalar(20))));
        store.parameters().refresh();
        return store;
    }

    @Test
    void scores_are_those_of_what_was_trained() {
        Gpt2Config gpt2 = (Gpt2Config) GPT2;
        Vlm model = Vlm.build(TWO, Weights.of(store())).doing(TWO.task("name"));
        Generator generator = new Generator(model, gpt2.ids(), Optional.empty(), ComputeDevice.CPU);
        Score score = generator
                .score(List.of(Tokens.of(5, 6, 7)), List.of(Tokens.of(3, 4)))
                .get(0);
        try (PointerScope scope = new PointerScope()) {
            Tensor hidden = model.hidden(batch("name"), ComputeDevice.CPU, ForwardPass.inference());
            Tensor told = model.logits(hidden).log_softmax(2);
            double expected = told.select(1, 0)
                    .select(1, 3)
                    .add(told.select(1, 1).select(1, 4))
                    .item_double();
            assertThat(score.total()).isCloseTo(expected, within(1e-4));
        }
    }
}
