package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.model.ModelChoice;
import dev.cloze.app.config.model.TokenizerChoice;
import dev.cloze.app.config.train.Batching;
import dev.cloze.app.config.train.CompatChoice;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Learning;
import dev.cloze.batch.Skipped;
import dev.cloze.batch.cut.ExampleFeed;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.batch.seqio.SeqioFeed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.Notices;
import dev.cloze.data.seqio.Dataset;
import dev.cloze.data.stream.Mixture;
import dev.cloze.data.stream.Shuffled;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.seqio.Features;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.SentencePieceTokenizer;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The text of a run, ready to be read: tokenizer, sources, and how batches are made of them. Training and held-out text
 * are prepared alike.
 *
 * @param sources where the text comes from
 * @param size number of documents of a pass over all sources, where it is known
 * @param documents the sources mixed and shuffled
 * @param plan how batches are made of documents
 * @param compat rows as another library makes them, in the place of all that
 */
public record Preparation(
        List<Corpus<?>> sources,
        OptionalLong size,
        Pipeline<Material> documents,
        BatchPlan plan,
        Optional<Supplier<Dataset<Features>>> compat) {

    /** The text that a run learns from. */
    public static Preparation training(Run run, Notices notices) {
        Tokenizer tokenizer = tokenizer(run);
        TaskSet read = TaskSet.of(run.data().all(), run, notices);
        TaskSet tasks = run.data().prepared().isEmpty() ? read : read.prepared(run.data(), tokenizer.hash());
        Mixture mixture = run.data().mixture().isEmpty()
                ? tasks.mixture(run.data().alpha())
                : tasks.mixture(run.data().mixture());
        Seed seed = new Seed(run.train().seed()).split("data");
        Preparation own =
                of(run, tokenizer, tasks, new Shuffled(mixture, run.data().shuffle()), seed);
        if (!(run.compat() instanceof CompatChoice.Seqio seqio)) {
            return own;
        }
        if (!run.data().tasks().isEmpty()) {
            throw Refusal.at("compat", "type = seqio reads data.sources, not data.tasks");
        }
        return new Preparation(
                own.sources, own.size, own.documents, own.plan, Optional.of(() -> Compat.rows(run, seqio, own)));
    }

    /** The held-out text of a run, in an order that does not depend on the run's seed. */
    public static Preparation heldOut(Run run, Notices notices) {
        Refusal.require(run.evaluate().hasText(), "evaluate.sources names no held-out text");
        TaskSet tasks = TaskSet.of(run.evaluate().all(), run, notices);
        long block = Math.max(1, Math.min(run.data().shuffle(), tasks.examples()));
        Shuffled documents = new Shuffled(tasks.mixture(run.data().alpha()), (int) block);
        return of(run, tokenizer(run), tasks, documents, new Seed(0).split("held-out"));
    }

    private static Preparation of(
            Run run, Tokenizer tokenizer, TaskSet tasks, Pipeline<Material> documents, Seed seed) {
        Batching batch = run.batch();
        Lengths lengths = new Lengths(batch.inputs(), batch.targets());
        BatchShape shape = new BatchShape(batch.rows(), lengths, batch.packing(), batch.padToMultiple());
        BatchPlan plan = new BatchPlan(tokenizer, tasks.recipes(), shape, seed);
        return new Preparation(
                List.copyOf(tasks.corpora().values()), tasks.size(run.data()), documents, plan, Optional.empty());
    }

    static Tokenizer tokenizer(Run run) {
        if (run.tokenizer() instanceof TokenizerChoice.Files files) {
            return sampling(Tokenizers.load(files.path()), files.sampling());
        }
        if (run.tokenizer() instanceof TokenizerChoice.Bytes) {
            return ByteTokenizer.of();
        }
        if (run.model() instanceof ModelChoice.Folder folder
                && run.tokenizer() instanceof TokenizerChoice.Model model) {
            return sampling(Tokenizers.load(folder.path()), model.sampling());
        }
        throw Refusal.at("tokenizer", "type = model needs model.type = folder");
    }

    private static Tokenizer sampling(Tokenizer tokenizer, double strength) {
        if (strength == 0) {
            return tokenizer;
        }
        if (tokenizer instanceof SentencePieceTokenizer pieces) {
            return pieces.sampling(strength);
        }
        throw Refusal.at("tokenizer.sampling", "needs a spiece.model, got %s", strength);
    }

    /** Documents from the beginning, in the order in which batches take them. */
    public Feed<Material> open() {
        return documents.open(Position.START, plan.seed().split("documents"));
    }

    /** Batches behind a position, made by so many threads. */
    public Feed<Batch> batches(Position position, int threads) {
        if (compat.isPresent()) {
            String name = plan.objectives().get(0).name();
            return SeqioFeed.open(compat.get().get(), plan.shape().rows(), name, position);
        }
        return BatchFeed.open(documents, plan, position, threads);
    }

    /** What a feed of batches left out or changed so far; another library's tells nothing. */
    public static Skipped skipped(Feed<Batch> batches) {
        return batches instanceof BatchFeed own ? own.skipped() : Skipped.NONE;
    }

    /** The examples that the batches hold, from the beginning. */
    public ExampleFeed examples() {
        return ExampleFeed.open(documents, plan, Position.START);
    }

    /** Whether gaps of the texts are learnt from, rather than pairs. */
    boolean isRunningText(Material material) {
        return plan.recipes().of(material.source()).learning() instanceof Learning.Denoising;
    }

    /** A piece as text; tokens are made into text again. */
    public Document text(Material material) {
        if (material instanceof Document document) {
            return document;
        }
        TokenizedDocument made = (TokenizedDocument) material;
        return new Document(tokenizer().decode(made.tokens()), made.language(), made.source(), Map.of());
    }

    /** How text becomes tokens. */
    public Tokenizer tokenizer() {
        return plan.tokenizer();
    }
}
