package dev.cloze.batch.load;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchFeatures;
import dev.cloze.batch.BatchPlan;
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
import dev.cloze.task.Data;
import dev.cloze.task.Learning;
import dev.cloze.task.Task;
import dev.cloze.task.TaskSet;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Tasks as batches: mixed, shuffled, made into tokens, cut and packed. Training and held-out text are loaded alike. It holds
 * no place of its own and may be shared by threads; each feed belongs to one.
 *
 * @param sources where the text comes from
 * @param size number of documents of a pass over all sources, where it is known
 * @param documents the sources mixed and shuffled
 * @param plan how batches are made of documents
 * @param foreign batches as another library makes them, in the place of all that
 */
public record DataLoader(
        List<Corpus<?>> sources,
        OptionalLong size,
        Pipeline<Material> documents,
        BatchPlan plan,
        Optional<ForeignBatches> foreign) {

    /** Takes an unmodifiable copy. */
    public DataLoader {
        sources = List.copyOf(sources);
    }

    /**
     * Text to learn from, without end, in batches of any order.
     *
     * @throws Refusal where the order does not go with the text or its settings, or what makes it is not on the class path
     */
    public static DataLoader training(Data data, LoaderSettings settings, BatchOrder order, ReadingRules rules) {
        DataLoader own = training(data, settings, rules);
        if (order instanceof BatchOrder.None) {
            return own;
        }
        OrderedText text = new OrderedText(data, settings, own);
        return own.with(text.in(order, Thread.currentThread().getContextClassLoader()));
    }

    /**
     * Text to learn from, without end.
     *
     * @throws Refusal where a source is missing, or was prepared as it would not be now
     */
    public static DataLoader training(Data data, LoaderSettings settings, ReadingRules rules) {
        TaskSet read = TaskSet.of(data.all(), usual(data, settings), settings.tasks(), rules);
        TaskSet tasks = data.prepared().isEmpty()
                ? read.found()
                : read.prepared(data, settings.tokenizer().hash());
        Mixture mixture = data.mixture().isEmpty() ? tasks.mixture(data.alpha()) : tasks.mixture(data.mixture());
        Seed seed = new Seed(settings.seed()).split("data");
        return of(tasks, tasks.size(data), new Shuffled(mixture, data.shuffle()), settings, seed);
    }

    /**
     * Held-out text, in an order that depends on no seed.
     *
     * @param data says at which rates tasks are drawn and how documents meet
     * @throws Refusal where a source is missing
     */
    public static DataLoader heldOut(List<Task> heldOut, Data data, LoaderSettings settings, ReadingRules rules) {
        TaskSet tasks = TaskSet.of(heldOut, usual(data, settings), settings.tasks(), rules);
        long block = Math.max(1, Math.min(data.shuffle(), tasks.examples()));
        Shuffled documents = new Shuffled(tasks.mixture(data.alpha()), (int) block);
        return of(tasks, tasks.size(data), documents, settings, new Seed(0).split("held-out"));
    }

    private static DataLoader of(
            TaskSet tasks, OptionalLong size, Pipeline<Material> documents, LoaderSettings settings, Seed seed) {
        BatchPlan plan = new BatchPlan(settings.tokenizer(), tasks.recipes(), settings.shape(), seed);
        return new DataLoader(List.copyOf(tasks.corpora().values()), size, documents, plan, Optional.empty());
    }

    private static Learning.Denoising usual(Data data, LoaderSettings settings) {
        return new Learning.Denoising(settings.objective(), data.joining());
    }

    private DataLoader with(ForeignBatches other) {
        return new DataLoader(sources, size, documents, plan, Optional.of(other));
    }

    /** How text becomes tokens. */
    public Tokenizer tokenizer() {
        return plan.tokenizer();
    }

    /** The pieces from the beginning, in the order in which batches take them. */
    public Feed<Material> open() {
        return documents.open(Position.START, plan.seed().split("documents"));
    }

    /** The batches from the beginning. */
    public Batches batches() {
        return batches(Position.START, 1);
    }

    /** Batches behind a position that such a feed gave, made by so many threads; their number changes no batch. */
    public Batches batches(Position position, int threads) {
        return foreign.map(other -> other.open(position))
                .orElseGet(() -> BatchFeed.open(documents, plan, position, threads));
    }

    /** The examples that the batches hold, from the beginning. */
    public ExampleFeed examples() {
        return ExampleFeed.open(documents, plan, Position.START);
    }

    /** The first so many rows of the batches, under seqio's names. */
    public List<SortedMap<String, Tokens>> features(int count) {
        return foreign.flatMap(other -> other.features(count)).orElseGet(() -> ofBatches(count));
    }

    private List<SortedMap<String, Tokens>> ofBatches(int count) {
        List<SortedMap<String, Tokens>> rows = new ArrayList<>();
        try (Batches batches = batches()) {
            while (rows.size() < count && batches.advance()) {
                Batch batch = batches.current();
                for (int row = 0; row < batch.rows() && rows.size() < count; row++) {
                    rows.add(BatchFeatures.of(batch, row));
                }
            }
        }
        return rows;
    }

    /** Whether any of it is running text. */
    public boolean hasRunningText() {
        return !plan.objectives().isEmpty();
    }

    /** A piece as running text whose gaps are learnt from; empty for pairs. */
    public Optional<Document> running(Material piece) {
        boolean denoised = plan.recipes().of(piece.task()).learning() instanceof Learning.Denoising;
        return denoised ? Optional.of(text(piece)) : Optional.empty();
    }

    /** A piece as text; tokens are made into text again. */
    public Document text(Material piece) {
        if (piece instanceof Document document) {
            return document;
        }
        TokenizedDocument made = (TokenizedDocument) piece;
        return new Document(tokenizer().decode(made.tokens()), made.language(), made.source(), Map.of(), made.task());
    }
}
