package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.train.optimiser.AdafactorT5x;
import dev.cloze.train.optimiser.Optimiser;
import dev.cloze.train.optimiser.Schedule;

/** How weights follow what is learnt, and for how long. */
public record Optimisation(
        @Doc("How gradients change the weights.") Optimiser optimiser,
        @Doc("The learning rate of every step.") Schedule schedule,

        @Doc(value = "The length and the loss of the training.", name = "train")
        TrainingSteps steps) {

    /** As T5 was pre-trained: Adafactor and an inverse square root. */
    public static Optimisation t5(long steps) {
        return new Optimisation(
                AdafactorT5x.DEFAULT, new Schedule.InverseSquareRoot(1e-2, 1000, 0), TrainingSteps.of(steps));
    }
}
