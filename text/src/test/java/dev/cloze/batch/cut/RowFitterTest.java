package dev.cloze.batch.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cloze.Seed;
import dev.cloze.Seeds;
import dev.cloze.batch.pack.Row;
import dev.cloze.objective.Denoisers;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.objective.Ul2;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

class RowFitterTest {

    private static final Objective UL2 = Ul2.released();

    @ParameterizedTest
    @ArgumentsSource(Seeds.class)
    void segments_are_the_runs_cut_up_and_fit_their_rows(Seed seed) {
        SplittableRandom random = seed.random();
        Lengths lengths = new Lengths(40 + random.nextInt(500), 20 + random.nextInt(300));
        int[] sizes = {random.nextInt(4000), random.nextInt(3), 2 + random.nextInt(20), random.nextInt(900)};
        List<List<Segment>> rows = rows(UL2, lengths, seed, sizes);
        List<Segment> segments = rows.stream().flatMap(List::stream).toList();
        for (int i = 0; i < sizes.length; i++) {
            String language = "l" + i;
            Tokens joined = segments.stream()
                    .filter(segment -> segment.example().label().language().equals(language))
                    .map(Segment::tokens)
                    .reduce(Tokens.EMPTY, Tokens::concat);
            assertThat(joined).isEqualTo(sizes[i] < 2 ? Tokens.EMPTY : counting(sizes[i]));
        }
        for (List<Segment> row : rows) {
            Row made = new Row(row.stream().map(Segment::example).toList());
            assertThat(made.inputs()).isBetween(1, lengths.inputs());
            assertThat(made.targets()).isBetween(1, lengths.targets());
        }
    }

    @Test
    void rows_of_ul2_are_full_on_both_sides() {
        Lengths lengths = new Lengths(512, 114);
        List<Row> rows = rows(UL2, lengths, new Seed(1), 300_000).stream()
                .map(row -> new Row(row.stream().map(Segment::example).toList()))
                .toList();
        assertThat(rows.stream().mapToInt(Row::inputs).sum() / 512.0 / rows.size())
                .isGreaterThan(0.99);
        assertThat(rows.stream().mapToInt(Row::targets).sum() / 114.0 / rows.size())
                .isGreaterThan(0.98);
    }

    @Test
    void denoisers_keep_their_rates() {
        Denoisers denoisers = UL2.prepare(ByteTokenizer.of(), new Lengths(512, 114));
        List<Segment> segments = rows(UL2, new Lengths(512, 114), new Seed(2), 3_000_000).stream()
                .flatMap(List::stream)
                .toList();
        for (int i = 0; i < denoisers.all().size(); i++) {
            String name = denoisers.all().get(i).name();
            long made = segments.stream()
                    .filter(segment -> segment.example().label().denoiser().equals(name))
                    .count();
            assertThat(made / (double) segments.size()).as(name).isCloseTo(denoisers.rate(i), within(0.01));
        }
    }

    @Test
    void a_single_denoiser_takes_the_longest_segments() {
        List<List<Segment>> rows = rows(SpanCorruption.t5(), new Lengths(512, 114), new Seed(0), 568 * 3 + 100);
        assertThat(rows).hasSize(4);
        assertThat(rows.subList(0, 3))
                .allSatisfy(row -> assertThat(row)
                        .singleElement()
                        .satisfies(
                                segment -> assertThat(segment.tokens().size()).isEqualTo(568)));
    }

    private static List<List<Segment>> rows(Objective objective, Lengths lengths, Seed seed, int... sizes) {
        List<TokenRun> runs = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            TokenBuffer tokens = new TokenBuffer(0);
            tokens.add(counting(sizes[i]));
            runs.add(new TokenRun("l" + i, tokens));
        }
        return new RowFitter(objective.prepare(ByteTokenizer.of(), lengths), lengths, seed).rows(runs);
    }

    private static Tokens counting(int size) {
        int[] ids = new int[size];
        for (int i = 0; i < size; i++) {
            ids[i] = 3 + i % 200;
        }
        return Tokens.of(ids);
    }
}
