package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.Prompts;
import dev.cloze.nn.Bottleneck;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The Versatile Language Model (Lin et al. 2020, §3): one GPT-2 for many tasks. Each task has an adapter after every block,
 * and ids of its own, whose embeddings are added to those of the tokens they are the types of.
 */
public final class Vlm implements CausalModel {

    /** The task of a model that passes all adapters by. */
    public static final int NO_TASK = -1;

    private final VlmConfig config;
    private final Gpt2 backbone;
    private final List<List<Bottleneck>> adapters; // task by task, block by block
    private final Gpt2 network;

    private Vlm(VlmConfig config, Gpt2 backbone, List<List<Bottleneck>> adapters, int task) {
        this.config = config;
        this.backbone = backbone;
        this.adapters = adapters;
        this.network = task == NO_TASK
                ? backbone
                : backbone.followedBy(
                        (block, x) -> adapters.get(task).get(block).forward(x));
    }

    /** The model of that shape, its weights asked for by name; it does its only task, or none if there are several. */
    public static Vlm build(VlmConfig config, Weights weights) {
        Gpt2 backbone = Gpt2.build(config.backbone(), weights);
        int dModel = config.backbone().shape().dModel();
        Initialiser initial = Initialiser.normal(Gpt2Config.INITIAL_DEVIATION);
        List<List<Bottleneck>> adapters = new ArrayList<>();
        for (int task = 0; task < config.bottlenecks().size(); task++) {
            List<Bottleneck> own = new ArrayList<>();
            for (int block = 0; block < config.backbone().shape().layers(); block++) {
                Weights at = weights.at(adapter(block, task));
                own.add(Bottleneck.of(at, dModel, config.bottlenecks().get(task), initial));
            }
            adapters.add(own);
        }
        // A copying head that every file of the original has and no task uses.
        weights.at("p_gen_linear").fixed("weight", initial, 1, dModel);
        weights.at("p_gen_linear").fixed("bias", Initialiser.ZEROS, 1);
        return new Vlm(config, backbone, adapters, adapters.size() == 1 ? 0 : NO_TASK);
    }

    /** What the adapter of a task after a block is called. */
    public static String adapter(int block, int task) {
        return "transformer.h." + block + ".adapter_block.mixadapter." + task;
    }

    /** Its shape. */
    public VlmConfig config() {
        return config;
    }

    /** This model, the same weights, doing the task of that id. */
    public Vlm doing(int task) {
        Refusal.require(
                task >= NO_TASK && task < adapters.size(),
                "task must be in [%d, %d], got %d",
                NO_TASK,
                adapters.size() - 1,
                task);
        return new Vlm(config, backbone, adapters, task);
    }

    @Override
    public int positions() {
        return network.positions();
    }

    @Override
    public Tensor hidden(CausalInput input, ForwardPass pass) {
        return network.hidden(input, pass);
    }

    @Override
    public long vocab() {
        return network.vocab();
    }

    @Override
    public Tensor headWeight() {
        return network.headWeight();
    }

    @Override
    public Tensor logits(Tensor hidden) {
        return network.logits(hidden);
    }

    @Override
    public DecoderState start(Prompts prompts, DecoderState.Shape shape) {
        return network.start(prompts, shape);
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return network.step(state, newIds);
    }
}
