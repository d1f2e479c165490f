package dev.cloze.generate;

import dev.cloze.model.CausalModel;
import dev.cloze.model.LogProbabilities;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.input.CausalInput;
import dev.cloze.model.input.DecoderInput;
import dev.cloze.model.input.EncoderInput;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.attention.Segments;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Log-probabilities of given texts, the vocabulary unrolled for a few rows at a time.
 *
 * @param model the model
 * @param where where it is
 * @param start what a decoder reads first that reads no input itself
 */
record Scoring(Network model, BatchPlacement where, int start) {

    List<Score> score(List<Tokens> inputs, List<Tokens> targets) {
        if (inputs.size() != targets.size()) {
            throw new IllegalArgumentException("%d inputs, %d targets".formatted(inputs.size(), targets.size()));
        }
        List<Score> scores = new ArrayList<>();
        if (targets.stream().allMatch(Tokens::isEmpty)) {
            targets.forEach(target -> scores.add(new Score(List.of())));
            return scores;
        }
        Scopes.withoutGradient(() -> {
            float[] values = LogProbabilities.of(model, hidden(inputs, targets), ids(targets));
            int from = 0;
            for (Tokens target : targets) {
                scores.add(score(values, from, target.size()));
                from += target.size();
            }
        });
        return scores;
    }

    /** The state from which each token of each target is foretold, one after the other: {@code [tokens, dModel]}. */
    private Tensor hidden(List<Tokens> inputs, List<Tokens> targets) {
        if (model instanceof CausalModel causal) {
            List<Tokens> whole = IntStream.range(0, inputs.size())
                    .mapToObj(i -> causal.prompt(inputs.get(i)).concat(read(targets.get(i))))
                    .toList();
            EncoderInput read = Encoder.padded(whole, where);
            Tensor states = causal.hidden(new CausalInput(read.tokens(), read.segments()), ForwardPass.inference());
            return rows(
                    states,
                    inputs.stream()
                            .mapToInt(input -> causal.prompt(input).size() - 1)
                            .toArray(),
                    targets);
        }
        Seq2SeqModel writer = (Seq2SeqModel) model;
        List<Tokens> shifted = targets.stream()
                .map(target -> Tokens.of(start).concat(read(target)))
                .toList();
        Tensor tokens = Encoder.padded(shifted, where).tokens();
        Encoder.Encoded encoded = new Encoder(writer, where).read(inputs);
        Tensor states = writer.decode(
                new DecoderInput(tokens, Segments.WHOLE),
                encoded.states(),
                encoded.segments(),
                ForwardPass.inference());
        return rows(states, new int[targets.size()], targets);
    }

    // All but the last token, which nothing follows.
    private static Tokens read(Tokens target) {
        return target.slice(0, Math.max(0, target.size() - 1));
    }

    private static Tensor rows(Tensor states, int[] first, List<Tokens> targets) {
        int columns = Math.toIntExact(states.size(1));
        int[] places = IntStream.range(0, targets.size())
                .flatMap(row -> IntStream.range(0, targets.get(row).size()).map(i -> row * columns + first[row] + i))
                .toArray();
        Tensor index = Tensors.of(places, places.length).to(states.device(), ScalarType.Long);
        return states.reshape(-1, states.size(2)).index_select(0, index);
    }

    private Tensor ids(List<Tokens> targets) {
        int[] ids = targets.stream().flatMapToInt(Tokens::stream).toArray();
        return Tensors.of(ids, ids.length, 1).to(where.device().device(), ScalarType.Long); // [tokens, 1]
    }

    private static Score score(float[] values, int from, int count) {
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            each.add((double) values[from + i]);
        }
        return new Score(each);
    }
}
