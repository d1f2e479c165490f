package dev.cloze.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.model.config.ModelConfig;
import org.junit.jupiter.api.Test;

class NetworksTest {

    @Test
    void every_shape_has_a_network() {
        assertThat(ModelConfig.class.getPermittedSubclasses()).isNotEmpty().allMatch(Networks::know);
    }
}
