package dev.cloze.train;

import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.nn.Dropout;
import dev.cloze.nn.ForwardPass;
import dev.cloze.objective.Example;
import dev.cloze.train.loss.BatchLoss;
import dev.cloze.train.loss.Criterion;
import dev.cloze.train.loss.LossHead;
import dev.cloze.train.loss.LossSums;
import dev.cloze.train.loss.LossTargets;
import dev.cloze.train.loss.Normaliser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Forward and backward over the micro-batches of one step; their gradients add up in the parameters. */
final class StepPass implements AutoCloseable {

    private final Trainee trainee;
    private final Criterion criterion;
    private final double dropoutRate;
    private final Seed seed;

    StepPass(Trainee trainee, TrainingPlan plan) {
        this.trainee = trainee;
        this.criterion = new Criterion(plan.loss());
        this.dropoutRate = plan.dropoutRate();
        this.seed = plan.seed().split("dropout");
    }

    /**
     * What a step lost.
     *
     * @param loss all of it
     * @param auxiliary losses beside the cross entropy, by name
     * @param byLabel what the examples of each label lost
     */
    record Result(LossSums loss, Map<String, Double> auxiliary, Map<Example.Label, LossSums> byLabel) {}

    Result backward(List<Batch> step, long index) {
        List<LossTargets> targets =
                step.stream().map(batch -> LossTargets.of(batch.decoder())).toList();
        Normaliser.StepTotals totals = new Normaliser.StepTotals(
                step.size(), targets.stream().mapToLong(LossTargets::count).sum());
        LossSums sums = LossSums.NONE;
        Map<String, Double> auxiliary = new LinkedHashMap<>();
        Map<Example.Label, LossSums> byLabel = new LinkedHashMap<>();
        for (int i = 0; i < step.size(); i++) {
            Dropout dropout = new Dropout(seed.at(index).at(i), dropoutRate);
            BatchLoss loss = backward(step.get(i), targets.get(i), totals, dropout, auxiliary);
            sums = sums.plus(loss.sums());
            loss.byLabel(step.get(i)).forEach((label, part) -> byLabel.merge(label, part, LossSums::plus));
        }
        double added =
                auxiliary.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Result(sums.plus(new LossSums(added, 0, 0, 0)), auxiliary, byLabel);
    }

    private BatchLoss backward(
            Batch batch,
            LossTargets targets,
            Normaliser.StepTotals totals,
            Dropout dropout,
            Map<String, Double> auxiliary) {
        try (PointerScope scope = new PointerScope()) {
            ForwardPass pass = ForwardPass.training(dropout); // what it gathers goes with this scope
            Tensor hidden = trainee.model().hidden(batch, trainee.device(), pass);
            LossHead head = LossHead.of(trainee.model());
            Optional<LossHead> cut = head.cut();
            Criterion.Backward loss = criterion.backward(hidden, cut.orElse(head), targets, totals);
            TensorVector roots = new TensorVector(hidden);
            TensorVector gradients = new TensorVector(loss.gradient());
            cut.ifPresent(leaf -> {
                roots.push_back(head.weight());
                gradients.push_back(leaf.weight().grad());
            });
            double share = 1.0 / totals.microBatches();
            for (ForwardPass.AuxiliaryLoss more : pass.losses()) {
                roots.push_back(more.value());
                gradients.push_back(torch.full_like(more.value(), new Scalar(share)));
                auxiliary.merge(more.name(), more.value().item_double() * share, Double::sum);
            }
            torch.backward(roots, gradients, new BoolOptional(), false, new TensorVector());
            if (totals.microBatches() > 1) {
                trainee.parameters().accumulateGradients();
            }
            return loss.loss();
        }
    }

    @Override
    public void close() {
        criterion.close();
    }
}
