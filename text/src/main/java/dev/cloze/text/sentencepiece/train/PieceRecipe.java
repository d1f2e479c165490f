package dev.cloze.text.sentencepiece.train;

import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.PieceModel;

/**
 * What kind of vocabulary is learnt.
 *
 * @param algorithm how text will be cut into pieces
 * @param size number of pieces, reserved ones included
 * @param characterCoverage the share of the text's characters that get pieces of their own
 * @param reserved pieces that are not learnt
 * @param normaliser how text is prepared
 * @param shape which strings may become pieces
 */
public record PieceRecipe(
        PieceModel.Algorithm algorithm,
        int size,
        double characterCoverage,
        ReservedPieces reserved,
        NormaliserSpec normaliser,
        PieceShape shape) {

    private static final int MOST_PIECES = 1 << 20;

    /** Checks the ranges. */
    public PieceRecipe {
        boolean learnable = algorithm == PieceModel.Algorithm.UNIGRAM || algorithm == PieceModel.Algorithm.BPE;
        Refusal.require(learnable, "unigrams and byte pairs can be learnt, got %s", algorithm);
        Refusal.require(
                size > reserved.pieces().size() && size <= MOST_PIECES,
                "the vocabulary's size must be %d to %d, got %d",
                reserved.pieces().size() + 1,
                MOST_PIECES,
                size);
        Refusal.require(
                0.5 <= characterCoverage && characterCoverage <= 1,
                "the character coverage must be in [0.5, 1], got %s",
                characterCoverage);
    }

    /** T5's kind, with so many pieces. */
    public static PieceRecipe unigram(int size) {
        return new PieceRecipe(
                PieceModel.Algorithm.UNIGRAM,
                size,
                0.9995,
                ReservedPieces.T5,
                NormaliserSpec.nmtNfkc(),
                PieceShape.DEFAULT);
    }

    /** The same with another algorithm. */
    public PieceRecipe with(PieceModel.Algorithm other) {
        return new PieceRecipe(other, size, characterCoverage, reserved, normaliser, shape);
    }

    /** The same with other reserved pieces. */
    public PieceRecipe with(ReservedPieces others) {
        return new PieceRecipe(algorithm, size, characterCoverage, others, normaliser, shape);
    }
}
