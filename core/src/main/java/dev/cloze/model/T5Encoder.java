package dev.cloze.model;

import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.FeedForward;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Residual;
import dev.cloze.nn.RmsNorm;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.QueryBlocks;
import dev.cloze.nn.attention.RelativePositionBias;
import dev.cloze.nn.attention.ScoreBias;
import dev.cloze.nn.attention.SelfAttention;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The half of a T5 that reads. */
final class T5Encoder {

    private final Embedding read;
    private final List<Block> blocks = new ArrayList<>();
    private final RmsNorm norm;

    /** The blocks below {@code encoder}, over words of {@code table}. */
    T5Encoder(T5Parts parts, Weights weights, Embedding table) {
        read = weights.at("encoder").words("embed_tokens", table, 1);
        for (int i = 0; i < parts.config().shape().encoderLayers(); i++) {
            blocks.add(new Block(parts, weights.forManyRows().at("encoder.block." + i + ".layer"), i));
        }
        norm = parts.norm(weights.at("encoder"), "final_layer_norm");
    }

    /** {@code [batch, source] -> [batch, source, dModel]}. */
    Tensor encode(EncoderInput input, ForwardPass whole) {
        ForwardPass pass = whole.at("encoder");
        Tensor x = pass.drop("input", read.apply(input.tokens(), pass)); // [batch, source, dModel]
        Texts texts = new Texts(x.size(0), Math.toIntExact(x.size(1)), pass.training());
        ScalarType scores = blocks.get(0).attention.type(Tensors.type(x));
        ScoreBias mask = input.segments().maskFor(input.segments(), scores);
        ScoreBias bias = mask;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            pass.show("encoder." + i, x);
            bias = block.positions
                    .map(table -> block.bias(table, mask, texts, scores))
                    .orElse(bias);
            x = block.forward(x, bias, pass.at(i));
        }
        Tensor encoded = pass.drop("output", norm.forward(x));
        pass.show("encoder", encoded);
        return encoded;
    }

    /** What is read: rows, tokens of each, and whether it is read to learn from it. */
    private record Texts(long batch, int length, boolean learnt) {}

    /** {@code x += attention(norm(x)); x += feedForward(norm(x))}. */
    private static final class Block {

        private final RmsNorm attentionNorm;
        private final SelfAttention attention;
        private final Residual attended;
        private final Optional<RelativePositionBias> positions;
        private final RmsNorm feedForwardNorm;
        private final FeedForward feedForward;
        private final Residual fed;

        Block(T5Parts parts, Weights weights, int layer) {
            attentionNorm = parts.norm(weights.at("0"), "layer_norm");
            attention = parts.selfAttention(weights.at("0.SelfAttention"));
            attended = parts.residual(weights.at("0"), Residual.After.ATTENTION);
            positions = parts.positions(weights.at("0.SelfAttention"), layer, T5Parts.Stack.ENCODER);
            feedForwardNorm = parts.norm(weights.at("1"), "layer_norm");
            feedForward = parts.feedForwards().of(weights.at("1"), T5Parts.Stack.ENCODER, layer);
            fed = parts.residual(weights.at("1"), Residual.After.FEED_FORWARD);
        }

        // Positions and masks; of long texts for some queries at a time.
        ScoreBias bias(RelativePositionBias table, ScoreBias mask, Texts texts, ScalarType type) {
            int length = texts.length();
            ScoreBias.Rows rows =
                    (from, count) -> table.forward(from, count, length).to(type); // [1, heads, count, source]
            boolean many = QueryBlocks.needed(texts.batch(), attention.heads().count(), length);
            return many && !texts.learnt()
                    ? new ScoreBias.ByQueries(mask, rows, length)
                    : mask.plus(rows.of(0, length)).over(texts.batch());
        }

        Tensor forward(Tensor x, ScoreBias bias, ForwardPass pass) {
            Tensor y = Scopes.keep(() -> {
                Tensor n = attentionNorm.forward(x);
                Tensor seen = attention.self(n, UnaryOperator.identity(), bias, pass);
                return attended.sum(x, pass.drop("attention", seen), pass);
            });
            return Scopes.keep(() -> {
                Tensor inner = feedForward.forward(feedForwardNorm.forward(y), pass);
                return fed.sum(y, pass.drop("feedForward", inner), pass); // [batch, source, dModel]
            });
        }
    }
}
