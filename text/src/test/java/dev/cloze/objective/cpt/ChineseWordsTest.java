package dev.cloze.objective.cpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChineseWordsTest {

    private static final ChineseWords WORDS = ChineseWords.load();

    /** What jieba 0.42.1 made with the same dictionary. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "他/来到/了/网易/杭研/大厦",
                "小明/硕士/毕业/于/中国科学院/计算所",
                "研究/生命/起源",
                "乒乓球/拍卖/完/了",
                "永和/服装/饰品/有限公司",
                "[/UNK/]/人工智能/技术/2020/年/发布/##/ing/模型",
                "我们/喜欢/北京/天安门/。/[/SEP/]/今天天气/很/好/！",
                "結婚/的/和/尚未/結婚/的",
                "Ａ/Ｂ/Ｃ",
                "3.5/元/-/abc/ /100%"
            })
    void words_are_those_of_jieba(String words) {
        assertThat(WORDS.apply(words.replace("/", ""))).containsExactly(words.split("/"));
    }

    @Test
    void characters_beyond_the_first_plane_stay_whole() {
        assertThat(WORDS.apply("好𠮷😀\r\n")).containsExactly("好", "𠮷", "😀", "\r", "\n");
    }

    @Test
    void words_of_a_sample_of_chinese_text_may_be_masked() {
        CptWords words = CptWords.of(List.of("[CLS]", "北", "京", "的", "python", "##3", "！", "[SEP]"), WORDS);

        assertThat(words.candidates()).containsExactly(1, 3);
        assertThat(words.all()).containsExactly(1, 3, 4, 5, 6);
    }
}
