package dev.cloze.app.config;

import dev.cloze.Doc;
import dev.cloze.app.config.bind.Amount;
import dev.cloze.app.config.model.AdapterChoice;
import dev.cloze.app.config.model.TokenizerChoice;
import dev.cloze.app.config.train.Batching;
import dev.cloze.app.config.train.Checkpointing;
import dev.cloze.app.config.train.DeviceChoice;
import dev.cloze.app.config.train.Evaluating;
import dev.cloze.app.config.train.PrecisionChoice;
import dev.cloze.app.config.train.Training;
import dev.cloze.batch.load.BatchOrder;
import dev.cloze.model.config.InitialModel;
import dev.cloze.objective.Objective;
import dev.cloze.task.Data;
import dev.cloze.train.optimiser.Optimiser;
import dev.cloze.train.optimiser.Schedule;

/** All that a run file says, one component a key; {@code defaults.conf} holds what a file may leave open. */
public record Run(
        @Doc("The network: its shape, or the folder of a model to go on from.")
        InitialModel model,

        @Doc("What is learnt beside a model that stays as it is; needs model.type = folder.")
        AdapterChoice adapter,

        @Doc("How text becomes tokens.") TokenizerChoice tokenizer,
        @Doc("The text to learn from.") Data data,
        @Doc("What is learnt from the text.") Objective objective,
        @Doc("How examples are put together for one step.") Batching batch,

        @Doc("Whose order and noise batches have: one's own, or those of a reference, number for number.")
        BatchOrder compat,

        @Doc("How gradients change the weights.") Optimiser optimiser,
        @Doc("The learning rate of every step.") Schedule schedule,
        @Doc("The length and the loss of the training.") Training train,
        @Doc("What is kept to go on from.") Checkpointing checkpoint,

        @Doc("What is measured on held-out text while training.")
        Evaluating evaluate,

        @Doc("Where to compute: auto takes a GPU if the build and the machine have one.")
        DeviceChoice device,

        @Doc("The numbers to compute in: auto takes bfloat16 where the processor has it. Weights are kept in float32.")
        PrecisionChoice precision,

        @Doc("Processor threads; auto takes the physical cores.")
        Amount threads) {}
