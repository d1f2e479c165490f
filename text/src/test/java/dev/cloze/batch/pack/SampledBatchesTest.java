package dev.cloze.batch.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Seed;
import dev.cloze.batch.Batch;
import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.BatchShape;
import dev.cloze.data.Document;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.stream.Repeated;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.Lengths;
import dev.cloze.task.Joining;
import dev.cloze.text.SentencePieceTokenizer;
import dev.cloze.text.SentinelStyle;
import dev.cloze.text.sentencepiece.model.PieceModel;
import dev.cloze.text.sentencepiece.train.PieceRecipe;
import dev.cloze.text.sentencepiece.train.PieceTrainer;
import dev.cloze.text.sentencepiece.train.PieceTrainingListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches of a tokenizer that samples. */
class SampledBatchesTest {

    private static final String LINE = "banana bandana ananas";

    private static BatchPlan plan(double strength) {
        PieceTrainer trainer = new PieceTrainer(PieceRecipe.unigram(16).with(PieceModel.Algorithm.BPE));
        Collections.nCopies(10, LINE).forEach(trainer::read);
        byte[] model = trainer.train(1, PieceTrainingListener.NONE).toBytes();
        SentencePieceTokenizer tokenizer =
                SentencePieceTokenizer.of(model, 0, SentinelStyle.SEQIO).sampling(strength);
        BatchShape shape = BatchShape.padded(8, new Lengths(24, 24));
        return new BatchPlan(tokenizer, new CausalLm(), Joining.ALONE, shape, new Seed(1));
    }

    private static List<Batch> batches(BatchPlan plan, Position from, int count, int threads) {
        Pipeline<Document> texts = new Repeated<>(new Texts(Collections.nCopies(40, Texts.document(LINE, "en"))));
        List<Batch> batches = new ArrayList<>();
        try (BatchFeed feed = BatchFeed.open(texts, plan, from, threads)) {
            while (batches.size() < count && feed.advance()) {
                batches.add(feed.current());
            }
        }
        return batches;
    }

    @Test
    void every_pass_cuts_the_same_text_in_another_way_whatever_the_threads() {
        List<Batch> drawn = batches(plan(0.3), Position.START, 100, 1);
        assertThat(new HashSet<>(drawn)).hasSizeGreaterThan(90);
        assertThat(batches(plan(0.3), Position.START, 100, 3)).isEqualTo(drawn);
        assertThat(new HashSet<>(batches(plan(0), Position.START, 100, 1))).hasSize(1);
    }

    @Test
    void a_resumed_feed_draws_the_same() {
        Pipeline<Document> texts = new Repeated<>(new Texts(Collections.nCopies(40, Texts.document(LINE, "en"))));
        List<Batch> all = batches(plan(0.3), Position.START, 100, 1);
        try (BatchFeed feed = BatchFeed.open(texts, plan(0.3), Position.START, 1)) {
            for (int i = 0; i < 60; i++) {
                feed.advance();
            }
            assertThat(batches(plan(0.3), feed.position(), 40, 1)).isEqualTo(all.subList(60, 100));
        }
    }
}
