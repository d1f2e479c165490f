package dev.cloze.data.step;

/** A step that depends on nothing but the document. */
public sealed interface SingleStep extends DocumentStep, DocumentStep.Change
        permits Rekey, Template, Filter, FilterLength, CutSentences, Language {

    @Override
    default Change begin() {
        return this;
    }
}
