package dev.cloze.nn.attention;

import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Projection;
import dev.cloze.tensor.Scopes;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Attention of a sequence to itself whose queries, keys and values come from one product, as GPT-2 has it, and others in inference. */
public final class JointAttention implements SelfAttention {

    private final Projection joint;
    private final Projection output;
    private final Attention.Heads heads;
    private final double scale;

    /**
     * The attention with these maps; queries are multiplied by {@code scale} first.
     *
     * @param joint from {@code dModel} to queries, keys and values side by side
     * @param output from all heads back to {@code dModel}
     */
    public JointAttention(Projection joint, Projection output, Attention.Heads heads, double scale) {
        this.joint = joint;
        this.output = output;
        this.heads = heads;
        this.scale = scale;
    }

    /**
     * What a sequence asks and what it offers.
     *
     * @param queries {@code [batch, heads, length, width]}
     * @param own its keys and values
     */
    private record Read(Tensor queries, Attention.KeysValues own) {}

    /** {@code [batch, length, dModel]} to queries, keys and values; in the caller's scope. */
    private Read read(Tensor x, ForwardPass pass) {
        Tensor all = joint.applyForAttention(x, pass); // [batch, length, 3·heads·width]
        return new Read(
                heads.split(scale == 1 ? part(all, 0) : part(all, 0).mul(new Scalar(scale))),
                new Attention.KeysValues(heads.split(part(all, 1)), heads.split(part(all, 2))));
    }

    @Override
    public Attention.Heads heads() {
        return heads;
    }

    @Override
    public Tensor self(Tensor x, UnaryOperator<Attention.KeysValues> memory, ScoreBias bias, ForwardPass pass) {
        return Scopes.keep(() -> {
            Read read = read(x, pass);
            return forward(read.queries(), memory.apply(read.own()), bias, pass);
        });
    }

    @Override
    public Tensor step(Tensor x, KeyValueCache memory, int from, Tensor bias, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor all = joint.applyForAttention(x, pass); // [rows, new, 3·heads·width]
            Tensor each = all.view(x.size(0), x.size(1), 3, heads.count(), heads.width());
            memory.append(from, each.narrow(2, 1, 2).permute(2, 0, 1, 3, 4)); // [2, rows, new, heads, width]
            Tensor queries = part(all, 0);
            Tensor scaled = scale == 1 ? queries : queries.mul(new Scalar(scale));
            return output.apply(memory.attend(scaled, from + Math.toIntExact(x.size(1)), bias), pass);
        });
    }

    @Override
    public ScalarType type(ScalarType stream) {
        return joint.attentionType(stream);
    }

    private Tensor part(Tensor all, int index) {
        return all.narrow(2, (long) index * heads.inner(), heads.inner()); // [batch, length, heads·width]
    }

    /** What queries see of {@code source}: {@code [batch, heads, query, width] -> [batch, query, dModel]}. */
    private Tensor forward(Tensor queries, Attention.KeysValues source, ScoreBias bias, ForwardPass pass) {
        return Scopes.keep(() -> output.apply(heads.merge(Attention.attend(queries, source, bias, pass)), pass));
    }
}
