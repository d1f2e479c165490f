package dev.cloze.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import dev.cloze.checkpoint.SafeTensors;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
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

    static GoldenBatches of(SafeTensors file, JsonNode log, int startId) {
        List<Batch> batches = new ArrayList<>();
        for (JsonNode step : log) {
            step.get("batches").forEach(number -> batches.add(read(file, number.asText(), startId)));
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
        IdMatrix positions = IdMatrix.over(labels.rows(), labels.columns(), new int[targets.length]);
        return new Batch(
                new Batch.Encoder(
                        inputs, mask, IdMatrix.over(inputs.rows(), inputs.columns(), new int[inputs.shared().length])),
                new Batch.Decoder(
                        IdMatrix.over(labels.rows(), labels.columns(), shifted),
                        IdMatrix.over(labels.rows(), labels.columns(), targets),
                        IdMatrix.over(labels.rows(), labels.columns(), present),
                        positions),
                Collections.nCopies(labels.rows(), List.of(new Example.Label("und", "golden"))));
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
