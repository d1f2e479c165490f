package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.use.OpenModel;
import dev.cloze.app.use.Texts;
import dev.cloze.generate.Decoding;
import dev.cloze.generate.GenerationOptions;

/** What the options of the commands that use a model mean. */
final class Choices {

    private Choices() {}

    static OpenModel model(UseOptions options, Terminal terminal) {
        return OpenModel.of(
                options.model(),
                options.device(),
                options.precision(),
                note -> terminal.err().println("note: " + note));
    }

    static Texts texts(UseOptions options, Terminal terminal) {
        Refusal.require(options.batch() > 0, "--batch must be at least 1, got %d", options.batch());
        return new Texts(Given.all(options.texts()), options.input(), terminal.in());
    }

    static GenerationOptions generation(UseOptions options) {
        return GenerationOptions.greedy(options.maxTokens())
                .with(decoding(options))
                .withCandidates(options.candidates())
                .withLogProbabilities();
    }

    private static Decoding decoding(UseOptions options) {
        boolean draws = options.temperature() > 0;
        Refusal.require(
                options.temperature() >= 0, "--temperature must not be negative, got %s", options.temperature());
        Refusal.require(!draws || options.beams() == 1, "--beams and --temperature exclude each other");
        boolean cuts = options.topK() != 0 || options.topP() != 1;
        Refusal.require(draws || !cuts, "--top-k and --top-p need --temperature above 0");
        if (draws) {
            Decoding.Cut cut = new Decoding.Cut(options.topK(), options.topP(), 0, 1);
            return new Decoding.Sampling(options.temperature(), cut, new Seed(options.seed()));
        }
        return options.beams() == 1
                ? new Decoding.Greedy()
                : new Decoding.BeamSearch(options.beams(), 1.0, Decoding.Patience.UNLIKELY);
    }
}
