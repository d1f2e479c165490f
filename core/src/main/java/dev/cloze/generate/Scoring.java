package dev.cloze.generate;

import dev.cloze.model.DecoderInput;
import dev.cloze.model.EncoderInput;
import dev.cloze.model.ModelInput;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.nn.ForwardPass;
import dev.cloze.nn.Segments;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Log-probabilities of given texts, the vocabulary unrolled for a few rows at a time. */
final class Scoring {

    // Logits held at once.
    private static final long MOST = 1 << 24;

    private Scoring() {}

    static List<Score> score(
            Seq2SeqModel model, Seq2SeqSession.Device where, int start, List<Tokens> inputs, List<Tokens> targets) {
        if (inputs.size() != targets.size()) {
            throw new IllegalArgumentException("%d inputs, %d targets".formatted(inputs.size(), targets.size()));
        }
        if (inputs.isEmpty()) {
            return List.of();
        }
        List<Score> scores = new ArrayList<>();
        Scopes.withoutGradient(() -> {
            EncoderInput encoder = Encoder.padded(inputs, where);
            EncoderInput answer = Encoder.padded(targets, where);
            Tensor read = shifted(targets, start, where);
            Tensor hidden = model.hidden(
                    new ModelInput(encoder, new DecoderInput(read, Segments.WHOLE)),
                    ForwardPass.inference()); // [batch, target, dModel]
            float[] values = logProbabilities(model, hidden, answer.tokens());
            int columns = (int) read.size(1);
            for (int row = 0; row < targets.size(); row++) {
                scores.add(score(values, row * columns, targets.get(row).size()));
            }
        });
        return scores;
    }

    private static Tensor shifted(List<Tokens> targets, int start, Seq2SeqSession.Device where) {
        List<Tokens> shifted = targets.stream()
                .map(target -> Tokens.of(start).concat(target.slice(0, Math.max(0, target.size() - 1))))
                .toList();
        return Encoder.padded(shifted, where).tokens();
    }

    private static float[] logProbabilities(Seq2SeqModel model, Tensor hidden, Tensor targets) {
        Tensor rows = hidden.reshape(-1, hidden.size(2)); // [batch·target, dModel]
        Tensor ids = targets.reshape(-1, 1); // [batch·target, 1]
        long vocab = model.vocab();
        long step = Math.max(1, MOST / vocab);
        float[] values = new float[(int) rows.size(0)];
        for (long from = 0; from < rows.size(0); from += step) {
            long count = Math.min(step, rows.size(0) - from);
            try (PointerScope scope = new PointerScope()) {
                Tensor logits = model.logits(rows.narrow(0, from, count)).to(ScalarType.Float);
                float[] part = Tensors.floats(logits.log_softmax(1).gather(1, ids.narrow(0, from, count)));
                System.arraycopy(part, 0, values, (int) from, part.length);
            }
        }
        return values;
    }

    private static Score score(float[] values, int from, int count) {
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            each.add((double) values[from + i]);
        }
        return new Score(each);
    }
}
