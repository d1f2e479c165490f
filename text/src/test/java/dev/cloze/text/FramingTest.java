package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.objective.Denoiser;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.TextInfilling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands around the texts of a model, whatever files say so. */
class FramingTest {

    private static final int BEGIN = 0;
    private static final int END = 2;

    @TempDir
    private Path folder;

    private Tokenizer bart() throws IOException {
        Files.writeString(
                folder.resolve("vocab.json"),
                "{\"<s>\": 0, \"<pad>\": 1, \"</s>\": 2, \"<unk>\": 3, \"a\": 4, \"b\": 5, \"<mask>\": 6}");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n");
        return Tokenizers.load(folder);
    }

    @Test
    void bart_s_texts_stand_between_begin_and_end() throws IOException {
        Tokenizer bart = bart();
        Framing framing = bart.framing();
        assertThat(framing.around(bart.encode("ab")).toArray()).containsExactly(BEGIN, 4, 5, END);
        assertThat(framing.ofTargets(END)).isEqualTo(framing);
        assertThat(framing.ended(END)).isEqualTo(framing);
    }

    @Test
    void what_is_too_long_loses_text_and_keeps_its_frame() throws IOException {
        Framing framing = bart().framing();
        assertThat(framing.around(Tokens.of(4, 5, 4, 5), 4).toArray()).containsExactly(BEGIN, 4, 5, END);
        assertThat(framing.around(Tokens.of(4, 5), 4).toArray()).containsExactly(BEGIN, 4, 5, END);
        assertThat(framing.around(Tokens.of(4), 1).toArray()).containsExactly(BEGIN, END);
    }

    @Test
    void a_vocabulary_without_a_frame_ends_only_what_is_written() {
        assertThat(Framing.NONE.around(Tokens.of(7)).toArray()).containsExactly(7);
        assertThat(Framing.NONE.ofTargets(9).around(Tokens.of(7)).toArray()).containsExactly(7, 9);
        Framing begins = new Framing(Tokens.of(8), Tokens.EMPTY);
        assertThat(begins.around(Tokens.of(7)).toArray()).containsExactly(8, 7);
        assertThat(begins.ofTargets(9).around(Tokens.of(7)).toArray()).containsExactly(7, 9);
    }

    @Test
    void bytes_and_pieces_have_an_end() {
        assertThat(ByteTokenizer.of().framing()).isEqualTo(Framing.ending(1));
    }

    @Test
    void bart_s_own_noise_keeps_the_frame() throws IOException {
        Tokenizer bart = bart();
        Denoisers denoisers = TextInfilling.bart().prepare(bart, new Lengths(16, 16));
        Denoiser denoiser = denoisers.draw(new Seed(3));
        Example example = denoiser.apply(bart.encode("ababababab"), "en", new Seed(4));
        assertThat(example.targets()).isEqualTo(bart.framing().around(bart.encode("ababababab")));
        assertThat(example.inputs().at(0)).isEqualTo(BEGIN);
        assertThat(example.inputs().at(example.inputs().size() - 1)).isEqualTo(END);
        assertThat(denoiser.tokensLength()).isEqualTo(14);
    }
}
