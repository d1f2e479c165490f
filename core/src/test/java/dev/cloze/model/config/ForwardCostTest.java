package dev.cloze.model.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.nn.Activation;
import dev.cloze.nn.Capacity;
import dev.cloze.nn.Experts;
import org.junit.jupiter.api.Test;

class ForwardCostTest {

    @Test
    void a_decoder_alone_reads_and_writes_with_the_same_blocks() {
        // Two tokens through 4·2² + 2·2·3 weights, one row of 5 logits, attention over two places, half of it hidden.
        assertThat(ForwardCost.decoderOnly(new BertConfig.Shape(2, 3, 1, 1), 5, 1, 1))
                .isEqualTo(2 * 2 * (16 + 12) + 2 * 2 * 5 + 2 * 2 * 4);
    }

    @Test
    void an_encoder_and_a_decoder_meet_in_the_cross_attention() {
        BartConfig config = new BartConfig(
                new Vocab(5, new T5Config.Ids(0, 1, 0)),
                BartConfig.Shape.of(2, new BartConfig.Stack(1, 1, 3), new BartConfig.Stack(1, 1, 3)),
                8,
                Activation.GELU,
                false,
                0.02,
                0,
                true);
        double encoder = 2 * (4 * 4 + 12) + 4 * 2;
        double decoder = 2 * (4 * 4 + 12) + 2 * 2 * 5 + 2 * 2;
        double cross = 2 * 4 * 4 + 4 * 2;
        assertThat(config.forwardFlops(1, 1)).isEqualTo(encoder + decoder + cross);
    }

    @Test
    void a_switch_costs_what_its_t5_does() {
        T5Config t5 = T5Config.v11Small();
        SwitchConfig sparse = new SwitchConfig(
                t5,
                new SwitchConfig.SparseLayers(4, 4, SwitchConfig.Layout.LAST_OF_GROUP),
                new Experts.Routing(64, Capacity.DROPLESS, Capacity.DROPLESS, 0),
                new SwitchConfig.RouterLosses(0, 0, false));
        assertThat(sparse.forwardFlops(128, 32)).isEqualTo(t5.forwardFlops(128, 32));
    }
}
