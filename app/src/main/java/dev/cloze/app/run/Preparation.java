package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.config.Batching;
import dev.cloze.app.config.ModelChoice;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.SourceChoice;
import dev.cloze.app.config.TokenizerChoice;
import dev.cloze.batch.BatchFeed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.ExampleFeed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Mixture;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.Shuffled;
import dev.cloze.data.Source;
import dev.cloze.data.file.Notices;
import dev.cloze.objective.Lengths;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import java.util.List;

/**
 * The text of a run, ready to be read: tokenizer, sources, and how batches are made of them. Training and held-out text
 * are prepared alike.
 *
 * @param tokenizer how text becomes tokens
 * @param sources where it comes from
 * @param documents the sources mixed and shuffled
 * @param plan how batches are made of documents
 * @param seed what the order and the noise come from
 */
public record Preparation(
        Tokenizer tokenizer, List<Source> sources, Pipeline<Document> documents, BatchPlan plan, Seed seed) {

    /** The text that a run learns from. */
    public static Preparation training(Run run, Notices notices) {
        return of(run, run.data().sources(), new Seed(run.train().seed()).split("data"), notices);
    }

    /** The held-out text of a run, in an order that does not depend on the run's seed. */
    public static Preparation heldOut(Run run, Notices notices) {
        Refusal.require(!run.evaluate().sources().isEmpty(), "evaluate.sources names no held-out text");
        return of(run, run.evaluate().sources(), new Seed(0).split("held-out"), notices);
    }

    private static Preparation of(Run run, List<SourceChoice> choices, Seed seed, Notices notices) {
        Tokenizer tokenizer = tokenizer(run);
        List<Source> sources =
                choices.stream().map(choice -> choice.source(notices)).toList();
        long documents = sources.stream().mapToLong(Source::examples).sum();
        int block = (int) Math.max(1, Math.min(run.data().shuffle(), documents));
        Pipeline<Document> shuffled =
                new Shuffled(new Mixture(sources, run.data().alpha()), block);
        Batching batch = run.batch();
        BatchShape shape = new BatchShape(batch.rows(), new Lengths(batch.inputs(), batch.targets()), batch.pack(), 1);
        BatchPlan plan = new BatchPlan(
                tokenizer, run.objective().objective(), run.data().joining(), shape, seed.split("batches"));
        return new Preparation(tokenizer, sources, shuffled, plan, seed.split("documents"));
    }

    private static Tokenizer tokenizer(Run run) {
        if (run.tokenizer() instanceof TokenizerChoice.Files files) {
            return Tokenizers.load(files.path());
        }
        if (run.tokenizer() instanceof TokenizerChoice.Bytes) {
            return ByteTokenizer.of();
        }
        if (run.model() instanceof ModelChoice.Folder folder) {
            return Tokenizers.load(folder.path());
        }
        throw Refusal.at("tokenizer", "type = model needs model.type = folder");
    }

    /** Documents behind a position. */
    public Feed<Document> open(Position position) {
        return documents.open(position, seed);
    }

    /** Batches behind a position, made by so many threads. */
    public BatchFeed batches(Position position, int threads) {
        return BatchFeed.open(documents, plan, position, threads);
    }

    /** The examples that the batches hold, from the beginning. */
    public ExampleFeed examples() {
        return ExampleFeed.open(documents, plan, Position.START);
    }

    /** Number of documents of a pass over all sources. */
    public long size() {
        return sources.stream().mapToLong(Source::examples).sum();
    }
}
