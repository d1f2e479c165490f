package dev.cloze.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.PieceModel;
import dev.cloze.text.sentencepiece.train.PieceRecipe;
import dev.cloze.text.sentencepiece.train.PieceTrainer;
import dev.cloze.text.sentencepiece.train.PieceTrainingListener;
import dev.cloze.text.sentencepiece.train.ReservedPieces;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Model files that are damaged or meant to harm, and text that is odd or huge. */
class HostileModelTest {

    private static final int MUTATIONS = 50_000;
    private static final int ENCODED_EVERY = 25;
    private static final String LINE = "banana bandana ananas — 12 nab";
    private static final Map<PieceModel.Algorithm, byte[]> FILES = files();

    private static Map<PieceModel.Algorithm, byte[]> files() {
        Map<PieceModel.Algorithm, byte[]> files = new EnumMap<>(PieceModel.Algorithm.class);
        ReservedPieces reserved = new ReservedPieces(2, List.of(), List.of("[X]"), false);
        for (PieceModel.Algorithm algorithm : List.of(PieceModel.Algorithm.UNIGRAM, PieceModel.Algorithm.BPE)) {
            PieceRecipe recipe = PieceRecipe.unigram(19).with(reserved).with(algorithm);
            PieceTrainer trainer = new PieceTrainer(new PieceRecipe(
                    recipe.algorithm(),
                    recipe.size(),
                    1,
                    recipe.reserved(),
                    NormaliserSpec.identity(),
                    recipe.shape()));
            Collections.nCopies(20, LINE).forEach(trainer::read);
            files.put(algorithm, trainer.train(1, PieceTrainingListener.NONE).toBytes());
        }
        return files;
    }

    private static byte[] file(PieceModel.Algorithm algorithm) {
        return FILES.getOrDefault(algorithm, new byte[0]);
    }

    private static SentencePieceTokenizer tokenizer(byte[] file) {
        return SentencePieceTokenizer.of(file, 0, SentinelStyle.ANYWHERE);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIGRAM", "BPE"})
    void a_damaged_model_is_refused_or_works(PieceModel.Algorithm algorithm) {
        byte[] whole = file(algorithm);
        SplittableRandom random = new Seed(9).random();
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = mutate(whole, random);
            try {
                PieceModel model = PieceModel.parse(damaged, "spiece.model");
                if (i % ENCODED_EVERY == 0) {
                    assertThat(model.pieces()).isNotEmpty();
                    SentencePieceTokenizer tokenizer = tokenizer(damaged);
                    tokenizer.decode(tokenizer.encode(LINE + "[X]"));
                }
            } catch (Refusal refusal) {
                assertThat(refusal.getMessage()).contains("spiece.model").doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - MUTATIONS / 10);
    }

    private static byte[] mutate(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(at, 1));
                case 3 -> Arrays.fill(bytes, at, Math.min(at + random.nextInt(8), bytes.length), (byte) 0xFF);
                default -> System.arraycopy(bytes, at / 2, bytes, at, (bytes.length - at) / 2);
            }
        }
        return bytes;
    }

    @Test
    void a_claimed_length_beyond_the_file_is_refused_before_anything_is_held() {
        byte[] bomb = {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
        assertThatThrownBy(() -> PieceModel.parse(bomb, "spiece.model"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a length of at most 0");
    }

    @Test
    void more_pieces_than_any_vocabulary_has_are_refused() {
        byte[] piece = {0x0A, 0x03, 0x0A, 0x01, 'x'};
        byte[] bomb = new byte[piece.length * ((1 << 21) + 1)];
        for (int i = 0; i < bomb.length; i++) {
            bomb[i] = piece[i % piece.length];
        }
        assertThatThrownBy(() -> PieceModel.parse(bomb, "spiece.model"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at most 2097152 pieces");
    }

    @Test
    void a_piece_as_long_as_a_book_is_refused() {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] text = "x".repeat(1001).getBytes(StandardCharsets.UTF_8);
        bomb.writeBytes(new byte[] {0x0A, (byte) 0xEC, 0x07, 0x0A, (byte) 0xE9, 0x07});
        bomb.writeBytes(text);
        assertThatThrownBy(() -> PieceModel.parse(bomb.toByteArray(), "spiece.model"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("1000 characters");
    }

    /** A replacement of a megabyte would turn a page of text into gigabytes. */
    @Test
    void a_rule_that_swells_text_is_refused() {
        ByteArrayOutputStream map = new ByteArrayOutputStream();
        map.writeBytes(new byte[] {4, 0, 0, 0, 0, 0, 0, 0});
        map.writeBytes("y".repeat(300).getBytes(StandardCharsets.UTF_8));
        map.write(0);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(new byte[] {0x1A, (byte) 0xB8, 0x02, 0x12, (byte) 0xB5, 0x02});
        bomb.writeBytes(map.toByteArray());
        assertThatThrownBy(() -> PieceModel.parse(bomb.toByteArray(), "spiece.model"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at most 256 bytes, got 300");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIGRAM", "BPE"})
    void odd_text_never_fails(PieceModel.Algorithm algorithm) {
        SentencePieceTokenizer tokenizer = tokenizer(file(algorithm));
        assertThat(tokenizer.encode("a" + '\uD800' + "b" + '\uDC00')).isEqualTo(tokenizer.encode("a\uFFFDb\uFFFD"));
        assertThat(tokenizer.decode(tokenizer.encode("a\0b"))).isEqualTo("a \u2047 b");
        assertThat(tokenizer.encode("")).isEqualTo(Tokens.EMPTY);
        assertThat(tokenizer.encode("   ")).isEqualTo(Tokens.EMPTY);
        assertThat(tokenizer.decode(Tokens.of(-5, Integer.MAX_VALUE))).isEqualTo(" \u2047  \u2047 ");
        assertThat(tokenizer.piece(-1)).isEqualTo("<unk>");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIGRAM", "BPE"})
    void a_huge_word_takes_no_quadratic_time(PieceModel.Algorithm algorithm) {
        SentencePieceTokenizer tokenizer = tokenizer(file(algorithm));
        for (String part : List.of("banana", "b", "ж", "[X]", "a\u2581")) {
            String word = part.repeat(1_000_000 / part.length());
            assertThat(tokenizer.encode(word).isEmpty()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIGRAM", "BPE"})
    void many_threads_get_the_same_ids(PieceModel.Algorithm algorithm) {
        SentencePieceTokenizer tokenizer = tokenizer(file(algorithm));
        Map<String, Tokens> alone = new ConcurrentHashMap<>();
        SplittableRandom random = new Seed(2).random();
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0, LINE.length()).forEach(at -> text.append(LINE.charAt(at)));
            alone.put(text.toString(), tokenizer.encode(text.toString()));
        }
        IntStream.range(0, 64)
                .parallel()
                .forEach(t -> alone.forEach((text, tokens) -> {
                    assertThat(tokenizer.encode(text)).isEqualTo(tokens);
                    assertThat(tokenizer.encode(text, new Seed(t))).isEqualTo(tokens);
                }));
    }
}
