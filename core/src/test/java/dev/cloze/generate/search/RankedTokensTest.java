package dev.cloze.generate.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.generate.options.Decoding;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankedTokensTest {

    /** Odds of 8, 4, 2, 1, 1 in 16 for the tokens 10, 11, 12, 13, 14. */
    private static final double[] SCORES = {Math.log(8), Math.log(4), Math.log(2), 0, 0};

    private static final int[] IDS = {10, 11, 12, 13, 14};

    @ParameterizedTest
    @CsvSource({
        // top-k, top-p, min-p, typical-p, tokens that may be drawn
        "0, 1,    0,    1,   10 11 12 13 14",
        "2, 1,    0,    1,   10 11",
        "0, 0.5,  0,    1,   10",
        "0, 0.51, 0,    1,   10 11",
        "0, 0.75, 0,    1,   10 11",
        "0, 0.9,  0,    1,   10 11 12 13",
        "0, 1,    0.3,  1,   10 11",
        "0, 1,    1,    1,   10",
        "3, 0.9,  0,    1,   10 11 12",
        "3, 0.8,  0,    1,   10 11",
        "0, 1,    0,    0.2, 11",
        "0, 1,    0,    0.5, 10 11",
    })
    void cuts_leave_what_they_should(int topK, double topP, double minP, double typicalP, String left) {
        Decoding.Sampling sampling = sampling(1, new Decoding.Cut(topK, topP, minP, typicalP));
        RankedTokens all = new RankedTokens(SCORES, IDS, 0, true);
        int[] drawn = IntStream.range(0, 1000)
                .map(i -> all.draw(sampling, i / 1000.0))
                .distinct()
                .sorted()
                .toArray();
        assertThat(drawn)
                .containsExactly(Arrays.stream(left.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "2, 1, 0", "3, 0.8, 0", "0, 0.75, 0", "0, 0.9, 0", "0, 1, 0.3", "4, 1, 0"})
    void part_of_a_ranking_draws_as_all_of_it_or_says_that_it_cannot(int topK, double topP, double minP) {
        Decoding.Sampling sampling = sampling(0.7, new Decoding.Cut(topK, topP, minP, 1));
        RankedTokens all = new RankedTokens(SCORES, IDS, 0, true);
        double logTotal = Math.log(Arrays.stream(SCORES)
                .map(score -> Math.exp((score - SCORES[0]) / 0.7))
                .sum());
        RankedTokens part = new RankedTokens(Arrays.copyOf(SCORES, 3), IDS, logTotal, false);
        int told = 0;
        for (int i = 0; i < 1000; i++) {
            int drawn = part.draw(sampling, i / 1000.0);
            assertThat(drawn).isIn(-1, all.draw(sampling, i / 1000.0));
            told += drawn < 0 ? 0 : 1;
        }
        assertThat(told).isGreaterThan(topK == 4 ? -1 : 800);
    }

    @ParameterizedTest
    @CsvSource({"1e-300", "1e-9", "0.001"})
    void a_low_temperature_takes_the_likeliest(double temperature) {
        Decoding.Sampling sampling = sampling(temperature, Decoding.Cut.NONE);
        double[] close = {30_000.5, 30_000, -30_000};
        RankedTokens all = new RankedTokens(close, IDS, 0, true);
        RankedTokens part = new RankedTokens(close, IDS, 0, false);
        for (int i = 0; i < 100; i++) {
            assertThat(all.draw(sampling, i / 100.0)).isEqualTo(10);
            assertThat(part.draw(sampling, i / 100.0)).isEqualTo(10);
        }
    }

    @Test
    void tokens_come_as_often_as_their_odds_say() {
        Decoding.Sampling sampling = sampling(1, Decoding.Cut.NONE);
        RankedTokens all = new RankedTokens(SCORES, IDS, 0, true);
        SplittableRandom random = new Seed(7).random();
        int[] counts = new int[15];
        for (int i = 0; i < 16_000; i++) {
            counts[all.draw(sampling, random.nextDouble())]++;
        }
        assertThat(counts[10]).isBetween(7700, 8300);
        assertThat(counts[11]).isBetween(3750, 4250);
        assertThat(counts[14]).isBetween(850, 1150);
    }

    private static Decoding.Sampling sampling(double temperature, Decoding.Cut cut) {
        return new Decoding.Sampling(temperature, cut, new Seed(1));
    }
}
