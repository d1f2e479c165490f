package dev.cloze.run;

import dev.cloze.train.StepReport;

/**
 * An update, and those since the last line of metrics.
 *
 * @param report what the update was
 * @param interval it and the updates before it since the last full interval
 * @param full whether the interval ends here
 * @param steps updates of the whole run
 * @param seconds of training in all starts, without evaluations and saving
 * @param secondsLeft what is left at the pace of late
 * @param peak operations a second that the machine is able to do
 */
public record StepSummary(
        StepReport report,
        StepInterval interval,
        boolean full,
        long steps,
        double seconds,
        double secondsLeft,
        double peak) {

    /** Updates done. */
    public long step() {
        return report.progress().steps();
    }

    /** The share of the machine's operations that the interval made use of. */
    public double utilisation() {
        return interval.utilisation(peak);
    }
}
