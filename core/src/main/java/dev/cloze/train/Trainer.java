package dev.cloze.train;

import dev.cloze.batch.Batch;
import dev.cloze.data.Feed;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.train.optimiser.GradientNorm;
import dev.cloze.train.optimiser.RunningOptimiser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The training loop: batches in, changed weights out, a {@link StepReport} after every update. Everything else, such as
 * saving and evaluating, listens. Handing back a run's weights, progress and optimiser state makes it go on to the bit.
 */
public final class Trainer implements AutoCloseable {

    private final Trainee trainee;
    private final TrainingPlan plan;
    private final Feed<Batch> batches;
    private final RunningOptimiser optimiser;
    private final StepPass pass;
    private Progress progress = Progress.START;
    private volatile boolean stopping;
    private boolean whole = true;

    /** A trainer at the beginning. */
    public Trainer(Trainee trainee, TrainingPlan plan, Feed<Batch> batches) {
        this.trainee = trainee;
        this.plan = plan;
        this.batches = batches;
        this.optimiser = plan.optimiser().over(trainee.parameters());
        this.pass = new StepPass(trainee, plan);
    }

    /** Goes on from where another trainer stopped. The feed must stand at the progress's position, the weights be as saved. */
    public void restore(Progress saved, NamedTensors optimiserState) {
        optimiser.restore(optimiserState);
        progress = saved;
    }

    /** How far it is. */
    public Progress progress() {
        return progress;
    }

    /** What the optimiser remembers, for a checkpoint; belongs to the caller's scope. */
    public Map<String, Tensor> optimiserState() {
        return optimiser.state();
    }

    /** Whether the weights and the optimiser are those of {@link #progress}: no update broke off half way. */
    public boolean isWhole() {
        return whole;
    }

    /** Ends the run after the step that is under way; may be called from another thread. */
    public void stop() {
        stopping = true;
    }

    /** Trains until the plan's last step, the end of the batches or {@link #stop}. */
    public void run(StepListener listener) {
        while (!stopping && progress.steps() < plan.steps()) {
            long start = System.nanoTime();
            List<Batch> step = next();
            if (step.isEmpty()) {
                return;
            }
            WorkMeter meter = new WorkMeter(start, System.nanoTime());
            listener.stepped(update(step, meter, listener));
        }
    }

    private List<Batch> next() {
        List<Batch> step = new ArrayList<>(plan.microBatches());
        while (step.size() < plan.microBatches() && batches.advance()) {
            step.add(batches.current());
        }
        return step;
    }

    private StepReport update(List<Batch> step, WorkMeter meter, StepListener listener) {
        double rate = plan.schedule().at(progress.steps(), plan.steps());
        StepPass.Result result = pass.backward(step, progress.steps());
        double norm = GradientNorm.of(trainee.parameters());
        if (!Double.isFinite(result.loss().loss() + norm)) {
            throw giveUp(new Divergence(progress, rate, result.loss().loss(), norm), listener);
        }
        whole = false;
        optimiser.step(rate, plan.clipping().factor(norm) * plan.optimiser().clip(norm));
        trainee.parameters().zeroGradients();
        StepReport.Work work = meter.read(step, trainee.flops());
        progress = new Progress(
                progress.steps() + 1,
                progress.sourceTokens() + work.sourceTokens(),
                progress.targetTokens() + work.targetTokens(),
                batches.position());
        whole = true;
        return new StepReport(progress, rate, norm, result.loss(), result.auxiliary(), result.byLabel(), work);
    }

    private Divergence.Stop giveUp(Divergence divergence, StepListener listener) {
        trainee.parameters().zeroGradients();
        listener.diverged(divergence);
        return new Divergence.Stop(divergence);
    }

    /** Releases the optimiser's memory and the loss's buffers; the model and the feed are the caller's. */
    @Override
    public void close() {
        optimiser.close();
        pass.close();
    }
}
