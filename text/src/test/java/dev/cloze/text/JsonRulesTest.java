package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tokenizer.json that breaks a rule is refused in one line, before the native library sees it. */
class JsonRulesTest {

    private static final String PAIRS =
            "'model': {'type': 'BPE', 'vocab': {'a': 0, 'b': 1, 'ab': 2}, 'merges': [['a', 'b']]}";
    private static final String PIECES =
            "'model': {'type': 'Unigram', 'unk_id': 0, 'vocab': [['<unk>', 0], ['a', -1]]}";

    @TempDir
    private Path folder;

    private Tokenizer load(String json) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json.replace('\'', '"'));
        return Tokenizers.load(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'model': {'type': 'Magic', 'vocab': {'a': 0}} | model must be one of",
                "'model': {'type': 'BPE', 'vocab': {'a': -1}, 'merges': []} | the id of token a must be in [0,",
                "'model': {'type': 'BPE', 'vocab': {'a': 99999999}, 'merges': []} | the id of token a must be in [0,",
                "'model': {'type': 'BPE', 'vocab': {'a': 1, 'b': 1}, 'merges': []} | id 1 has two tokens",
                "'model': {'type': 'BPE', 'vocab': {'a': 'x'}, 'merges': []} | the id of token a must be in",
                "'model': {'type': 'BPE', 'vocab': {'a': 0}, 'merges': [['a', 'z']]} | lacks a part of the merge",
                "'model': {'type': 'BPE', 'vocab': {'a': 0}, 'merges': ['a']} | a merge needs two tokens",
                "'model': {'type': 'BPE', 'vocab': {'a': 0}, 'merges': [], 'dropout': 0.5} | dropout must be null",
                "'model': {'type': 'BPE', 'vocab': {'a': 0}, 'continuing_subword_prefix': '##', 'merges': [['a', 'a']]}"
                        + " | must begin with ##",
                "'model': {'type': 'WordPiece', 'unk_token': '?', 'vocab': {'a': 0}} | needs the unk_token ?",
                "'model': {'type': 'WordPiece', 'unk_token': 'a', 'vocab': {'a': 0}, 'max_input_chars_per_word': 9999999}"
                        + " | max_input_chars_per_word must be in",
                "'model': {'type': 'Unigram', 'unk_id': 5, 'vocab': [['a', 0]]} | unk_id must be in [0, 1), got 5",
                "'model': {'type': 'Unigram', 'unk_id': 0, 'vocab': [['a', 1e999]]} | needs a token and a score",
                "'model': {'type': 'Unigram', 'unk_id': 0, 'vocab': [['', 0]]} | must not be empty"
            })
    void a_model_that_breaks_a_rule_is_refused(String model, String rule) {
        assertThatThrownBy(() -> load("{" + model + "}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'normalizer': {'type': 'Magic'} | normalizer must be one of",
                "'normalizer': {'type': 'Replace', 'pattern': {'Regex': '(a+)+b'}, 'content': ''} | must not be repeated",
                "'normalizer': {'type': 'Replace', 'pattern': {'Regex': '(ab){2,}'}, 'content': ''} | must not be repeated",
                "'normalizer': {'type': 'Replace', 'pattern': {'String': ''}, 'content': 'x'} | must not be empty",
                "'normalizer': {'type': 'Precompiled', 'precompiled_charsmap': '////'} | character map",
                "'normalizer': {'type': 'Precompiled', 'precompiled_charsmap': '!'} | must be base64",
                "'normalizer': {'type': 'Precompiled', 'precompiled_charsmap': 'BAAAAAD8//8='} | outside the trie",
                "'pre_tokenizer': {'type': 'FixedLength', 'length': 0} | length must be a whole number above 0",
                "'post_processor': {'type': 'TemplateProcessing', 'single': [{'Sequence': {'id': 'A'}}, "
                        + "{'SpecialToken': {'id': 'x'}}], 'pair': [], 'special_tokens': {}} | special_tokens lacks",
                "'post_processor': {'type': 'TemplateProcessing', 'single': [], 'pair': [], 'special_tokens': {}}"
                        + " | must have the sequence A once",
                "'post_processor': {'type': 'TemplateProcessing', 'single': [], 'pair': [], 'special_tokens': "
                        + "{'x': {'id': 'x', 'ids': [], 'tokens': []}}} | as many ids as tokens",
                "'post_processor': {'type': 'BertProcessing', 'sep': ['a'], 'cls': ['a', 0]} | sep must be a token",
                "'post_processor': {'type': 'BertProcessing', 'sep': ['a', 7], 'cls': ['a', 0]}"
                        + " | an id of post_processor must be in [0, 3), got 7",
                "'added_tokens': [{'id': 9, 'content': 'new'}] | must have the next id, 3, got 9",
                "'added_tokens': [{'id': 3}] | needs its content",
                "'added_tokens': [{'id': 3, 'content': 'new', 'special': 'yes'}] | must be true or false"
            })
    void a_part_that_breaks_a_rule_is_refused(String part, String rule) {
        assertThatThrownBy(() -> load("{" + PAIRS + ", " + part + "}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining(rule);
    }

    @Test
    void parts_that_make_more_and_more_of_a_text_are_refused() {
        String replace = "{'type': 'Replace', 'pattern': {'String': 'a'}, 'content': '" + "a".repeat(100) + "'}";
        String all = "{'type': 'Sequence', 'normalizers': [" + (replace + ",").repeat(2) + replace + "]}";
        assertThatThrownBy(() -> load("{" + PIECES + ", 'normalizer': " + all + "}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("times as long");
    }

    @Test
    void too_many_parts_are_refused() {
        String all = "{'type': 'Sequence', 'normalizers': [" + "{'type': 'NFC'},".repeat(99) + "{'type': 'NFC'}]}";
        assertThatThrownBy(() -> load("{" + PIECES + ", 'normalizer': " + all + "}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at most 64 parts");
    }

    @Test
    void cutting_and_padding_of_the_file_do_not_count() throws IOException {
        String odd = "'truncation': {'direction': 'Right', 'max_length': 2, 'strategy': 'LongestFirst', 'stride': 0}, "
                + "'padding': {'strategy': {'Fixed': 9}, 'direction': 'Right', 'pad_to_multiple_of': null, 'pad_id': 0, "
                + "'pad_type_id': 0, 'pad_token': 'a'}";
        Tokenizer tokenizer = load("{" + odd + ", " + PAIRS + "}");
        assertThat(tokenizer.encode("abbb").toArray()).containsExactly(2, 1, 1);
    }

    @Test
    void a_text_that_the_library_cannot_cut_is_refused() throws IOException {
        Tokenizer tokenizer = load("{'model': {'type': 'WordLevel', 'vocab': {'a': 0}, 'unk_token': 'b'}}");
        assertThatThrownBy(() -> tokenizer.encode("z"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot cut a text into tokens");
    }
}
