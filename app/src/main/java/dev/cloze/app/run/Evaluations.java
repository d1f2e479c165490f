package dev.cloze.app.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.config.Run;
import dev.cloze.app.use.ModelSource;
import dev.cloze.checkpoint.LoadedModel;
import dev.cloze.data.file.Notices;
import dev.cloze.tensor.WeightStore;

/** Evaluates trained models. */
public final class Evaluations {

    private Evaluations() {}

    /** What a model makes of the held-out text of {@code run}: its losses, and gaps it gets right. */
    public static ObjectNode of(Run run, ModelSource source, Notices notices) {
        Machine machine = Machine.of(run);
        WeightStore.Placement placement =
                new WeightStore.Placement(machine.precision(), machine.device(), WeightStore.Use.INFERENCE);
        LoadedModel loaded = source.load(placement);
        loaded.notes().forEach(note -> notices.say("model", note));
        RunNetwork network = new RunNetwork(loaded.config(), loaded.network(), loaded.parameters());
        Examiner examiner = new Examiner(run, network, machine.device(), notices);
        ObjectNode result = examiner.loss(0);
        if (examiner.hasSpans()) {
            result.setAll(examiner.spans(0));
        }
        result.remove("kind");
        result.remove("step");
        return result;
    }
}
