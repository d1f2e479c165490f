package dev.cloze.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.adapter.inject.AdaptedWeights;
import dev.cloze.adapter.target.Ranks;
import dev.cloze.nn.OwnRows;
import dev.cloze.nn.Projection;
import dev.cloze.nn.SharedWeights;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Initialiser;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

/** What is fast over packed weights is as fast beside an adapter, wherever that changes nothing. */
class SpeedPathsTest {

    private static final Initialiser NORMAL = Initialiser.normal(1);

    /** Which of the ways to multiply {@code weights} give, by the name of what is asked for. */
    private static Map<String, String> paths(Weights weights) {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("packed", String.valueOf(weights.packed()));
        paths.put("packed below", String.valueOf(weights.at("block").packed()));
        paths.put("projection", kind(weights.projection("k", 32, 32, NORMAL)));
        paths.put("biased", kind(weights.biased("fc", 32, 32, NORMAL)));
        paths.put("transposed", kind(weights.transposed("c_proj", 32, 32, NORMAL)));
        paths.put("head", kind(weights.head("lm_head", 32, 64, NORMAL)));
        paths.put("tied head", kind(weights.head("lm_head", weights.parameter("table", NORMAL, 64, 32))));
        paths.put("exactly", kind(weights.exactly(weights.exact("router", NORMAL, 4, 32))));
        paths.put("many rows", kind(weights.forManyRows().projection("m", 32, 32, NORMAL)));
        Map<String, Initialiser> inward = new LinkedHashMap<>();
        List.of("wi_0", "wi_1").forEach(name -> inward.put(name, NORMAL));
        Optional<Projection> joint = weights.joint(inward, 32, 64);
        paths.put("joint", joint.map(SpeedPathsTest::kind).orElse("apart"));
        return paths;
    }

    private static String kind(Projection projection) {
        return projection.getClass().getSimpleName();
    }

    private static WeightStore store(WeightStore.Use use) {
        return WeightStore.initialised(
                new Seed(1), new WeightStore.Placement(Precision.FLOAT32, ComputeDevice.CPU, use));
    }

    private static Weights adapted(Weights base, String... targets) {
        Weights own = Weights.of(store(WeightStore.Use.INFERENCE));
        Lora lora = Lora.of(Ranks.of(2, 4), targets);
        return new AdaptedWeights(base, own, lora.injection(own, OwnRows.EVERY));
    }

    @Test
    void wrappers_of_packed_weights_lose_no_speed() {
        try (PointerScope scope = new PointerScope()) {
            Map<String, String> plain = paths(Weights.of(store(WeightStore.Use.PACKED)));
            assertThat(new ArrayList<>(plain.values()).subList(2, plain.size())).containsOnly("Packed");
            assertThat(plain).containsEntry("packed", "true").containsEntry("packed below", "true");
            Weights shared = new SharedWeights(Weights.of(store(WeightStore.Use.PACKED)));
            assertThat(paths(shared)).isEqualTo(plain);
            assertThat(paths(adapted(shared, "q"))).isEqualTo(plain);
            assertThat(paths(adapted(adapted(shared, "q"), "v"))).isEqualTo(plain);
        }
    }

    @Test
    void only_what_an_adapter_changes_leaves_the_fast_path() {
        try (PointerScope scope = new PointerScope()) {
            Weights shared = new SharedWeights(Weights.of(store(WeightStore.Use.PACKED)));
            Map<String, String> plain = paths(shared);
            plain.put("projection", "LoraProjection");
            plain.put("joint", "apart");
            assertThat(paths(adapted(shared, "k", "wi_1"))).isEqualTo(plain);
        }
    }
}
