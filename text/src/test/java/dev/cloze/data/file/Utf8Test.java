package dev.cloze.data.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Utf8Test {

    @Test
    void the_first_byte_outside_the_encoding_is_found() {
        assertThat(Utf8.firstInvalid(new byte[] {'a', (byte) 0xC3, (byte) 0xA9, (byte) 0x80}, 0, 4))
                .isEqualTo(3);
        assertThat(Utf8.firstInvalid(new byte[] {'a', (byte) 0xC3}, 0, 2)).isEqualTo(1);
        assertThat(Utf8.firstInvalid(new byte[] {'a', (byte) 0xC3, (byte) 0xA9}, 0, 3))
                .isEqualTo(-1);
    }

    static Stream<byte[]> noise() {
        SplittableRandom random = new SplittableRandom(1);
        int[] leads = {
            0x41, 0x80, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF, 0x9F, 0xA0, 0x8F,
            0x90
        };
        return IntStream.range(0, 20_000).mapToObj(i -> {
            byte[] bytes = new byte[random.nextInt(1, 20)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextInt(3) > 0 ? leads[random.nextInt(leads.length)] : random.nextInt(256));
            }
            return bytes;
        });
    }

    @Test
    void it_agrees_with_the_platform() {
        assertThat(noise())
                .allSatisfy(bytes -> assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0)
                        .isEqualTo(decodes(bytes)));
    }

    static Stream<Integer> lengths() {
        return IntStream.range(0, 40).boxed();
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void a_search_finds_what_a_loop_finds(int length) {
        for (int at = 0; at < length; at++) {
            byte[] bytes = new byte[length];
            bytes[at] = (byte) 0x8A;
            bytes[length - 1] = (byte) 0x8A;
            for (int from = 0; from <= length; from++) {
                int expected = from <= at ? at : from < length ? length - 1 : -1;
                assertThat(Bytes.indexOf(bytes, from, length, (byte) 0x8A)).isEqualTo(expected);
                assertThat(Bytes.endOfAscii(bytes, from, length)).isEqualTo(expected < 0 ? length : expected);
            }
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
