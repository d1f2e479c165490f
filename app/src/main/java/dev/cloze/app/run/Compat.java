package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.train.CompatChoice;
import dev.cloze.batch.Packing;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.batch.load.ForeignBatches;
import dev.cloze.objective.TextDenoising;
import dev.cloze.seqio.collator.TextDenoisingFeed;
import java.util.Optional;

/** Batches as a reference makes them, in the place of one's own. */
final class Compat {

    private Compat() {}

    /** What a run file asks for; {@code own} knows the tokenizer and the documents. */
    static Optional<ForeignBatches> of(Run run, DataLoader own) {
        if (run.compat() instanceof CompatChoice.None) {
            return Optional.empty();
        }
        boolean seqio = run.compat() instanceof CompatChoice.Seqio;
        if (!run.data().tasks().isEmpty()) {
            throw Refusal.at(
                    "compat", "type = %s reads data.sources, not data.tasks", seqio ? "seqio" : "text-denoising");
        }
        return Optional.of(
                run.compat() instanceof CompatChoice.Seqio choice
                        ? new SeqioRows(run, choice, own)
                        : textDenoising(run, own));
    }

    private static ForeignBatches textDenoising(Run run, DataLoader own) {
        if (!(run.objective() instanceof TextDenoising)) {
            throw Refusal.at("compat", "type = text-denoising needs objective.type = text-denoising");
        }
        if (run.batch().packing() != Packing.NONE) {
            throw Refusal.at("compat", "type = text-denoising needs batch.packing = none");
        }
        int seed = Math.toIntExact(run.train().seed());
        return position -> TextDenoisingFeed.open(own.documents(), own.plan(), seed, position);
    }
}
