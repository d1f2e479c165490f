package dev.cloze.app.config.data;

import dev.cloze.Doc;
import dev.cloze.batch.Joining;
import dev.cloze.batch.Learning;

/** What is learnt from a task. */
public sealed interface LearnChoice {

    /** The run's own. */
    @Doc("What the run says: its objective and data.joining.")
    record Run() implements LearnChoice {}

    /** One of its own. */
    @Doc("An objective of the task's own.")
    record Objective(
            @Doc("What is learnt from the text.") dev.cloze.objective.Objective objective,

            @Doc("How documents of a language meet.") Joining joining)
            implements LearnChoice {}

    /** Text to text. */
    @Doc("Reads one field and writes another; each ends with an end of sequence. What is longer than a row is cut off.")
    record Pair(
            @Doc("The field that is read.") String inputs,

            @Doc("The field that is written.") String targets) implements LearnChoice {}

    /** T5's LM adaptation. */
    @Doc(
            "T5's LM adaptation: runs of batch.targets tokens, read up to a random place and written from there; two fill a row.")
    record LmAdaptation() implements LearnChoice {}

    /** How examples are made, by the run's objective unless it is said otherwise. */
    default Learning learning(dev.cloze.objective.Objective ofRun) {
        if (this instanceof Pair pair) {
            return new Learning.Pairs(pair.inputs(), pair.targets());
        }
        if (this instanceof LmAdaptation) {
            return new Learning.LmAdaptation();
        }
        return new Learning.Denoising(this instanceof Objective own ? own.objective() : ofRun);
    }
}
