package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import org.junit.jupiter.api.Test;

class TextStreamTest {

    private static final Tokenizer BYTES = ByteTokenizer.of();

    @Test
    void a_character_waits_for_its_last_byte() {
        TextStream stream = new TextStream(BYTES);
        Tokens emoji = BYTES.encode("🙂");
        assertThat(emoji.size()).isEqualTo(4);
        assertThat(stream.add(emoji.at(0))).isEmpty();
        assertThat(stream.add(emoji.at(1))).isEmpty();
        assertThat(stream.add(emoji.at(2))).isEmpty();
        assertThat(stream.add(emoji.at(3))).isEqualTo("🙂");
        assertThat(stream.end()).isEmpty();
    }

    @Test
    void pieces_make_the_whole() {
        String text = "Grüße, 世界! ✓ a\nb";
        TextStream stream = new TextStream(BYTES);
        StringBuilder told = new StringBuilder();
        BYTES.encode(text).stream().forEach(id -> told.append(stream.add(id)));
        assertThat(told.append(stream.end()).toString()).isEqualTo(text);
    }

    @Test
    void an_unfinished_character_is_never_told_in_part() {
        TextStream stream = new TextStream(BYTES);
        Tokens euro = BYTES.encode("€");
        assertThat(stream.add(euro.at(0)) + stream.add(euro.at(1)) + stream.end())
                .doesNotContain("\uFFFD");
    }
}
