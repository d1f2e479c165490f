package dev.cloze.model;

import dev.cloze.Refusal;
import dev.cloze.model.config.BartConfig;
import dev.cloze.model.input.Positions;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.LayerNorm;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Scopes;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** How BART's halves begin: words and learned positions, added and normed. */
final class BartEmbedding {

    static final double EPSILON = 1e-5;

    // The first two rows of the table stand for places that no text has: fairseq counted from the padding id on.
    private static final int OFFSET = 2;

    private final Embedding words;
    private final Tensor places; // [positions + 2, dModel]
    private final LayerNorm norm;

    BartEmbedding(BartConfig config, Weights weights, Embedding table) {
        words = weights.words("embed_tokens", table, config.scaled() ? Math.sqrt(config.dModel()) : 1);
        places = weights.at("embed_positions")
                .parameter(
                        "weight", Initialiser.normal(config.deviation()), config.positions() + OFFSET, config.dModel());
        norm = norm(config, weights, "layernorm_embedding");
    }

    static LayerNorm norm(BartConfig config, Weights weights, String name) {
        return new LayerNorm(weights, name, config.dModel(), EPSILON);
    }

    /** Stops where a text would have more tokens than there are places. */
    void require(long tokens) {
        long most = places.size(0) - OFFSET;
        Refusal.require(tokens <= most, "a text may have %d tokens, got %d", most, tokens);
    }

    /** {@code [batch, length] -> [batch, length, dModel]} for tokens that stand from place {@code from} on. */
    Tensor forward(Tensor tokens, Positions positions, long from, ForwardPass pass) {
        return embedded(tokens, () -> positions.embed(places, OFFSET + from, 0, tokens.size(1)), pass);
    }

    /** As {@link #forward}, for new tokens of {@code state}, {@code [rows, new]}; each row stands at a place of its own. */
    Tensor step(Tensor tokens, DecoderState state) {
        return embedded(
                tokens,
                () -> state.places().embed(places, OFFSET, state.from(), tokens.size(1)), // [rows or 1, new, dModel]
                state.pass());
    }

    private Tensor embedded(Tensor tokens, Supplier<Tensor> own, ForwardPass pass) {
        return Scopes.keep(() -> {
            Tensor sum = words.apply(tokens, pass).add(own.get());
            return pass.drop("embedding", norm.forward(sum)); // [batch, length, dModel]
        });
    }
}
