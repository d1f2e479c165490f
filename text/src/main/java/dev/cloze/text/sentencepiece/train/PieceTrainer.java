package dev.cloze.text.sentencepiece.train;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.WordCutter;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import dev.cloze.text.sentencepiece.train.unigram.UnigramTraining;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns a SentencePiece model from text: {@link #read} the text line by line, then {@link #train}. The same text, in
 * whatever order, gives the same model on any number of threads.
 */
public final class PieceTrainer {

    private final PieceRecipe recipe;
    private final WordCutter cutter;
    private final WordCounts counts = new WordCounts();
    private long lines;

    /** A trainer of what {@code recipe} asks for. */
    public PieceTrainer(PieceRecipe recipe) {
        this.recipe = recipe;
        List<String> symbols = recipe.reserved().pieces().stream()
                .filter(piece -> piece.kind() == Piece.Kind.USER_DEFINED || piece.kind() == Piece.Kind.CONTROL)
                .map(Piece::text)
                .toList();
        this.cutter = new WordCutter(recipe.normaliser(), symbols);
    }

    /** Counts the words of one line. */
    public void read(String line) {
        cutter.cut(line, counts::add);
        lines++;
    }

    /** Learns the model, on so many threads. */
    public PieceModel train(int threads, PieceTrainingListener watch) {
        Alphabet alphabet = Alphabet.of(counts, recipe.characterCoverage());
        TrainingWords words = TrainingWords.of(counts, alphabet);
        watch.say("%,d lines, %,d different words, %,d characters with pieces of their own"
                .formatted(lines, counts.size(), alphabet.size()));
        List<Piece> pieces = new ArrayList<>(recipe.reserved().pieces());
        int learnt = recipe.size() - pieces.size();
        Refusal.require(words.size() > 0, "there is no text to learn from");
        Refusal.require(
                learnt >= alphabet.size(),
                "the vocabulary's size must be at least %d for the characters of this text, got %d",
                pieces.size() + alphabet.size(),
                recipe.size());
        pieces.addAll(
                switch (recipe.algorithm()) {
                    case UNIGRAM ->
                        new UnigramTraining(words, new Workers(threads), watch).pieces(recipe.shape(), learnt);
                    case BPE -> new BpeTraining(words, recipe.shape(), watch).pieces(learnt);
                    case WORDS, CHARACTERS -> throw new IllegalStateException("a recipe has checked this");
                });
        PieceModel.Surface usual = PieceModel.Surface.DEFAULT;
        PieceModel.Surface surface = new PieceModel.Surface(
                recipe.reserved().bytes(), usual.spaceAsSuffix(), usual.unknown(), usual.reserved());
        return new PieceModel(
                recipe.algorithm(), pieces, surface, recipe.normaliser(), NormaliserSpec.DEFAULT.untouched());
    }
}
