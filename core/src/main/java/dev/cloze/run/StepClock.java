package dev.cloze.run;

import dev.cloze.train.StepReport;

/** Adds updates up to intervals, and their time to that of the run. */
final class StepClock {

    private final TrainingSteps plan;
    private final double peak;
    private double seconds;
    private final Pace pace = new Pace();
    private StepInterval interval = StepInterval.NONE;

    /**
     * A clock of a run.
     *
     * @param peak operations a second that the machine is able to do
     * @param seconds of training before
     */
    StepClock(TrainingSteps plan, double peak, double seconds) {
        this.plan = plan;
        this.peak = peak;
        this.seconds = seconds;
    }

    /** Seconds of training until now, without evaluations and saving. */
    double seconds() {
        return seconds;
    }

    StepSummary add(StepReport report) {
        seconds += report.work().seconds();
        pace.add(report.work().seconds());
        interval = interval.plus(report);
        long step = report.progress().steps();
        boolean full = step % plan.logEvery() == 0 || step == plan.steps();
        StepSummary summary = new StepSummary(
                report, interval, full, plan.steps(), seconds, (plan.steps() - step) * pace.secondsAnUpdate(), peak);
        interval = full ? StepInterval.NONE : interval;
        return summary;
    }
}
