package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.Bottleneck;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.RowAdapters;
import dev.cloze.nn.VirtualTokens;
import dev.cloze.nn.Weights;
import dev.cloze.objective.Example;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The Versatile Language Model (Lin et al. 2020, §3): one GPT-2 for many tasks. Each task has an adapter after every block,
 * and ids of its own, whose embeddings are added to those of the tokens they are the types of.
 *
 * <p>A model whose config names its tasks keeps those embeddings beside the vocabulary, three a task, and puts their ids into
 * texts itself. Otherwise they are ids of the vocabulary, as in the original's files, and the caller puts them there.
 */
public final class Vlm implements CausalModel, Shell {

    /** The task of a model that passes all adapters by. */
    public static final int NO_TASK = RowAdapters.NONE;

    private final VlmConfig config;
    private final List<String> rowTasks; // by the indices that rows say
    private final Gpt2 network;
    private final int task;

    private Vlm(VlmConfig config, Gpt2 network, int task, List<String> rowTasks) {
        this.rowTasks = List.copyOf(rowTasks);
        this.config = config;
        this.network = network;
        this.task = task;
    }

    /** The model of that shape, its weights asked for by name; it does its only task, or none if there are several. */
    public static Vlm build(VlmConfig config, Weights weights) {
        Gpt2 backbone = backbone(config, weights);
        int dModel = config.backbone().shape().dModel();
        Initialiser initial = Initialiser.normal(Gpt2Config.INITIAL_DEVIATION);
        List<List<Bottleneck>> adapters = new ArrayList<>();
        for (int task = 0; task < config.bottlenecks().size(); task++) {
            List<Bottleneck> own = new ArrayList<>();
            for (int block = 0; block < config.backbone().shape().layers(); block++) {
                Weights at = weights.at(VlmConfig.adapter(block, task));
                own.add(Bottleneck.of(at, dModel, config.bottlenecks().get(task), initial));
            }
            adapters.add(own);
        }
        if (config.tasks().isEmpty()) {
            // A copying head that every file of the original has and no task uses.
            weights.at("p_gen_linear").fixed("weight", initial, 1, dModel);
            weights.at("p_gen_linear").fixed("bias", Initialiser.ZEROS, 1);
        }
        Gpt2 network = backbone.followedBy((block, x, pass) -> adapted(adapters, block, x, pass));
        return new Vlm(config, network, adapters.size() == 1 ? 0 : NO_TASK, config.tasks());
    }

    private static Tensor adapted(List<List<Bottleneck>> adapters, int block, Tensor x, ForwardPass pass) {
        Tensor y = x;
        for (int task : pass.adapters().used()) {
            Bottleneck own = adapters.get(task).get(block);
            y = new OwnRows(task).changed(y, pass, rows -> own.forward(rows, pass));
        }
        return y;
    }

    private static Gpt2 backbone(VlmConfig config, Weights weights) {
        if (config.tasks().isEmpty()) {
            return Gpt2.build(config.backbone(), weights);
        }
        TensorVector rows = new TensorVector();
        for (int task = 0; task < config.tasks().size(); task++) {
            rows.push_back(weights.at(VlmConfig.embeddings(task))
                    .parameter(
                            "weight",
                            Initialiser.normal(Gpt2Config.INITIAL_DEVIATION),
                            TaskTokens.COUNT,
                            config.backbone().shape().dModel()));
        }
        Supplier<Tensor> all = () -> torch.cat(rows, 0); // [tasks · marks, dModel]
        return Gpt2.build(config.backbone(), weights, words -> new VirtualTokens(words, TaskTokens.FIRST, all));
    }

    /** Its shape. */
    public VlmConfig config() {
        return config;
    }

    /** This model, the same weights, doing the task of that id. */
    public Vlm doing(int other) {
        int tasks = config.bottlenecks().size();
        Refusal.require(
                other >= NO_TASK && other < tasks, "task must be in [%d, %d], got %d", NO_TASK, tasks - 1, other);
        return new Vlm(config, network, other, rowTasks);
    }

    /**
     * This model, the same weights, reading batches whose rows say their tasks by indices of these names; without, they are
     * indices of its own tasks.
     */
    public Vlm counting(List<String> names) {
        return new Vlm(config, network, task, names);
    }

    @Override
    public int usualAdapter() {
        return task;
    }

    @Override
    public Network inner() {
        return network;
    }

    @Override
    public int positions() {
        return network.positions();
    }

    // Whether texts have marks of their task: each must, as none has no types.
    private boolean marks(ForwardPass pass) {
        boolean any = pass.adapters().used().length > 0 && !config.tasks().isEmpty();
        Refusal.require(
                !any || !pass.adapters().anyAlone(), "texts of a task and texts of none cannot be read in one batch");
        return any;
    }

    @Override
    public Tokens prompt(Tokens text, int adapter) {
        return adapter == NO_TASK || config.tasks().isEmpty()
                ? text
                : TaskTokens.of(adapter).around(text);
    }

    @Override
    public Tensor hidden(CausalInput input, ForwardPass whole) {
        ForwardPass pass = whole.orUsing(task);
        boolean own = marks(pass) && input.types().isEmpty();
        return network.hidden(own ? input.withTypes(TaskTokens.types(input.tokens())) : input, pass);
    }

    /** Every row does the task whose index it says; where the config names no tasks, all do the one that was chosen. */
    @Override
    public Tensor hidden(Batch batch, ComputeDevice device, ForwardPass pass) {
        if (config.tasks().isEmpty()) {
            return CausalModel.super.hidden(batch, device, pass);
        }
        int[] tasks =
                IntStream.range(0, batch.rows()).map(row -> task(batch, row)).toArray();
        return Scopes.keep(() -> CausalModel.super.hidden(
                TaskTokens.around(tasks, batch), device, pass.using(RowAdapters.of(tasks, device))));
    }

    private int task(Batch batch, int row) {
        List<Example.Label> labels = batch.labels().get(row);
        Refusal.require(
                labels.size() <= 1,
                "a row must hold one example for its task's adapter, got %d: set batch.packing = none",
                labels.size());
        if (task != NO_TASK) {
            return task;
        }
        if (labels.isEmpty()) {
            return 0; // padding
        }
        int said = batch.task(row);
        Refusal.require(
                said >= 0 && said < rowTasks.size(),
                "a row must say its task, one of %s, got a row of %s that says none",
                String.join(", ", rowTasks),
                labels.get(0).source());
        return config.task(rowTasks.get(said));
    }

    @Override
    public DecoderState start(Prompts prompts, DecoderState.Shape shape, ForwardPass pass) {
        return network.start(typed(prompts, pass.orUsing(task)), shape, pass.orUsing(task));
    }

    @Override
    public int[] join(DecoderState state, Prompts prompts, int length, ForwardPass pass) {
        return network.join(state, typed(prompts, pass.orUsing(task)), length, pass.orUsing(task));
    }

    private Prompts typed(Prompts prompts, ForwardPass pass) {
        boolean own = marks(pass) && prompts.types().isEmpty();
        return own ? prompts.ofTypes(TaskTokens.types(prompts.tokens())) : prompts;
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return network.step(state, newIds);
    }
}
