package dev.cloze.model;

import dev.cloze.model.config.BertConfig;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.BiasedFeedForward;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.LayerNorm;
import dev.cloze.nn.Residual;
import dev.cloze.nn.Weights;
import dev.cloze.nn.attention.Attention;
import dev.cloze.nn.attention.PostNormBlock;
import dev.cloze.nn.attention.ScoreBias;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** BERT's encoder (Devlin et al. 2019, §3): words, positions and segment types added and normed, then post-norm blocks. */
final class BertEncoder {

    private static final Initialiser INITIAL = Initialiser.normal(BertConfig.INITIAL_DEVIATION);

    private final BertConfig config;
    private final Embedding words;
    private final Tensor places; // [positions, dModel]
    private final Tensor types; // [types, dModel]
    private final LayerNorm norm;
    private final List<PostNormBlock> blocks = new ArrayList<>();

    /** The encoder whose weights are called {@code embeddings} and {@code encoder}; it may share {@code table}. */
    BertEncoder(BertConfig config, Weights weights, Embedding table) {
        this.config = config;
        int dModel = config.shape().dModel();
        Weights embeddings = weights.at("embeddings");
        words = embeddings.words("word_embeddings", table, 1);
        places = embeddings.at("position_embeddings").parameter("weight", INITIAL, config.positions(), dModel);
        types = embeddings.at("token_type_embeddings").parameter("weight", INITIAL, config.types(), dModel);
        norm = new LayerNorm(embeddings, "LayerNorm", dModel, config.epsilon());
        for (int i = 0; i < config.shape().layers(); i++) {
            blocks.add(block(weights.at("encoder.layer." + i)));
        }
    }

    /** The word embeddings that such an encoder has of its own. */
    static Embedding words(BertConfig config, Weights weights) {
        return weights.at("embeddings")
                .embedding("word_embeddings", config.vocab(), config.shape().dModel(), INITIAL);
    }

    private PostNormBlock block(Weights weights) {
        int dModel = config.shape().dModel();
        int dFf = config.shape().dFf();
        Attention.Heads heads = config.shape().evenHeads();
        Weights self = weights.at("attention.self");
        Attention attention = new Attention(
                new Attention.Projections(
                        self.biased("query", dModel, dModel, INITIAL),
                        self.biased("key", dModel, dModel, INITIAL),
                        self.biased("value", dModel, dModel, INITIAL),
                        weights.at("attention.output").biased("dense", dModel, dModel, INITIAL)),
                heads,
                heads.scale());
        return new PostNormBlock(
                attention,
                weights.at("attention.output").residual(Residual.After.ATTENTION, dModel),
                new LayerNorm(weights.at("attention.output"), "LayerNorm", dModel, config.epsilon()),
                new BiasedFeedForward(
                        weights.at("intermediate").biased("dense", dModel, dFf, INITIAL),
                        weights.at("output").biased("dense", dFf, dModel, INITIAL),
                        config.activation()),
                weights.at("output").residual(Residual.After.FEED_FORWARD, dModel),
                new LayerNorm(weights.at("output"), "LayerNorm", dModel, config.epsilon()));
    }

    /** Blocks there are. */
    int layers() {
        return blocks.size();
    }

    /** {@code [batch, length] -> [batch, length, dModel]}; {@code tokenTypes} broadcasts to the tokens. */
    Tensor embed(EncoderInput input, Tensor tokenTypes, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor sum = words.apply(input.tokens(), pass)
                    .add(input.positions().embed(places, 0, 0, input.tokens().size(1)))
                    .add(torch.embedding(types, tokenTypes)); // [batch, length, dModel]
            return pass.drop("embedding", norm.forward(sum));
        });
    }

    /** Blocks {@code from} to {@code to}: {@code [batch, length, dModel] -> [batch, length, dModel]}. */
    Tensor blocks(int from, int to, Tensor x, EncoderInput input, ForwardPass pass) {
        ScoreBias mask = input.segments().maskFor(input.segments(), Tensors.type(x));
        Tensor hidden = x;
        for (int i = from; i < to; i++) {
            pass.show("encoder." + i, hidden);
            hidden = blocks.get(i).forward(hidden, mask, pass.at(i));
        }
        return hidden;
    }

    /** The same type for every token: {@code [1, 1]}. */
    static Tensor allOf(int type, Tensor tokens) {
        return torch.full(new long[] {1, 1}, new Scalar(type), tokens.options());
    }
}
