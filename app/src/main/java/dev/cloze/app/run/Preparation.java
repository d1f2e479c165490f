package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.model.TokenizerChoice;
import dev.cloze.app.config.train.Batching;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Batches;
import dev.cloze.batch.cut.ExampleFeed;
import dev.cloze.batch.pack.BatchFeed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.stream.Mixture;
import dev.cloze.data.stream.Shuffled;
import dev.cloze.eval.HeldOutSource;
import dev.cloze.objective.Lengths;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.convert.BatchFeatures;
import dev.cloze.task.Learning;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.SentencePieceTokenizer;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The text of a run, ready to be read: tokenizer, sources, and how batches are made of them. Training and held-out text
 * are prepared alike.
 *
 * @param sources where the text comes from
 * @param size number of documents of a pass over all sources, where it is known
 * @param documents the sources mixed and shuffled
 * @param plan how batches are made of documents
 * @param compat batches as another library makes them, in the place of all that
 */
public record Preparation(
        List<Corpus<?>> sources,
        OptionalLong size,
        Pipeline<Material> documents,
        BatchPlan plan,
        Optional<Compat> compat)
        implements HeldOutSource {

    /** The text that a run learns from. */
    public static Preparation training(Run run, ReadingRules rules) {
        Tokenizer tokenizer = tokenizer(run);
        TaskSet read = TaskSet.of(run.data().all(), run, rules);
        TaskSet tasks = run.data().prepared().isEmpty() ? read.found() : read.prepared(run.data(), tokenizer.hash());
        Mixture mixture = run.data().mixture().isEmpty()
                ? tasks.mixture(run.data().alpha())
                : tasks.mixture(run.data().mixture());
        Seed seed = new Seed(run.train().seed()).split("data");
        Preparation own =
                of(run, tokenizer, tasks, new Shuffled(mixture, run.data().shuffle()), seed);
        return new Preparation(own.sources, own.size, own.documents, own.plan, Compat.of(run, own));
    }

    /** The held-out text of a run, in an order that does not depend on the run's seed. */
    public static Preparation heldOut(Run run, ReadingRules rules) {
        Refusal.require(run.evaluate().hasText(), "evaluate.sources names no held-out text");
        TaskSet tasks = TaskSet.of(run.evaluate().all(), run, rules);
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

    /** What those tasks of a run learn that say nothing else. */
    static Learning.Denoising ofRun(Run run) {
        return new Learning.Denoising(run.objective(), run.data().joining());
    }

    static Tokenizer tokenizer(Run run) {
        if (run.tokenizer() instanceof TokenizerChoice.Files files) {
            return sampling(Tokenizers.load(files.path()), files.sampling());
        }
        if (run.tokenizer() instanceof TokenizerChoice.Bytes) {
            return ByteTokenizer.of();
        }
        TokenizerChoice.Model model = (TokenizerChoice.Model) run.tokenizer();
        Path folder = run.model()
                .from()
                .orElseThrow(() -> Refusal.at("tokenizer", "type = model needs model.type = folder or vlm"));
        return sampling(Tokenizers.load(folder), model.sampling());
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

    @Override
    public Feed<Material> open() {
        return documents.open(Position.START, plan.seed().split("documents"));
    }

    /** Batches behind a position, made by so many threads. */
    public Batches batches(Position position, int threads) {
        return compat.isPresent() ? compat.get().open(position) : BatchFeed.open(documents, plan, position, threads);
    }

    /** The first so many rows of the batches, under seqio's names. */
    public List<Features> features(int count) {
        Optional<List<Features>> theirs = compat.flatMap(other -> other.features(count));
        return theirs.orElseGet(() -> {
            List<Features> rows = new ArrayList<>();
            try (Batches batches = batches(Position.START, 1)) {
                while (rows.size() < count && batches.advance()) {
                    Batch batch = batches.current();
                    for (int row = 0; row < batch.rows() && rows.size() < count; row++) {
                        rows.add(BatchFeatures.of(batch, row));
                    }
                }
            }
            return rows;
        });
    }

    /** The examples that the batches hold, from the beginning. */
    public ExampleFeed examples() {
        return ExampleFeed.open(documents, plan, Position.START);
    }

    @Override
    public Batches batches() {
        return batches(Position.START, 1);
    }

    @Override
    public boolean hasRunningText() {
        return !plan.objectives().isEmpty();
    }

    @Override
    public Optional<Document> running(Material piece) {
        boolean denoised = plan.recipes().of(piece.source()).learning() instanceof Learning.Denoising;
        return denoised ? Optional.of(text(piece)) : Optional.empty();
    }

    /** A piece as text; tokens are made into text again. */
    public Document text(Material material) {
        if (material instanceof Document document) {
            return document;
        }
        TokenizedDocument made = (TokenizedDocument) material;
        return new Document(tokenizer().decode(made.tokens()), made.language(), made.source(), Map.of());
    }

    @Override
    public Tokenizer tokenizer() {
        return plan.tokenizer();
    }
}
