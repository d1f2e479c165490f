package dev.cloze.eval;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.data.Feed;
import dev.cloze.model.Network;
import dev.cloze.nn.ForwardPass;
import dev.cloze.objective.Example;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import dev.cloze.train.loss.BatchLoss;
import dev.cloze.train.loss.LossSums;
import dev.cloze.train.loss.LossTargets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The loss on held-out text, always on the same batches. */
final class HeldOutBatches {

    private final List<Batch> batches = new ArrayList<>();
    private final long bytes;

    HeldOutBatches(DataLoader text, int count) {
        try (Feed<Batch> feed = text.batches()) {
            while (batches.size() < count && feed.advance()) {
                batches.add(feed.current());
            }
        }
        bytes = batches.stream()
                .mapToLong(batch -> bytes(batch, text.tokenizer()))
                .sum();
    }

    /** Bytes of UTF-8 that the targets stand for; sentinels and ends of sequences stand for none. */
    private static long bytes(Batch batch, Tokenizer tokenizer) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        IdMatrix targets = batch.decoder().targetTokens();
        long bytes = 0;
        for (int row = 0; row < targets.rows(); row++) {
            Tokens text = Tokens.EMPTY;
            for (int column = 0; column < targets.columns(); column++) {
                int id = targets.at(row, column);
                boolean mark = batch.decoder().answers().at(row, column) == 0
                        || id == vocabulary.padId()
                        || id == vocabulary.eosId()
                        || vocabulary.sentinels().indexOf(id) >= 0;
                bytes += mark ? bytes(text, tokenizer) : 0;
                text = mark ? Tokens.EMPTY : text.append(id);
            }
            bytes += bytes(text, tokenizer);
        }
        return bytes;
    }

    private static long bytes(Tokens text, Tokenizer tokenizer) {
        if (text.isEmpty()) {
            return 0;
        }
        // Decoding drops the space before the first word.
        long space = tokenizer.piece(text.at(0)).startsWith("\u2581") ? 1 : 0;
        return space + tokenizer.decode(text).getBytes(StandardCharsets.UTF_8).length;
    }

    /** What {@code network} loses on them. */
    HeldOutLoss loss(Network network, ComputeDevice device) {
        LossSums sums = LossSums.NONE;
        Map<Example.Label, LossSums> byLabel = new HashMap<>();
        for (Batch batch : batches) {
            BatchLoss loss = measure(network, device, batch);
            sums = sums.plus(loss.sums());
            loss.byLabel(batch).forEach((label, part) -> byLabel.merge(label, part, LossSums::plus));
        }
        return new HeldOutLoss(sums, bytes, byLabel);
    }

    private static BatchLoss measure(Network network, ComputeDevice device, Batch batch) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor hidden = network.hidden(batch, device, ForwardPass.inference());
            return BatchLoss.of(network, hidden, LossTargets.of(batch.decoder()));
        }
    }
}
