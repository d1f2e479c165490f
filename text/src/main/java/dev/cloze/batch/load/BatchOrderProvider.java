package dev.cloze.batch.load;

/**
 * Makes batches in orders of other libraries. Found by {@link java.util.ServiceLoader}, so that what makes them is on the
 * class path only where someone wants it.
 */
public interface BatchOrderProvider {

    /** Whether it can make that order. */
    boolean provides(BatchOrder order);

    /**
     * The batches of a text in that order.
     *
     * @throws dev.cloze.Refusal where other settings do not go with the order
     */
    ForeignBatches batches(BatchOrder order, OrderedText text);
}
