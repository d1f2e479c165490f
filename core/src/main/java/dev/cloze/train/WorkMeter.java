package dev.cloze.train;

import dev.cloze.batch.Batch;
import dev.cloze.batch.IdMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what an update costs.
 *
 * @param start when batches were asked for, in nanoseconds
 * @param fetched when they were there
 */
record WorkMeter(long start, long fetched) {

    StepReport.Work read(List<Batch> step, ForwardFlops flops) {
        long source = 0;
        long target = 0;
        long places = 0;
        double used = 0;
        double rectangle = 0;
        for (Batch batch : step) {
            IdMatrix encoder = batch.encoder().segmentIds();
            IdMatrix decoder = batch.decoder().segmentIds();
            source += tokens(encoder);
            target += tokens(decoder);
            places += encoder.shared().length + decoder.shared().length;
            used += flops.step(batch);
            rectangle += flops.rectangle(batch);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new StepReport.Work(seconds, (fetched - start) / 1e9, source, target, places, used, rectangle);
    }

    private static long tokens(IdMatrix segments) {
        return Arrays.stream(segments.shared()).filter(id -> id != 0).count();
    }
}
