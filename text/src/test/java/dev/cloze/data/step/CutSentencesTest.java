package dev.cloze.data.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.data.Document;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutSentencesTest {

    @ParameterizedTest
    @CsvSource({
        "我们走。他们来！好吗？是?对, 我们走。|他们来！|好吗？|是?|对",
        "“好！”她说。“走吧。”，他说, “好！”|她说。|“走吧。”，他说",
        "等等...走了…来了……好, 等等...|走了…|来了…|…好",
        "“真的…”他问, “真的…”他问",
        "什么？！真的。。。, 什么？|！真的。|。。",
        "分号；不断, 分号；不断",
    })
    void sentences_end_as_in_the_reference(String text, String sentences) {
        assertThat(CutSentences.sentences(text)).isEqualTo(List.of(sentences.split("\\|")));
    }

    @Test
    void marks_stand_where_no_mark_of_the_text_does() {
        Document document = new Document("他来了…我走了。“好！”她说\n\n再见", "zh", "s", Map.of());
        assertThat(new CutSentences("text", "[SEP]")
                        .apply(document)
                        .orElseThrow()
                        .text())
                .isEqualTo("他来了…[SEP]我走了。“好！”[SEP]她说[SEP]再见");
    }
}
