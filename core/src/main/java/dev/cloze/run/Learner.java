package dev.cloze.run;

import dev.cloze.Doc;
import dev.cloze.adapter.InitialAdapter;
import dev.cloze.model.config.InitialModel;
import dev.cloze.text.TokenizerSource;

/** What learns. */
public record Learner(
        @Doc("The network: its shape, or the folder of a model to go on from.")
        InitialModel model,

        @Doc("What is learnt beside a model that stays as it is; needs model.type = folder.")
        InitialAdapter adapter,

        @Doc("How text becomes tokens.") TokenizerSource tokenizer) {}
