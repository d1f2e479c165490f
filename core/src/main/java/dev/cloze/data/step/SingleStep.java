package dev.cloze.data.step;

/** A step that depends on nothing but the document. */
public sealed interface SingleStep extends DocumentStep, DocumentStep.Change
        permits CutSentences, Filter, LengthFilter, Rekey, Tagged, Template {

    @Override
    default Change begin() {
        return this;
    }
}
