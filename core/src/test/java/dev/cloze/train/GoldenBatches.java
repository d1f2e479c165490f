package dev.cloze.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Network;
import dev.cloze.objective.Example;
import dev.cloze.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The batches of a golden run, in the order in which it took them. Labels of -100 carry no loss. */
final class GoldenBatches implements Feed<Batch> {

    private final List<Batch> batches;
    private int next;

    private GoldenBatches(List<Batch> batches) {
        this.batches = batches;
    }

    static GoldenBatches of(SafeTensors file, JsonNode log, Network network, int startId) {
        List<Batch> batches = new ArrayList<>();
        for (JsonNode step : log) {
            step.get("batches")
                    .forEach(number -> batches.add(
                            network instanceof CausalModel
                                    ? readCausal(file, number.asText(), startId)
                                    : read(file, number.asText(), startId)));
        }
        return new GoldenBatches(batches);
    }

    private static Batch read(SafeTensors file, String number, int startId) {
        IdMatrix inputs = matrix(file, "input_ids." + number);
        IdMatrix mask = matrix(file, "attention_mask." + number);
        IdMatrix labels = matrix(file, "labels." + number);
        int[] targets = labels.shared().clone();
        int[] present = Arrays.stream(targets).map(id -> id == -100 ? 0 : 1).toArray();
        int[] shifted = new int[targets.length];
        for (int place = 0; place < targets.length; place++) {
            targets[place] = Math.max(0, targets[place]);
            boolean first = place % labels.columns() == 0;
            shifted[place] = first ? startId : targets[place - 1];
        }
        return new Batch(
                new Batch.Encoder(inputs, mask, counted(inputs)),
                new Batch.Decoder(like(labels, shifted), like(labels, targets), like(labels, present), counted(labels)),
                labels(labels.rows()));
    }

    // Labels are the inputs themselves: what has none is read, the rest is to be written.
    private static Batch readCausal(SafeTensors file, String number, int startId) {
        IdMatrix inputs = matrix(file, "input_ids." + number);
        IdMatrix labels = matrix(file, "labels." + number);
        int size = labels.shared().length;
        int[] read = new int[size];
        int[] targets = new int[size];
        int[] present = new int[size];
        for (int row = 0; row < labels.rows(); row++) {
            int start = row * labels.columns();
            int first = 0;
            while (labels.at(row, first) == -100) {
                read[start + first++] = 1;
            }
            for (int column = first; column < labels.columns() && labels.at(row, column) != -100; column++) {
                targets[start + column - first] = labels.at(row, column);
                present[start + column - first] = 1;
            }
        }
        int[] shifted = new int[size];
        for (int place = 0; place < size; place++) {
            shifted[place] = place % labels.columns() == 0 ? startId : targets[place - 1];
        }
        return new Batch(
                new Batch.Encoder(inputs, like(inputs, read), counted(inputs)),
                new Batch.Decoder(like(labels, shifted), like(labels, targets), like(labels, present), counted(labels)),
                labels(labels.rows()));
    }

    private static List<List<Example.Label>> labels(int rows) {
        return Collections.nCopies(rows, List.of(new Example.Label("und", "golden")));
    }

    private static IdMatrix counted(IdMatrix shape) {
        int[] positions = new int[shape.shared().length];
        Arrays.setAll(positions, place -> place % shape.columns());
        return like(shape, positions);
    }

    private static IdMatrix like(IdMatrix shape, int[] ids) {
        return IdMatrix.over(shape.rows(), shape.columns(), ids);
    }

    private static IdMatrix matrix(SafeTensors file, String name) {
        Tensor values = file.read(name);
        int[] ids =
                Arrays.stream(Tensors.longs(values)).mapToInt(Math::toIntExact).toArray();
        return IdMatrix.over(Math.toIntExact(values.size(0)), Math.toIntExact(values.size(1)), ids);
    }

    @Override
    public boolean advance() {
        return next++ < batches.size();
    }

    @Override
    public Batch current() {
        return batches.get(next - 1);
    }

    @Override
    public Position position() {
        return Position.START.with("batch", next);
    }

    @Override
    public void close() {}
}
