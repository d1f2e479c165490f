package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.cli.option.ReadOptions;
import dev.cloze.app.cli.option.UseOptions;
import dev.cloze.app.use.ModelSource;
import dev.cloze.app.use.OpenModel;
import dev.cloze.app.use.Texts;
import dev.cloze.generate.options.GenerationOptions;
import java.util.Map;
import java.util.function.Consumer;

/** What the options of the commands that use a model mean. */
final class Choices {

    private Choices() {}

    static OpenModel model(UseOptions options, Terminal terminal) {
        ModelSource source = ModelSource.of(options.model(), Given.all(options.adapters()), options.use());
        return OpenModel.of(source, options.device(), options.precision(), noting(terminal));
    }

    /** As {@link #model}, by the names that a text may say it is for. */
    static Map<String, OpenModel> models(UseOptions options, Terminal terminal) {
        ModelSource source = ModelSource.of(options.model(), Given.all(options.adapters()), options.use());
        return OpenModel.each(source, options.device(), options.precision(), noting(terminal));
    }

    static OpenModel model(ReadOptions options, Terminal terminal) {
        Refusal.require(options.batch() > 0, "--batch must be at least 1, got %d", options.batch());
        ModelSource source = ModelSource.of(options.model(), Given.all(options.adapters()), options.use());
        return OpenModel.of(source, options.device(), options.precision(), noting(terminal));
    }

    private static Consumer<String> noting(Terminal terminal) {
        return note -> terminal.err().println("note: " + note);
    }

    static Texts texts(UseOptions options, Terminal terminal) {
        Refusal.require(options.batch() > 0, "--batch must be at least 1, got %d", options.batch());
        return new Texts(Given.all(options.texts()), options.input(), terminal.in());
    }

    /** What is asked, over what the model's folder says of itself. */
    static GenerationOptions generation(UseOptions options, OpenModel model) {
        Asked asked = new Asked(model.loaded().folder());
        decoding(options, asked);
        Given.all(options.options()).forEach(asked::option);
        options.maxTokens().ifPresent(most -> asked.put("max_new_tokens", most));
        asked.texts("stop_strings", Given.all(options.stops()));
        asked.runs(
                "bad_words_ids",
                Given.all(options.badWords()).stream()
                        .map(model.tokenizer()::encode)
                        .toList());
        asked.put("num_return_sequences", options.candidates());
        return asked.parsed(new Seed(options.seed())).withLogProbabilities();
    }

    private static void decoding(UseOptions options, Asked asked) {
        double temperature = options.temperature().orElse(0.0);
        boolean draws = temperature > 0;
        Refusal.require(temperature >= 0, "--temperature must not be negative, got %s", temperature);
        Refusal.require(!draws || options.beams().orElse(1) == 1, "--beams and --temperature exclude each other");
        boolean cuts = options.topK().isPresent() || options.topP().isPresent();
        Refusal.require(draws || !cuts, "--top-k and --top-p need --temperature above 0");
        if (options.temperature().isPresent() || options.beams().isPresent()) {
            asked.put("do_sample", draws);
            asked.put("num_beams", options.beams().orElse(1));
        }
        if (draws) {
            asked.put("temperature", temperature);
            asked.put("top_k", options.topK().orElse(0));
            options.topP().ifPresent(most -> asked.put("top_p", most));
        }
    }
}
