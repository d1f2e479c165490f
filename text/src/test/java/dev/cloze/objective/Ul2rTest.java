package dev.cloze.objective;

class Ul2rTest implements ObjectiveContract {

    @Override
    public Objective objective() {
        return new Ul2r(ModeTokens.RELEASED);
    }
}
