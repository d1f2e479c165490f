package dev.cloze.run;

/** How long an update takes of late: a mean in which each counts for a little less than the next, so that it does not jump. */
final class Pace {

    // Some fifty updates matter.
    private static final double KEPT = 0.98;

    private double sum;
    private double weight;
    private boolean warm;

    /** After an update that took so long. The first one prepares what all others use, and counts only until the second. */
    void add(double seconds) {
        double kept = warm ? KEPT : 0;
        warm = weight > 0;
        sum = kept * sum + seconds;
        weight = kept * weight + 1;
    }

    /** What an update takes, in seconds; 0 before the first. */
    double secondsAnUpdate() {
        return weight == 0 ? 0 : sum / weight;
    }
}
