package dev.cloze.text.sentencepiece.train.unigram;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.train.PieceShape;
import dev.cloze.text.sentencepiece.train.PieceTrainingListener;
import dev.cloze.text.sentencepiece.train.TrainingWords;
import dev.cloze.text.sentencepiece.train.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Unigram pieces (Kudo 2018, §3.2): from many candidates, two EM steps and a pruning by a quarter in turn, until a tenth
 * more than wanted are left, of which the most probable stay.
 */
public final class UnigramTraining {

    private static final int SEEDS = 1_000_000;
    private static final int STEPS = 2;
    private static final double KEPT = 0.75;
    private static final double MORE = 1.1;
    private static final double LEAST_EXPECTED = 0.5;

    private final TrainingWords words;
    private final Workers workers;
    private final PieceTrainingListener watch;
    private double nats = 3;

    public UnigramTraining(TrainingWords words, Workers workers, PieceTrainingListener watch) {
        this.words = words;
        this.workers = workers;
        this.watch = watch;
    }

    /** The {@code count} best pieces, by falling score; all characters are among them. */
    public List<Piece> pieces(PieceShape shape, int count) {
        watch.say("looking for candidates");
        Candidates candidates = SeedPieces.of(words, shape, SEEDS);
        int wanted = (int) (count * MORE);
        watch.say("%,d candidates".formatted(candidates.size()));
        int rounds = (int) Math.max(1, Math.ceil(Math.log((double) wanted / candidates.size()) / Math.log(KEPT)) + 1);
        for (int round = 1; ; round++) {
            Unigrams model = new Unigrams(candidates);
            for (int step = 0; step < STEPS; step++) {
                improve(model);
            }
            candidates = candidates.where(i -> model.candidates.score(i) != Double.NEGATIVE_INFINITY);
            String state = "%,d candidates, %.4f nats a character".formatted(candidates.size(), nats);
            if (candidates.size() <= wanted) {
                watch.done(Math.max(round, rounds), Math.max(round, rounds), state);
                return best(candidates, count);
            }
            watch.done(Math.min(round, rounds - 1), rounds, state);
            int most = Math.max(wanted, (int) (KEPT * candidates.size()));
            int before = candidates.size();
            candidates = Pruning.of(words, model, workers, most);
            if (candidates.size() == before) {
                return best(candidates, count);
            }
        }
    }

    /** One EM step, with a prior that favours few pieces: digamma in place of the logarithm (Liang et al. 2007, eq. 8). */
    private void improve(Unigrams model) {
        double[] expected = new double[model.candidates.size()];
        nats = Expectation.step(words, model, workers, nats, expected);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            boolean isCharacter = model.candidates.length(i) == 1;
            expected[i] = isCharacter ? Math.max(expected[i], LEAST_EXPECTED) : expected[i];
            sum += expected[i] < LEAST_EXPECTED ? 0 : expected[i];
        }
        double logSum = Digamma.of(sum);
        for (int i = 0; i < expected.length; i++) {
            boolean stays = expected[i] >= LEAST_EXPECTED;
            model.score(i, stays ? Digamma.of(expected[i]) - logSum : Double.NEGATIVE_INFINITY);
        }
    }

    private List<Piece> best(Candidates candidates, int count) {
        List<Piece> characters = new ArrayList<>();
        List<Piece> others = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            int length = candidates.length(i);
            String text = words.alphabet().spell(candidates.text(), candidates.from(i), length);
            (length == 1 ? characters : others).add(Piece.normal(text, (float) candidates.score(i)));
        }
        int room = count - characters.size();
        int most = characters.size() + others.size();
        Refusal.require(room <= others.size(), "the text yields at most %d pieces, %d are wanted", most, count);
        Comparator<Piece> byScore = Comparator.comparingDouble((Piece piece) -> -piece.score());
        others.sort(byScore.thenComparing(Piece::text));
        characters.addAll(others.subList(0, room));
        characters.sort(byScore.thenComparing(Piece::text));
        return characters;
    }
}
