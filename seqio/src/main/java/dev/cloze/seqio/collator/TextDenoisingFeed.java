package dev.cloze.seqio.collator;

import dev.cloze.Refusal;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.Batches;
import dev.cloze.batch.IdMatrix;
import dev.cloze.batch.Omissions;
import dev.cloze.batch.Skipped;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.data.random.PythonRandom;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Example;
import dev.cloze.task.Reading;
import dev.cloze.text.Tokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Batches of documents as text-denoising's collator makes them. A document is a row, or several where it is longer than one;
 * each ends with an end of sequence, which is noise like any other token. The encoder sees the padding of its rows, since
 * the collator tells it of none, and labels have gaps.
 *
 * <p>The collator's generators know no places to go on from, so a feed that continues makes all batches before again.
 */
public final class TextDenoisingFeed implements Batches {

    private static final String BATCHES = "batches";

    private final Feed<? extends Material> documents;
    private final BatchPlan plan;
    private final TextDenoisingCollator collator;
    private final Reading reading;
    private final PythonRandom python;
    private final NumpyRandom numpy;
    private final Deque<Row> waiting = new ArrayDeque<>();
    private Omissions omissions = Omissions.NONE;
    private long read;
    private long made;
    private @Nullable Batch current;

    /** A document, or a part of one, and where it came from. */
    private record Row(Tokens tokens, String language, String source, int task) {}

    private TextDenoisingFeed(Feed<? extends Material> documents, BatchPlan plan, int seed) {
        this.documents = documents;
        this.plan = plan;
        collator = TextDenoisingCollator.of(
                plan.tokenizer().vocabulary(), plan.shape().padToMultiple());
        reading = new Reading(plan.tokenizer(), plan.recipes());
        python = new PythonRandom(seed);
        numpy = new NumpyRandom(seed);
    }

    /**
     * A feed behind the batch whose position this is.
     *
     * @param documents text or tokens
     * @param plan its tokenizer, and the rows and longest inputs of its shape
     * @param seed what Python's and numpy's generators are given
     * @param position {@link Position#START} or what {@link #position} gave
     */
    public static TextDenoisingFeed open(
            Pipeline<? extends Material> documents, BatchPlan plan, int seed, Position position) {
        Feed<? extends Material> all =
                documents.open(Position.START, plan.seed().split("documents"));
        TextDenoisingFeed feed = new TextDenoisingFeed(all, plan, seed);
        long behind = position.counter(BATCHES);
        while (feed.made < behind) {
            if (!feed.advance()) {
                feed.close();
                throw Refusal.at("data", "has changed since the position was taken: it is shorter");
            }
        }
        return feed;
    }

    @Override
    public boolean advance() {
        List<Row> rows = new ArrayList<>();
        while (rows.size() < plan.shape().rows() && hasRow()) {
            rows.add(waiting.remove());
        }
        if (rows.isEmpty()) {
            return false;
        }
        current = batch(rows);
        made++;
        return true;
    }

    private boolean hasRow() {
        while (waiting.isEmpty() && documents.advance()) {
            cut(reading.tokens(documents.current(), plan.seed().split("pieces").at(read++)));
        }
        return !waiting.isEmpty();
    }

    /** Parts that fill a row with the end of sequence; too short a one is counted. */
    private void cut(TokenizedDocument document) {
        int most = plan.shape().lengths().inputs() - 1;
        Tokens tokens = document.tokens();
        Omissions.Origin origin = new Omissions.Origin(document.source(), document.language());
        for (int from = 0; from < tokens.size(); from += most) {
            Tokens part = tokens.slice(from, Math.min(tokens.size(), from + most));
            if (part.size() < Denoisers.FEWEST_TOKENS) {
                omissions = omissions.plus(Omissions.of(origin, Skipped.ofSingleTokens(1)));
            } else {
                Tokens ended = part.append(plan.tokenizer().vocabulary().eosId());
                waiting.add(new Row(ended, document.language(), document.source(), document.task()));
            }
        }
        omissions = omissions.plus(Omissions.of(origin, Skipped.ofEmptyDocuments(tokens.isEmpty() ? 1 : 0)));
    }

    private Batch batch(List<Row> rows) {
        TextDenoisingCollator.Collated made =
                collator.collate(rows.stream().map(Row::tokens).toList(), python, numpy);
        int padding = collator.padding().label();
        List<Tokens> read = made.labels().stream().map(collator::decoderInputs).toList();
        IdMatrix inputs = matrix(made.inputs());
        IdMatrix labels = matrix(made.labels());
        IdMatrix all = matrix(
                rows.stream().map(row -> filled(inputs.columns(), i -> true)).toList());
        IdMatrix before = matrix(made.labels().stream()
                .map(row -> filled(row.size(), i -> i == 0 || row.at(i - 1) != padding))
                .toList());
        IdMatrix answers = matrix(made.labels().stream()
                .map(row -> filled(row.size(), i -> row.at(i) != padding))
                .toList());
        IdMatrix places = places(inputs.columns());
        return new Batch(
                new Batch.Encoder(inputs, all, places),
                new Batch.Decoder(matrix(read), unpadded(labels), before, places, answers),
                labels(rows, made.denoisings()));
    }

    private IdMatrix matrix(List<Tokens> rows) {
        int columns = rows.get(0).size();
        int[] ids = new int[plan.shape().rows() * columns];
        for (int row = 0; row < rows.size(); row++) {
            rows.get(row).copyTo(ids, row * columns);
        }
        return IdMatrix.over(plan.shape().rows(), columns, ids);
    }

    private static Tokens filled(int columns, IntPredicate holds) {
        int[] ids = new int[columns];
        Arrays.setAll(ids, i -> holds.test(i) ? 1 : 0);
        return Tokens.over(ids);
    }

    private IdMatrix places(int columns) {
        int[] places = new int[plan.shape().rows() * columns];
        Arrays.setAll(places, i -> i % columns);
        return IdMatrix.over(plan.shape().rows(), columns, places);
    }

    /** The padding of labels is no id; that of tokens stands for it, and carries no loss. */
    private IdMatrix unpadded(IdMatrix labels) {
        int padding = collator.padding().label();
        int[] ids = Arrays.stream(labels.shared())
                .map(id -> id == padding ? collator.ids().padId() : id)
                .toArray();
        return IdMatrix.over(labels.rows(), labels.columns(), ids);
    }

    private List<List<Example.Label>> labels(List<Row> rows, List<TextDenoisingCollator.Denoising> denoisings) {
        List<List<Example.Label>> labels = new ArrayList<>();
        for (int i = 0; i < plan.shape().rows(); i++) {
            labels.add(
                    i < rows.size()
                            ? List.of(new Example.Label(
                                    rows.get(i).language(),
                                    collator.name(denoisings.get(i)),
                                    rows.get(i).source(),
                                    rows.get(i).task()))
                            : List.of());
        }
        return labels;
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
        return Position.START.with(BATCHES, made);
    }

    @Override
    public Omissions omissions() {
        return omissions;
    }

    @Override
    public void close() {
        documents.close();
    }
}
