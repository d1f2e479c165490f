package dev.cloze.app.bench;

import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Joining;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.source.Source;
import dev.cloze.data.stream.Mixture;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Real text to measure with.
 *
 * @param source where it comes from
 * @param tokenizer how it becomes tokens
 */
public record BenchText(Source source, Tokenizer tokenizer) {

    /** Packed batches of span corruption, again and again. */
    Feed<Batch> batches(int rows, Lengths lengths) {
        return batches(SpanCorruption.t5(), BatchShape.packed(rows, lengths));
    }

    /** Packed batches of an objective, again and again. */
    BatchFeed batches(Objective objective, BatchShape shape) {
        BatchPlan plan = new BatchPlan(tokenizer, objective, Joining.CONCATENATED, shape, new Seed(0));
        Mixture again = new Mixture(List.of(source), 1);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        return BatchFeed.open(again, plan, Position.START, threads);
    }

    /** Texts of at most so many characters together. */
    List<String> texts(long characters) {
        List<String> texts = new ArrayList<>();
        long sum = 0;
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            while (sum < characters && feed.advance()) {
                texts.add(feed.current().text());
                sum += feed.current().text().length();
            }
        }
        return texts;
    }
}
