package dev.cloze.generate.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.generate.Generator;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GapFillerTest {

    private PointerScope scope;
    private Generator generator;

    @BeforeEach
    void open() {
        scope = new PointerScope();
        T5Config config = T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 2, 2)).withVocab(384);
        WeightStore store = WeightStore.initialised(new Seed(11), Precision.FLOAT32);
        T5 model = T5.build(config, Weights.of(store));
        generator = new Generator(model, config.ids(), Optional.of(ByteTokenizer.of()), ComputeDevice.CPU);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void gaps_come_back_filled() {
        GapFiller filler = new GapFiller(generator, ByteTokenizer.of());
        FilledText filled = filler.fill("A <extra_id_0> walks into <extra_id_1>.");
        assertThat(filled.gaps()).hasSize(2);
        assertThat(filled.text()).startsWith("A ").endsWith(".").doesNotContain("extra_id_0");
        List<FilledText> several = filler.fill(
                        List.of("A <extra_id_0>."),
                        GenerationOptions.greedy(10)
                                .with(new Decoding.BeamSearch(4, 1, Decoding.EarlyStopping.UNLIKELY))
                                .withCandidates(4))
                .get(0);
        assertThat(several).hasSize(4);
        assertThat(several).extracting(FilledText::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void a_gap_is_never_left_empty() {
        GapFiller filler = new GapFiller(generator, ByteTokenizer.of());
        Sentinels sentinels = ByteTokenizer.of().vocabulary().sentinels();
        GenerationRequest request =
                filler.request(GappedText.parse("A <extra_id_0> b <extra_id_0>."), GenerationOptions.greedy(9));
        assertThat(request.options().rules().badWords().all())
                .contains(
                        Tokens.of(sentinels.id(0), sentinels.id(1)),
                        Tokens.of(sentinels.id(1), sentinels.id(2)),
                        Tokens.of(
                                sentinels.id(1), ByteTokenizer.of().vocabulary().eosId()));
    }
}
