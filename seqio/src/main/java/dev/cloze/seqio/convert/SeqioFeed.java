package dev.cloze.seqio.convert;

import dev.cloze.batch.Batch;
import dev.cloze.batch.Batches;
import dev.cloze.batch.IdMatrix;
import dev.cloze.batch.Omissions;
import dev.cloze.data.Position;
import dev.cloze.objective.Example;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Batches of what seqio's converters make; those for a decoder alone leave the encoder without a place. seqio knows no places to go on from, so a feed that
 * continues makes all rows before again and leaves them out.
 */
public final class SeqioFeed implements Batches {

    private static final String ENCODER_SEGMENTS = "encoder_segment_ids";
    private static final String DECODER_SEGMENTS = "decoder_segment_ids";

    private final Iterator<Features> rows;
    private final int batchRows;
    private final String name;
    private long taken;
    private @Nullable Batch current;

    private SeqioFeed(Iterator<Features> rows, int batchRows, String name, long taken) {
        this.rows = rows;
        this.batchRows = batchRows;
        this.name = name;
        this.taken = taken;
    }

    /**
     * A feed behind the batch whose position this is.
     *
     * @param rows model features
     * @param batchRows rows of a batch
     * @param name what reports call the objective
     * @param position {@link Position#START} or what {@link #position} gave
     */
    public static SeqioFeed open(Dataset<Features> rows, int batchRows, String name, Position position) {
        long taken = position.counter("rows");
        return new SeqioFeed(rows.skip(taken).iterator(), batchRows, name, taken);
    }

    @Override
    public boolean advance() {
        List<Features> filled = new ArrayList<>();
        while (filled.size() < batchRows && rows.hasNext()) {
            filled.add(rows.next());
        }
        if (filled.isEmpty()) {
            return false;
        }
        taken += filled.size();
        current = batch(filled);
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
        return Position.START.with("rows", taken);
    }

    /** Nothing: what seqio leaves out it does not tell. */
    @Override
    public Omissions omissions() {
        return Omissions.NONE;
    }

    @Override
    public void close() {
        // Files are closed where they end; an endless stream holds a few open until it is collected.
    }

    private Batch batch(List<Features> filled) {
        List<Features> segmented = filled.stream().map(SeqioFeed::segmented).toList();
        Batch.Encoder encoder = new Batch.Encoder(
                matrix(segmented, "encoder_input_tokens"),
                matrix(segmented, ENCODER_SEGMENTS),
                matrix(segmented, "encoder_positions"));
        Batch.Decoder decoder = new Batch.Decoder(
                matrix(segmented, "decoder_input_tokens"),
                matrix(segmented, "decoder_target_tokens"),
                matrix(segmented, DECODER_SEGMENTS),
                matrix(segmented, "decoder_positions"),
                matrix(segmented, "decoder_loss_weights"));
        List<List<Example.Label>> labels = new ArrayList<>();
        segmented.forEach(row -> labels.add(labels(row)));
        while (labels.size() < batchRows) {
            labels.add(List.of());
        }
        return new Batch(encoder, decoder, labels);
    }

    /** Without packing a row is one segment as far as its tokens go; without an encoder there is nothing that it reads. */
    private static Features segmented(Features row) {
        boolean reads = row.has("encoder_input_tokens");
        Features whole = reads ? row : row.with("encoder_input_tokens", Tokens.EMPTY);
        if (!whole.has(ENCODER_SEGMENTS)) {
            Tokens inputs = whole.tokens("encoder_input_tokens");
            whole = whole.with(ENCODER_SEGMENTS, FeatureConverter.filled(inputs))
                    .with("encoder_positions", positions(inputs.size()));
        }
        if (row.has(DECODER_SEGMENTS)) {
            return whole;
        }
        Tokens targets = row.tokens("decoder_target_tokens");
        return whole.with(DECODER_SEGMENTS, FeatureConverter.filled(targets))
                .with("decoder_positions", positions(targets.size()));
    }

    private static Tokens positions(int size) {
        int[] positions = new int[size];
        Arrays.setAll(positions, i -> i);
        return Tokens.of(positions);
    }

    private List<Example.Label> labels(Features row) {
        int read = row.tokens(ENCODER_SEGMENTS).stream().max().orElse(0);
        int written = row.tokens(DECODER_SEGMENTS).stream().max().orElse(0);
        return Collections.nCopies(
                Math.max(read, written), new Example.Label("und", name, name, Example.Label.NO_TASK));
    }

    private IdMatrix matrix(List<Features> filled, String feature) {
        int columns = filled.get(0).tokens(feature).size();
        int[] ids = new int[batchRows * columns];
        for (int row = 0; row < filled.size(); row++) {
            filled.get(row).tokens(feature).copyTo(ids, row * columns);
        }
        return IdMatrix.over(batchRows, columns, ids);
    }
}
