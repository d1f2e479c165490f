package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.cli.lines.TrainingLines;
import dev.cloze.app.cli.option.TokenizerTrainOptions;
import dev.cloze.app.report.Display;
import dev.cloze.text.SentencePieceTokenizer;
import dev.cloze.text.SentinelStyle;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.PieceModel;
import dev.cloze.text.sentencepiece.train.PieceRecipe;
import dev.cloze.text.sentencepiece.train.PieceShape;
import dev.cloze.text.sentencepiece.train.PieceTrainer;
import dev.cloze.text.sentencepiece.train.PieceTrainingListener;
import dev.cloze.text.sentencepiece.train.ReservedPieces;

/** {@code cloze tokenizer train}. */
final class TokenizerTrain {

    private TokenizerTrain() {}

    static void run(TokenizerTrainOptions options, Terminal terminal) {
        PieceTrainer trainer = new PieceTrainer(recipe(options));
        int cores = Runtime.getRuntime().availableProcessors();
        Refusal.require(options.threads() >= 0, "--threads must not be negative, got %d", options.threads());
        int threads = options.threads() == 0 ? cores : options.threads();
        long start = System.nanoTime();
        try (Display display = Display.on(terminal.err(), terminal.watched(), terminal.width())) {
            display.say("reading text");
            new TrainingLines(options.files(), options.textField(), display::note)
                    .each(options.inputSentenceSize(), new Seed(options.seed()), trainer::read);
            PieceModel model = trainer.train(threads, new Shown(display));
            int outside = isInside(options) ? 0 : options.sentinels();
            SentencePieceTokenizer tokenizer =
                    SentencePieceTokenizer.of(model.toBytes(), outside, SentinelStyle.ANYWHERE);
            tokenizer.save(options.out());
            double seconds = (System.nanoTime() - start) / 1e9;
            display.say("wrote %s: %,d pieces, %,d sentinels, in %.0f s"
                    .formatted(
                            options.out(),
                            model.pieces().size(),
                            tokenizer.vocabulary().sentinels().count(),
                            seconds));
        }
    }

    private static PieceRecipe recipe(TokenizerTrainOptions options) {
        ReservedPieces reserved = new ReservedPieces(
                isInside(options) ? options.sentinels() : 0,
                options.controlSymbols(),
                options.userSymbols(),
                options.byteFallback());
        return new PieceRecipe(
                algorithm(options.type()),
                options.vocabSize(),
                options.characterCoverage(),
                reserved,
                normaliser(options.normaliser()),
                PieceShape.DEFAULT);
    }

    private static boolean isInside(TokenizerTrainOptions options) {
        return switch (options.sentinelsIn()) {
            case "model" -> true;
            case "config" -> false;
            default -> throw Refusal.at("--sentinels-in", "must be config or model, got '%s'", options.sentinelsIn());
        };
    }

    private static PieceModel.Algorithm algorithm(String type) {
        return switch (type) {
            case "unigram" -> PieceModel.Algorithm.UNIGRAM;
            case "bpe" -> PieceModel.Algorithm.BPE;
            default -> throw Refusal.at("--type", "must be unigram or bpe, got '%s'", type);
        };
    }

    private static NormaliserSpec normaliser(String rules) {
        return switch (rules) {
            case "nmt_nfkc" -> NormaliserSpec.nmtNfkc();
            case "identity" -> NormaliserSpec.identity();
            default -> throw Refusal.at("--normaliser", "must be nmt_nfkc or identity, got '%s'", rules);
        };
    }

    /** Shows the training's progress. */
    private static final class Shown implements PieceTrainingListener {

        private final Display display;
        private final long start = System.nanoTime();

        Shown(Display display) {
            this.display = display;
        }

        @Override
        public void say(String what) {
            display.say(what);
        }

        @Override
        public void done(long rounds, long all, String state) {
            double seconds = (System.nanoTime() - start) / 1e9;
            display.show(new Display.State(rounds, all, seconds / Math.max(1, rounds) * (all - rounds), state));
        }
    }
}
