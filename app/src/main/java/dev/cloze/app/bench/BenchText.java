package dev.cloze.app.bench;

import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.data.stream.IndexedFeed;
import dev.cloze.data.stream.Mixture;
import dev.cloze.data.stream.Shuffled;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.task.Joining;
import dev.cloze.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Real text to measure with.
 *
 * @param source where it comes from
 * @param tokenizer how it becomes tokens
 */
public record BenchText(TextCorpus source, Tokenizer tokenizer) {

    private static final int SHUFFLED = 10_000;

    /** Packed batches of span corruption, again and again. */
    Feed<Batch> batches(int rows, Lengths lengths) {
        return batches(SpanCorruption.t5(), BatchShape.packed(rows, lengths));
    }

    /** Packed batches of an objective, again and again. */
    BatchFeed batches(Objective objective, BatchShape shape) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        return batches(source, objective, shape, threads);
    }

    /** Packed batches of shuffled documents, again and again, made by so many threads beside the caller's. */
    public BatchFeed batches(Corpus<?> documents, Objective objective, BatchShape shape, int threads) {
        BatchPlan plan = new BatchPlan(tokenizer, objective, Joining.CONCATENATED, shape, new Seed(0));
        Mixture again = new Mixture(List.of(new Mixture.Part(documents.name(), documents, 1)));
        return BatchFeed.open(new Shuffled(again, SHUFFLED), plan, Position.START, threads);
    }

    /** Documents as tokens in memory, of at most so many characters together. */
    public Corpus<TokenizedDocument> tokens(long characters) {
        return new InMemory(documents(characters).stream()
                .map(document -> new TokenizedDocument(
                        tokenizer.encode(document.text()), document.language(), document.source()))
                .toList());
    }

    /** Texts of at most so many characters together. */
    public List<String> texts(long characters) {
        return documents(characters).stream().map(Document::text).toList();
    }

    private List<Document> documents(long characters) {
        List<Document> documents = new ArrayList<>();
        long sum = 0;
        try (Feed<Document> feed = source.inOrder(Position.START)) {
            while (sum < characters && feed.advance()) {
                documents.add(feed.current());
                sum += feed.current().text().length();
            }
        }
        return documents;
    }

    /** Documents that lie in memory. */
    private record InMemory(List<TokenizedDocument> all) implements Corpus<TokenizedDocument> {

        @Override
        public String name() {
            return "tokens";
        }

        @Override
        public long examples() {
            return all.size();
        }

        @Override
        public Feed<TokenizedDocument> open(Position position, Seed seed) {
            return new IndexedFeed(
                    new IndexedFeed.Documents(name(), all.size(), 0, number -> all.get((int) number)), position, seed);
        }
    }
}
