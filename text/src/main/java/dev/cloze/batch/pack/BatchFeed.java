package dev.cloze.batch.pack;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.Batches;
import dev.cloze.batch.Omissions;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Batches made of documents in the background. Documents are taken in groups of some hundred rows; a group is joined, cut,
 * corrupted, packed and shuffled on its own, by a seed that follows from its number. So a position is small (where the
 * group's documents begin, and a row), resuming costs one group, and the batches do not depend on the threads.
 *
 * <p>At the end of the documents the last batch is filled up with empty rows.
 */
public final class BatchFeed implements Batches {

    private final BatchPlan plan;
    private final RowGroups groups;
    private final BatchWriter writer;
    private Omissions omissions = Omissions.NONE;
    private boolean madeRows;
    private @Nullable RowGroup group;
    private List<Row> rows = List.of();
    private int row;
    private int pending;
    private boolean ended;
    private Position position;
    private @Nullable Batch current;

    private BatchFeed(RowGroups groups, BatchPlan plan, Position position) {
        this.plan = plan;
        this.groups = groups;
        this.writer = new BatchWriter(plan.shape(), plan.tokenizer().vocabulary());
        this.madeRows = !position.equals(Position.START);
        this.position = position;
        this.row = Math.toIntExact(position.counter("row"));
        this.pending = Math.toIntExact(position.counter("pending"));
    }

    /**
     * A feed that continues behind the batch whose position this is.
     *
     * @param documents text, or tokens that the plan's tokenizer made; their order is decided by the plan's seed too
     * @param plan the same plan that the position came from
     * @param position {@link Position#START} or what {@link #position} gave
     * @param threads threads that make rows, beside the one that reads documents; with 0 the caller's does all
     */
    public static BatchFeed open(
            Pipeline<? extends Material> documents, BatchPlan plan, Position position, int threads) {
        Feed<? extends Material> feed =
                documents.open(position.part("documents"), plan.seed().split("documents"));
        RowGroups groups = RowGroups.of(feed, plan, position.counter("group"), threads);
        return new BatchFeed(groups, plan, position);
    }

    @Override
    public boolean advance() {
        List<Row> filled = new ArrayList<>(plan.shape().rows());
        while (filled.size() < plan.shape().rows() && hasRow(filled.size())) {
            filled.add(rows.get(row++));
        }
        if (filled.isEmpty()) {
            return false;
        }
        current = writer.write(filled);
        position = here();
        return true;
    }

    @Override
    public Batch current() {
        if (current == null) {
            throw new NoSuchElementException("advance() comes first");
        }
        return current;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public Omissions omissions() {
        return omissions;
    }

    @Override
    public void close() {
        groups.close();
    }

    /** Whether there is a row, after taking the next group that has one where this group has no more. */
    private boolean hasRow(int filled) {
        while (!ended && (group == null || row >= rows.size())) {
            take(groups.next(), filled);
        }
        return !ended;
    }

    private void take(RowGroup next, int filled) {
        boolean first = group == null;
        if (!first) {
            row = 0;
            pending = filled;
        }
        group = next;
        rows = plan.shape().packs() ? next.rows() : bucketed(next);
        omissions = omissions.plus(next.account().omissions());
        ended = next.account().documents() == 0;
        madeRows |= !rows.isEmpty();
        if (!madeRows) {
            refuse(next.account());
        }
    }

    private static void refuse(RowGroup.Account account) {
        if (account.documents() == 0) {
            throw Refusal.at("data", "the sources hold no document");
        }
        throw Refusal.at(
                account.source(),
                "no text that something can be learnt from: %d documents without a token, %d with one",
                account.omissions().total().emptyDocuments(),
                account.omissions().total().singleTokens());
    }

    private List<Row> bucketed(RowGroup next) {
        Seed seed = plan.seed().split("rows").at(next.number());
        return LengthBuckets.order(next.rows(), plan.shape().rows(), pending, seed);
    }

    /** This group's beginning and the next row; the next group's beginning behind the last. */
    private Position here() {
        RowGroup at = Objects.requireNonNull(group);
        boolean done = row >= rows.size();
        return Position.START
                .with("documents", done ? at.end() : at.start())
                .with("group", done ? at.number() + 1 : at.number())
                .with("row", done ? 0 : row)
                .with("pending", done ? 0 : pending);
    }
}
