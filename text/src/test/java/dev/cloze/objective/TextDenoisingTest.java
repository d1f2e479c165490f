package dev.cloze.objective;

class TextDenoisingTest implements ObjectiveContract {

    @Override
    public Objective objective() {
        return new TextDenoising();
    }
}
