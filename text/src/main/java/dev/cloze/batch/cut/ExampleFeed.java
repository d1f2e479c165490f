package dev.cloze.batch.cut;

import dev.cloze.batch.BatchPlan;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.objective.Example;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The examples that a feed of batches of the same plan packs, in the order in which they are made, for looking at them. */
public final class ExampleFeed implements Feed<Example> {

    private final Feed<? extends Material> documents;
    private final DocumentGroups groups;
    private final SegmentCutter cutter;
    private List<Segment> segments = List.of();
    private int next;
    private Position position;
    private Position groupStart;
    private long groupNumber;
    private @Nullable Segment segment;
    private @Nullable Example current;

    private ExampleFeed(Feed<? extends Material> documents, BatchPlan plan, Position position) {
        this.documents = documents;
        this.groups = new DocumentGroups(documents, plan.groupCharacters(), position.counter("group"));
        this.cutter = new SegmentCutter(plan);
        this.position = position;
        this.groupStart = position.part("documents");
        this.next = Math.toIntExact(position.counter("example"));
    }

    /**
     * A feed that continues behind the example whose position this is.
     *
     * @param documents the documents; their order is decided by the plan's seed too
     * @param plan the same plan that the position came from
     * @param position {@link Position#START} or what {@link #position} gave
     */
    public static ExampleFeed open(Pipeline<? extends Material> documents, BatchPlan plan, Position position) {
        Position start = position.part("documents");
        return new ExampleFeed(documents.open(start, plan.seed().split("documents")), plan, position);
    }

    @Override
    public boolean advance() {
        while (next >= segments.size()) {
            int within = segments.isEmpty() ? next : 0;
            DocumentGroup group = groups.next();
            if (group.documents().isEmpty()) {
                return false;
            }
            groupStart = group.start();
            groupNumber = group.number();
            segments = cutter.cut(group).all();
            next = within;
        }
        segment = segments.get(next++);
        current = segment.example();
        position = Position.START
                .with("documents", groupStart)
                .with("group", groupNumber)
                .with("example", next);
        return true;
    }

    @Override
    public Example current() {
        if (current == null) {
            throw new NoSuchElementException("advance() comes first");
        }
        return current;
    }

    /** The tokens that {@link #current} was made of. */
    public Tokens source() {
        if (segment == null) {
            throw new NoSuchElementException("advance() comes first");
        }
        return segment.tokens();
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void close() {
        documents.close();
    }
}
