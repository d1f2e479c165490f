package dev.cloze.text.sentencepiece;

/**
 * The fields of the file's trainer section that matter after training.
 *
 * @param algorithm how text is cut into pieces
 * @param surface what happens where pieces and text differ
 */
record TrainerFields(PieceModel.Algorithm algorithm, PieceModel.Surface surface) {

    private static final int MODEL_TYPE = 3;
    private static final int SPACE_AS_SUFFIX = 24;
    private static final int BYTE_FALLBACK = 35;
    private static final int UNKNOWN_SURFACE = 44;

    static TrainerFields read(WireReader in) {
        PieceModel.Algorithm algorithm = PieceModel.Algorithm.UNIGRAM;
        boolean byteFallback = false;
        boolean spaceAsSuffix = false;
        String unknown = PieceModel.Surface.DEFAULT.unknown();
        while (in.next()) {
            switch (in.field()) {
                case MODEL_TYPE -> algorithm = PieceModel.Algorithm.of(in);
                case SPACE_AS_SUFFIX -> spaceAsSuffix = in.flag();
                case BYTE_FALLBACK -> byteFallback = in.flag();
                case UNKNOWN_SURFACE -> unknown = in.text();
                default -> in.skip();
            }
        }
        return new TrainerFields(algorithm, new PieceModel.Surface(byteFallback, spaceAsSuffix, unknown));
    }
}
