package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Projection;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A CPT that sorts texts into classes (Shao et al. 2021, §3.3) by what its decoders make of them. */
public final class CptClassifier {

    private final Cpt model;
    private final Mode mode;
    private final Projection dense;
    private final Projection out;

    private CptClassifier(Cpt model, Mode mode, int labels, Weights head) {
        this.model = model;
        this.mode = mode;
        Initialiser initial = Initialiser.normal(model.config().halves().deviation());
        int width = mode.states() * model.config().halves().dModel();
        dense = head.biased("dense", width, width, initial);
        out = head.biased("out_proj", width, labels, initial);
    }

    /** Which decoders are asked. */
    public enum Mode {
        /** CPT_u: the understanding decoder's state of the first token. */
        UNDERSTANDING,
        /** CPT_g: the generation decoder's state of the last end-of-sequence token. */
        GENERATION,
        /** CPT_ug: both, side by side. */
        BOTH;

        private int states() {
            return this == BOTH ? 2 : 1;
        }
    }

    /** The classifier of that shape, its weights asked for by name. */
    public static CptClassifier build(CptConfig config, Mode mode, int labels, Weights weights) {
        return new CptClassifier(Cpt.build(config, weights), mode, labels, weights.at("cls_head"));
    }

    /** {@code [batch, source] -> [batch, labels]}; every row must have as many end-of-sequence tokens as the others. */
    public Tensor logits(EncoderInput input, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor state = pass.drop("state", state(input, pass)); // [batch, width]
            return out.apply(pass.drop("dense", dense.apply(state, pass).tanh()), pass); // [batch, labels]
        });
    }

    private Tensor state(EncoderInput input, ForwardPass pass) {
        Tensor encoded = model.encode(input, pass); // [batch, source, dModel]
        return switch (mode) {
            case UNDERSTANDING -> understood(input, encoded, pass);
            case GENERATION -> generated(input, encoded, pass);
            case BOTH ->
                torch.cat(new TensorVector(understood(input, encoded, pass), generated(input, encoded, pass)), 1);
        };
    }

    private Tensor understood(EncoderInput input, Tensor encoded, ForwardPass pass) {
        return model.understand(input, encoded, pass).select(1, 0); // [batch, dModel]
    }

    // The decoder reads what the encoder reads, shifted right.
    private Tensor generated(EncoderInput input, Tensor encoded, ForwardPass pass) {
        Tensor tokens = input.tokens();
        Tensor ends = lastEnds(tokens); // [batch, 1, 1]
        int start = model.config().ids().decoderStart();
        Tensor first = torch.full_like(tokens.narrow(1, 0, 1), new Scalar(start));
        Tensor shifted = torch.cat(new TensorVector(first, tokens.narrow(1, 0, tokens.size(1) - 1)), 1);
        Tensor states = model.decode(new DecoderInput(shifted, Segments.WHOLE), encoded, input.segments(), pass);
        return states.gather(1, ends.expand(-1, 1, states.size(2))).select(1, 0); // [batch, dModel]
    }

    private Tensor lastEnds(Tensor tokens) {
        long[] ids = Tensors.longs(tokens);
        int length = Math.toIntExact(tokens.size(1));
        int eos = model.config().ids().eos();
        long[] last = new long[ids.length / length];
        long[] counts = new long[last.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == eos) {
                last[i / length] = i % length;
                counts[i / length]++;
            }
        }
        Refusal.require(
                counts[0] > 0 && Arrays.stream(counts).allMatch(count -> count == counts[0]),
                "every text must have the same number of end-of-sequence tokens, at least 1, got %s",
                Arrays.toString(counts));
        return Tensors.of(last, last.length, 1, 1).to(tokens.device(), Tensors.type(tokens));
    }
}
