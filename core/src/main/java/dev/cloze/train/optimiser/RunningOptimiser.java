package dev.cloze.train.optimiser;

import dev.cloze.Refusal;
import dev.cloze.tensor.NamedTensors;
import dev.cloze.tensor.Parameter;
import dev.cloze.tensor.Parameters;
import dev.cloze.tensor.Scopes;
import dev.cloze.tensor.Tensors;
import dev.cloze.train.memory.Buffer;
import dev.cloze.train.memory.Scratch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** An optimiser at work on a model's weights: their moments and step counts. Weights without a gradient are left alone. */
public final class RunningOptimiser implements AutoCloseable {

    private static final String STEPS = "step";

    private final Optimiser optimiser;
    private final Parameters parameters;
    private final Map<String, Memory> memories = new LinkedHashMap<>();
    private final Scratch scratch = new Scratch();

    RunningOptimiser(Optimiser optimiser, Parameters parameters) {
        this.optimiser = optimiser;
        this.parameters = parameters;
        Scopes.withoutGradient(() -> parameters.all().stream()
                .filter(Parameter::trained)
                .forEach(p -> memories.put(
                        p.name(), new Memory(optimiser.memory(p.master().shape()), p.master()))));
    }

    private static final class Memory {
        private final SortedMap<String, Tensor> slots = new TreeMap<>();
        private long steps;

        Memory(SortedMap<String, long[]> shapes, Tensor weight) {
            shapes.forEach((slot, shape) -> {
                Tensor zeros = Buffer.of(weight, ScalarType.Float, shape);
                zeros.zero_();
                slots.put(slot, zeros);
            });
        }
    }

    /** The numbers it works with. */
    public Optimiser optimiser() {
        return optimiser;
    }

    /** Changes every weight that has a gradient, the gradients multiplied by {@code scale}. */
    public void step(double learningRate, double scale) {
        Scopes.withoutGradient(() -> memories.forEach((name, memory) -> {
            try (PointerScope scope = new PointerScope()) {
                Parameter parameter = parameters.at(name);
                parameter.gradient().ifPresent(raw -> {
                    memory.steps++;
                    optimiser.update(new WeightUpdate(
                            name,
                            parameter.master(),
                            parameter.compute(),
                            new Gradient(raw, scale, scratch),
                            memory.slots,
                            new WeightUpdate.Clock(learningRate, memory.steps)));
                });
            }
        }));
    }

    /**
     * All that it remembers, for a checkpoint: {@code <weight>.<slot>}, and {@code <weight>.step} as int64. The tensors are
     * its own, except the step counts, which belong to the caller's scope.
     */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        memories.forEach((name, memory) -> {
            memory.slots.forEach((slot, tensor) -> state.put(name + "." + slot, tensor));
            state.put(name + "." + STEPS, Tensors.of(new long[] {memory.steps}, 1));
        });
        return state;
    }

    /** Goes on from what {@link #state} once gave. */
    public void restore(NamedTensors saved) {
        Scopes.withoutGradient(() -> memories.forEach((name, memory) -> {
            memory.slots.forEach((slot, tensor) -> tensor.copy_(read(saved, name + "." + slot, tensor.shape())));
            memory.steps = Tensors.longs(read(saved, name + "." + STEPS, new long[] {1}))[0];
        }));
    }

    private static Tensor read(NamedTensors saved, String name, long[] shape) {
        if (!saved.contains(name)) {
            throw Refusal.at(name, "the optimiser's state lacks it; was it saved by another optimiser?");
        }
        long[] found = saved.shape(name);
        if (!Arrays.equals(found, shape)) {
            throw Refusal.at(
                    name, "the optimiser needs %s, the file has %s", Arrays.toString(shape), Arrays.toString(found));
        }
        return saved.read(name);
    }

    /** Releases its memory. */
    @Override
    public void close() {
        memories.values().forEach(memory -> memory.slots.values().forEach(Tensor::close));
        scratch.close();
    }
}
