package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Golden;
import dev.cloze.GoldenLines;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import dev.cloze.text.sentencepiece.train.PieceRecipe;
import dev.cloze.text.sentencepiece.train.PieceTrainer;
import dev.cloze.text.sentencepiece.train.PieceTrainingListener;
import dev.cloze.text.sentencepiece.train.ReservedPieces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tokenizer.json of a SentencePiece model, run by the Hugging Face library. One text in a hundred may differ: ties, and
 * accents upon accents, which the library normalises one by one.
 */
@Tag("golden")
class FastFormTest {

    @TempDir
    private Path folder;

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        GoldenLines.of("tokenizers", "expected.jsonl.zst")
                .forEach(row -> texts.add(row.get("text").asText()));
        // Text that spells a reserved piece is taken for it by the library.
        return texts.stream()
                .distinct()
                .filter(text -> !text.matches("(?s).*(</s>|<pad>|<unk>|<extra_id_).*"))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> real_text_gets_the_same_ids() throws IOException {
        return models().map(each -> DynamicTest.dynamicTest(name(each), () -> compare(each)));
    }

    private static String name(Path model) {
        return model.getName(model.getNameCount() - 2).toString();
    }

    private void compare(Path model) throws IOException {
        SentencePieceTokenizer tokenizer = (SentencePieceTokenizer) Tokenizers.load(model);
        JsonTokenizer fast = fast(tokenizer);
        List<String> texts = texts();
        List<String> others = texts.stream()
                .filter(text -> !fast.encode(text).equals(tokenizer.encode(text)))
                .toList();
        assertThat(others).hasSizeLessThanOrEqualTo(texts.size() / 100);
        assertThat(fast.vocabulary()).isEqualTo(tokenizer.vocabulary());
        assertThat(fast.framed().encode("data").at(fast.framed().encode("data").size() - 1))
                .isEqualTo(tokenizer.vocabulary().eosId());
    }

    private JsonTokenizer fast(SentencePieceTokenizer tokenizer) throws IOException {
        tokenizer.save(folder);
        return JsonTokenizer.load(folder.resolve("tokenizer.json"));
    }

    @TestFactory
    Stream<DynamicTest> gaps_in_text_get_the_same_ids() throws IOException {
        return models().map(model -> DynamicTest.dynamicTest(name(model), () -> {
            SentencePieceTokenizer tokenizer = (SentencePieceTokenizer) Tokenizers.load(model);
            JsonTokenizer fast = fast(tokenizer);
            for (String text : List.of(
                    "<extra_id_0>",
                    "A <extra_id_0> b",
                    "<extra_id_3> b c<extra_id_9>d",
                    "x  <extra_id_1>  <extra_id_2> ",
                    " two  spaces ",
                    "")) {
                assertThat(fast.encode(text)).as(text).isEqualTo(tokenizer.encode(text));
            }
        }));
    }

    private static Stream<Path> models() throws IOException {
        try (Stream<Path> all = Files.list(Golden.folder("tokenizers").orElseThrow())) {
            return all
                    .map(each -> each.resolve("spiece.model"))
                    .filter(Files::exists)
                    .sorted()
                    .filter(FastFormTest::hasFastForm)
                    .toList()
                    .stream();
        }
    }

    private static boolean hasFastForm(Path model) {
        return ((SentencePieceTokenizer) Tokenizers.load(model)).toJson().isPresent();
    }

    @Test
    void a_model_that_ends_words_with_spaces_has_none() throws IOException {
        PieceModel model =
                ((SentencePieceTokenizer) Tokenizers.load(models().findFirst().orElseThrow())).model();
        PieceModel.Surface surface = model.surface();
        PieceModel suffix = new PieceModel(
                model.algorithm(),
                model.pieces(),
                new PieceModel.Surface(surface.byteFallback(), true, surface.unknown(), surface.reserved()),
                model.normaliser(),
                model.denormaliser());
        SentencePieceTokenizer.of(suffix.toBytes(), 0, SentinelStyle.SEQIO).save(folder);
        assertThat(folder.resolve("spiece.model")).exists();
        assertThat(folder.resolve("tokenizer.json")).doesNotExist();
    }

    @Test
    void learnt_models_with_bytes_and_symbols_get_the_same_ids() throws IOException {
        ReservedPieces reserved = new ReservedPieces(5, List.of("<mask>"), List.of("[NLG]", "Debian"), true);
        for (PieceModel.Algorithm algorithm : List.of(PieceModel.Algorithm.UNIGRAM, PieceModel.Algorithm.BPE)) {
            PieceTrainer trainer =
                    new PieceTrainer(PieceRecipe.unigram(1500).with(algorithm).with(reserved));
            sentences().forEach(trainer::read);
            PieceModel model = trainer.train(1, PieceTrainingListener.NONE);
            SentencePieceTokenizer tokenizer = SentencePieceTokenizer.of(model.toBytes(), 0, SentinelStyle.ANYWHERE);
            JsonTokenizer fast = fast(tokenizer);
            for (String text : List.of("A Debian[NLG] system", "𝕏 <0x41> ꙮ Debian", "<extra_id_4>Debian x")) {
                assertThat(fast.encode(text)).as(text).isEqualTo(tokenizer.encode(text));
                assertThat(fast.piece(0)).isEqualTo("<pad>");
            }
        }
    }

    /** Words of a few syllables, the same on every machine and whatever golden texts there are. */
    private static Stream<String> sentences() {
        SplittableRandom random = new SplittableRandom(5);
        List<String> syllables = new ArrayList<>();
        for (String consonant : List.of("b", "d", "f", "k", "l", "m", "n", "r", "s", "t", "v", "ž", "ł", "Д", "П")) {
            for (String vowel : List.of("a", "e", "i", "o", "u", "é", "ö")) {
                syllables.add(consonant + vowel);
            }
        }
        List<String> words = Stream.generate(() -> random.ints(random.nextInt(1, 4), 0, syllables.size())
                        .mapToObj(syllables::get)
                        .collect(Collectors.joining()))
                .limit(2000)
                .toList();
        return Stream.generate(() -> random.ints(12, 0, words.size())
                        .mapToObj(words::get)
                        .collect(Collectors.joining(" ", "A Debian system, 4 > 1 < 0 x: ", ".")))
                .limit(1500);
    }

    @TestFactory
    Stream<DynamicTest> reserved_words_mean_one_thing_whichever_file_is_read() throws IOException {
        return models().map(model -> DynamicTest.dynamicTest(name(model), () -> {
            ((SentencePieceTokenizer) Tokenizers.load(model)).save(folder);
            Path alone = Files.createDirectories(folder.resolve("alone"));
            for (String file : List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")) {
                Files.copy(folder.resolve(file), alone.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Tokenizer pieces = Tokenizers.load(folder);
            Tokenizer fast = Tokenizers.load(alone);
            for (String text :
                    List.of("a </s> b", "<pad>", "x<unk>y", "</s>", "a </s><extra_id_0> b", "<extra_id_1> </s>")) {
                assertThat(fast.encode(text)).as(text).isEqualTo(pieces.encode(text));
            }
        }));
    }

    @Test
    void a_sentinel_is_written_without_its_space() throws IOException {
        Path model = models().findFirst().orElseThrow();
        SentencePieceTokenizer tokenizer = (SentencePieceTokenizer) Tokenizers.load(model);
        int id = tokenizer.vocabulary().sentinels().id(0);
        assertThat(tokenizer.piece(id)).isEqualTo(Piece.SPACE + "<extra_id_0>");
        assertThat(fast(tokenizer).piece(id)).isEqualTo("<extra_id_0>");
    }
}
