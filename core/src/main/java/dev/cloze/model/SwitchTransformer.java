package dev.cloze.model;

import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Experts;
import dev.cloze.nn.FeedForward;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Head;
import dev.cloze.nn.RouterLoss;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Scopes;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The Switch Transformer (Fedus et al. 2021): a T5 in which some blocks have many feed-forward layers, of which each token
 * uses one. While training, each stack adds its router losses to the pass. Weights have Hugging Face's names.
 */
public final class SwitchTransformer implements Seq2SeqModel {

    private final SwitchConfig config;
    private final T5 network;

    private SwitchTransformer(SwitchConfig config, T5 network) {
        this.config = config;
        this.network = network;
    }

    /** The model of that shape, its weights asked for by name. */
    public static SwitchTransformer build(SwitchConfig config, Weights weights) {
        FeedForward.Shape shape = T5Parts.shape(config.base());
        T5Parts parts = new T5Parts(config.base(), (layer, stack, index) -> {
            boolean planned = sparsity(config, stack).at(index);
            Weights mlp = layer.at("mlp");
            return sparse(mlp, planned) ? new Experts(mlp, shape, config.routing()) : FeedForward.of(mlp, shape);
        });
        return new SwitchTransformer(config, T5.build(parts, weights));
    }

    /** Its shape. */
    public SwitchConfig config() {
        return config;
    }

    // A file knows best which of its blocks have experts: not all writers mean the same by the same config.
    private static boolean sparse(Weights mlp, boolean planned) {
        String router = "router.classifier.weight";
        return mlp.stored(router) || (planned && mlp.offers(router));
    }

    private static SwitchConfig.Sparsity sparsity(SwitchConfig config, T5Parts.Stack stack) {
        return switch (stack) {
            case ENCODER -> config.encoder();
            case DECODER -> config.decoder();
        };
    }

    @Override
    public int decoderStart() {
        return config.ids().decoderStart();
    }

    @Override
    public Tensor encode(EncoderInput input, ForwardPass pass) {
        Tensor encoded = network.encode(input, pass);
        addLosses(T5Parts.Stack.ENCODER, pass);
        return encoded;
    }

    @Override
    public Tensor decode(DecoderInput input, Tensor encoded, Segments source, ForwardPass pass) {
        Tensor hidden = network.decode(input, encoded, source, pass);
        addLosses(T5Parts.Stack.DECODER, pass);
        return hidden;
    }

    private void addLosses(T5Parts.Stack stack, ForwardPass pass) {
        List<Tensor> routes = pass.takeRoutes();
        boolean skipped = config.losses().compat() && sparsity(config, stack).step() <= 1;
        if (routes.isEmpty() || skipped) {
            return;
        }
        String name = stack == T5Parts.Stack.ENCODER ? "encoder" : "decoder";
        Tensor z = Scopes.keep(
                () -> RouterLoss.z(routes).mul(new Scalar(config.losses().z())));
        Tensor balance = Scopes.keep(
                () -> RouterLoss.balance(routes).mul(new Scalar(config.losses().balance())));
        pass.add(new ForwardPass.AuxiliaryLoss(name + " router z-loss", z));
        pass.add(new ForwardPass.AuxiliaryLoss(name + " load balance", balance));
    }

    @Override
    public Head head() {
        return network.head();
    }

    @Override
    public DecoderState start(Tensor encoded, Segments source, DecoderState.Shape shape, ForwardPass pass) {
        return network.start(encoded, source, shape, pass);
    }

    @Override
    public int[] join(DecoderState state, Tensor encoded, Segments source, int length, ForwardPass pass) {
        return network.join(state, encoded, source, length, pass);
    }

    @Override
    public Tensor step(DecoderState state, Tensor newIds) {
        return network.step(state, newIds);
    }
}
