package dev.cloze.batch.cut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Omissions;
import dev.cloze.batch.Packing;
import dev.cloze.batch.Skipped;
import dev.cloze.data.Document;
import dev.cloze.data.Material;
import dev.cloze.data.Position;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.Example;
import dev.cloze.objective.Lengths;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.task.Joining;
import dev.cloze.task.Learning;
import dev.cloze.task.Recipe;
import dev.cloze.task.Recipes;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentCutterTest {

    private static final ByteTokenizer BYTES = ByteTokenizer.of();
    private static final Lengths LENGTHS = new Lengths(16, 16);

    private static BatchPlan plan(Packing packing, Joining joining, Objective objective) {
        return new BatchPlan(BYTES, objective, joining, new BatchShape(2, LENGTHS, packing, 1), new Seed(5));
    }

    private static DocumentGroup group(long number, Material... documents) {
        return new DocumentGroup(number, Position.START, Position.START, List.of(documents));
    }

    private static Document text(String text) {
        return new Document(text, "en", "texts", Map.of());
    }

    @Test
    void segments_together_hold_every_token_once() {
        String whole = "a text that is longer than a row, and cut";
        CutSegments cut = new SegmentCutter(plan(Packing.BEST_FIT, Joining.CONCATENATED, new CausalLm()))
                .cut(group(0, text(whole.substring(0, 20)), text(whole.substring(20))));
        Tokens all = cut.all().stream().map(Segment::tokens).reduce(Tokens.EMPTY, Tokens::concat);
        int eos = BYTES.vocabulary().eosId();
        assertThat(Tokens.of(all.stream().filter(id -> id != eos).toArray())).isEqualTo(BYTES.encode(whole));
        assertThat(cut.all())
                .hasSizeGreaterThan(2)
                .allSatisfy(segment ->
                        assertThat(segment.example().targets().size()).isLessThanOrEqualTo(16));
        assertThat(cut.source()).isEqualTo("texts");
    }

    @Test
    void a_group_is_cut_alike_each_time_and_its_number_decides() {
        BatchShape shape = new BatchShape(2, new Lengths(128, 128), Packing.BEST_FIT, 1);
        SegmentCutter cutter =
                new SegmentCutter(new BatchPlan(BYTES, SpanCorruption.t5(), Joining.CONCATENATED, shape, new Seed(5)));
        DocumentGroup group = group(3, text("text with words to mask a few of them. ".repeat(9)));
        assertThat(cutter.cut(group)).isEqualTo(cutter.cut(group));
        assertThat(cutter.cut(group).all())
                .isNotEqualTo(cutter.cut(new DocumentGroup(4, Position.START, Position.START, group.documents()))
                        .all());
    }

    @Test
    void fitted_segments_fill_rows_and_others_are_packed_later() {
        Document long1 = text("abcdefghij".repeat(12));
        CutSegments fitted =
                new SegmentCutter(plan(Packing.FITTED, Joining.CONCATENATED, SpanCorruption.t5())).cut(group(0, long1));
        assertThat(fitted.rows()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.stream().mapToInt(s -> s.example().inputs().size()).sum())
                    .isLessThanOrEqualTo(16);
            assertThat(row.stream().mapToInt(s -> s.example().targets().size()).sum())
                    .isLessThanOrEqualTo(16);
        });
        assertThat(fitted.singles()).isEmpty();
        CutSegments alone =
                new SegmentCutter(plan(Packing.FITTED, Joining.ALONE, SpanCorruption.t5())).cut(group(0, long1));
        assertThat(alone.rows()).isEmpty();
        assertThat(alone.singles()).isNotEmpty();
    }

    @Test
    void empty_documents_and_single_tokens_are_left_out_and_counted() {
        CutSegments cut = new SegmentCutter(plan(Packing.NONE, Joining.ALONE, SpanCorruption.t5()))
                .cut(group(0, text(""), text("x"), text("words")));
        assertThat(cut.all()).hasSize(1);
        assertThat(cut.omissions())
                .isEqualTo(Omissions.of(new Omissions.Origin("texts", "en"), new Skipped(1, 1, 0, 0)));
    }

    @Test
    void pairs_are_cut_by_the_recipe_of_their_task() {
        Recipe pairs = new Recipe(List.of(), Joining.ALONE, new Learning.Pair("text", "answer"));
        Recipe gaps = Recipe.of(new Learning.Denoising(new CausalLm(), Joining.ALONE));
        BatchPlan plan = new BatchPlan(
                BYTES, new Recipes(gaps, Map.of(1, pairs)), new BatchShape(2, LENGTHS, Packing.NONE, 1), new Seed(5));
        Document pair = new Document("ask", "en", "texts", Map.of("answer", "say")).ofTask(1);
        List<Example> examples = new SegmentCutter(plan)
                .cut(group(0, pair, text("run"))).all().stream()
                        .map(Segment::example)
                        .toList();
        assertThat(examples).extracting(example -> example.label().task()).containsExactly(0, 1);
        assertThat(BYTES.decode(examples.get(0).targets())).startsWith("run");
        assertThat(BYTES.decode(examples.get(1).inputs())).startsWith("ask");
        assertThat(BYTES.decode(examples.get(1).targets())).startsWith("say");
    }
}
