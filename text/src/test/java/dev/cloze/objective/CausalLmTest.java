package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.text.Tokens;
import org.junit.jupiter.api.Test;

class CausalLmTest implements ObjectiveContract {

    @Override
    public Objective objective() {
        return new CausalLm();
    }

    @Test
    void all_is_written_and_only_an_end_is_read() {
        Denoisers denoisers = objective().prepare(Wordless.setting(64, 5));
        Example example = denoisers.all().get(0).apply(Tokens.of(10, 11, 1, 12, 13), "und", new Seed(0));
        assertThat(example.inputs()).isEqualTo(Tokens.of(1));
        assertThat(example.targets()).isEqualTo(Tokens.of(10, 11, 1, 12, 13));
        assertThat(denoisers.separateDocuments()).isTrue();
    }
}
