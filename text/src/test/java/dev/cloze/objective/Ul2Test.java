package dev.cloze.objective;

class Ul2Test implements ObjectiveContract {

    @Override
    public Objective objective() {
        return Ul2.paper();
    }
}
