package dev.cloze.generate;

import dev.cloze.model.TextEncoder;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** Texts as vectors: the mean of an encoder's last hidden states over a text's tokens. */
public final class Embedder {

    private static final long[] TOKENS = {0};

    private final Encoder encoder;

    /** An embedder with the encoder of {@code model}, which lives on {@code device}; {@code pad} fills inputs up. */
    public Embedder(TextEncoder model, int pad, ComputeDevice device) {
        this.encoder = new Encoder(model, new BatchPlacement(device, pad));
    }

    /** A vector of the model's width for each input, which must not be empty. */
    public List<float[]> embed(List<Tokens> inputs) {
        float[][] vectors = new float[inputs.size()][];
        Scopes.withoutGradient(() -> {
            Tensor states = encoder.read(inputs).states(); // [items, length, dModel]
            for (int i = 0; i < vectors.length; i++) {
                Tensor own = states.select(0, i).narrow(0, 0, inputs.get(i).size()); // [tokens, dModel]
                vectors[i] = Tensors.floats(own.mean(TOKENS, false, new ScalarTypeOptional()));
            }
        });
        return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(vectors)));
    }
}
