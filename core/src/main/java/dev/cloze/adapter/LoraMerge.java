package dev.cloze.adapter;

import dev.cloze.Refusal;
import dev.cloze.adapter.inject.LowRankUpdate;
import dev.cloze.tensor.NamedTensors;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * {@code W + s · B A} (Hu et al. 2021, §4.1), for DoRA with its rows' lengths set to the learned ones.
 *
 * @param lora the adapter
 */
record LoraMerge(Lora lora) implements WeightMerge {

    private static final String WEIGHT = ".weight";
    private static final Pattern GPT2 = Pattern.compile("(.*\\.)?h\\.\\d+\\.(attn|mlp)\\.c_(attn|proj|fc)");

    @Override
    public Set<String> changed(NamedTensors own) {
        Set<String> changed = new TreeSet<>();
        for (String name : own.names()) {
            if (name.endsWith("." + Lora.DOWN)) {
                changed.add(name.substring(0, name.length() - Lora.DOWN.length() - 1) + WEIGHT);
            }
        }
        return changed;
    }

    @Override
    public Tensor merged(String name, Tensor weight, NamedTensors own) {
        String path = name.substring(0, name.length() - WEIGHT.length());
        LowRankUpdate update = new LowRankUpdate(
                read(own, path + "." + Lora.DOWN),
                read(own, path + "." + Lora.UP),
                lora.ranks().scale(path));
        boolean turned = turned(path, weight, update);
        Tensor sum = update.plus(turned ? weight.t() : weight); // [out, in]
        if (lora.dora()) {
            Tensor length = read(own, path + "." + Lora.LENGTH); // [out]
            require(length.shape(), new long[] {sum.size(0)}, path + "." + Lora.LENGTH);
            sum.mul_(length.div(LowRankUpdate.lengths(sum)).unsqueeze(1));
        }
        return turned ? sum.t().contiguous() : sum;
    }

    // GPT-2's matrices lie the other way round; a square one does not show it, its name does, whatever fan_in_fan_out
    // says.
    private boolean turned(String path, Tensor weight, LowRankUpdate update) {
        int rank = lora.ranks().rank(path);
        require(
                new long[] {update.down().dim(), update.up().dim()},
                new long[] {2, 2},
                path + ": axes of lora_A, lora_B");
        require(
                new long[] {update.down().size(0), update.up().size(1)},
                new long[] {rank, rank},
                path + ": ranks of lora_A, lora_B");
        long[] plain = {update.up().size(0), update.down().size(1)};
        long[] other = {plain[1], plain[0]};
        boolean both = plain[0] == plain[1];
        if (Arrays.equals(weight.shape(), other)
                && (lora.transposed() || !both || GPT2.matcher(path).matches())) {
            return true;
        }
        require(plain, weight.shape(), path + ": shape of lora_B · lora_A and of the model's weight");
        return false;
    }

    static void require(long[] found, long[] needed, String place) {
        if (!Arrays.equals(found, needed)) {
            throw Refusal.at(
                    place,
                    "the adapter was made for another model: got %s, the model needs %s",
                    Arrays.toString(found),
                    Arrays.toString(needed));
        }
    }

    static Tensor read(NamedTensors own, String name) {
        if (!own.contains(name)) {
            throw Refusal.at(name, "is missing from the adapter");
        }
        return own.read(name).to(ScalarType.Float);
    }
}
