package dev.cloze.app.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentTest {

    private static final Tokenizer BYTES = ByteTokenizer.of();

    @Test
    void sentinels_modes_and_the_end_stand_for_themselves() {
        int gap = BYTES.vocabulary().sentinels().id(2);
        Tokens tokens = BYTES.encode("[NLU]ein ")
                .append(gap)
                .concat(BYTES.encode(" Text"))
                .append(1);
        assertThat(Fragment.of(tokens, BYTES, List.of("[NLU]")))
                .containsExactly(
                        new Fragment(Fragment.Kind.MODE, "[NLU]", 0),
                        new Fragment(Fragment.Kind.TEXT, "ein ", 0),
                        new Fragment(Fragment.Kind.SENTINEL, "<extra_id_2>", 2),
                        new Fragment(Fragment.Kind.TEXT, " Text", 0),
                        new Fragment(Fragment.Kind.END, "", 0));
    }

    @Test
    void text_without_marks_is_one_fragment() {
        assertThat(Fragment.of(BYTES.encode("ä[NLU]"), BYTES, List.of("[NLU]")))
                .containsExactly(new Fragment(Fragment.Kind.TEXT, "ä[NLU]", 0));
    }
}
