package dev.cloze.adapter;

import dev.cloze.tensor.NamedTensors;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;

/**
 * The factors of (IA)³ multiplied into the rows or columns of matrices, and into biases (Liu et al. 2022, §3.3).
 *
 * @param ia3 the adapter
 */
record Ia3Merge(Ia3 ia3) implements WeightMerge {

    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    @Override
    public Set<String> changed(NamedTensors own) {
        Set<String> changed = new TreeSet<>();
        for (String name : own.names()) {
            if (name.endsWith("." + Ia3.FACTORS)) {
                changed.add(path(name) + WEIGHT);
            }
        }
        return changed;
    }

    @Override
    public Set<String> changedIfThere(NamedTensors own) {
        Set<String> changed = new TreeSet<>();
        for (String name : own.names()) {
            if (name.endsWith("." + Ia3.FACTORS) && !ia3.reads(path(name))) {
                changed.add(path(name) + BIAS);
            }
        }
        return changed;
    }

    private static String path(String name) {
        return name.substring(0, name.length() - Ia3.FACTORS.length() - 1);
    }

    @Override
    public Tensor merged(String name, Tensor weight, NamedTensors own) {
        boolean bias = name.endsWith(BIAS);
        String path = name.substring(0, name.length() - (bias ? BIAS : WEIGHT).length());
        Tensor factors = LoraMerge.read(own, path + "." + Ia3.FACTORS).view(-1);
        boolean last = bias || ia3.reads(path) != ia3.transposed();
        long size = last ? weight.size(-1) : weight.size(0);
        LoraMerge.require(factors.shape(), new long[] {size}, path + "." + Ia3.FACTORS);
        return weight.mul(last ? factors : factors.unsqueeze(1));
    }
}
