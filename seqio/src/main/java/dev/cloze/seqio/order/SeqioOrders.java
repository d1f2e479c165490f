package dev.cloze.seqio.order;

import dev.cloze.Refusal;
import dev.cloze.batch.Packing;
import dev.cloze.batch.load.BatchOrder;
import dev.cloze.batch.load.BatchOrderProvider;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.batch.load.ForeignBatches;
import dev.cloze.batch.load.OrderedText;
import dev.cloze.objective.TextDenoising;
import dev.cloze.seqio.collator.TextDenoisingFeed;

/** Makes the batches of seqio and of text-denoising. */
public final class SeqioOrders implements BatchOrderProvider {

    /** What both of its generators take. */
    private static final long MOST_SEED = Integer.MAX_VALUE;

    @Override
    public boolean provides(BatchOrder order) {
        return !(order instanceof BatchOrder.None);
    }

    @Override
    public ForeignBatches batches(BatchOrder order, OrderedText text) {
        return order instanceof BatchOrder.Seqio seqio ? new SeqioRows(seqio, text) : textDenoising(text);
    }

    private static ForeignBatches textDenoising(OrderedText text) {
        if (!(text.settings().objective() instanceof TextDenoising)) {
            throw Refusal.at("compat", "type = text-denoising needs objective.type = text-denoising");
        }
        if (text.settings().shape().packing() != Packing.NONE) {
            throw Refusal.at("compat", "type = text-denoising needs batch.packing = none");
        }
        long seed = text.settings().seed();
        if (seed < 0 || seed > MOST_SEED) {
            throw Refusal.at("compat", "type = text-denoising needs train.seed in [0, %d], got %d", MOST_SEED, seed);
        }
        DataLoader own = text.own();
        return position -> TextDenoisingFeed.open(own.documents(), own.plan(), (int) seed, position);
    }
}
