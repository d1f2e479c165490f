package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.cli.option.ReadOptions;
import dev.cloze.app.cli.option.UseOptions;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.text.Tokens;
import dev.cloze.use.ModelSettings;
import dev.cloze.use.ModelSource;
import dev.cloze.use.TextModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the options of the commands that use a model mean. */
final class Choices {

    private Choices() {}

    static ModelSource source(UseOptions options) {
        return ModelSource.of(options.model(), Given.all(options.adapters()), options.use());
    }

    static ModelSource source(ReadOptions options) {
        return ModelSource.of(options.model(), Given.all(options.adapters()), options.use());
    }

    /** The models that a text may say it is for, by their names; one of empty name where there is no choice. */
    static Map<String, TextModel> models(UseOptions options, ModelSource source, Terminal terminal) {
        Refusal.require(options.batch() > 0, "--batch must be at least 1, got %d", options.batch());
        return TextModel.openEach(source, settings(options.device(), options.precision(), terminal));
    }

    /** As {@link #models(UseOptions, ModelSource, Terminal)}. */
    static Map<String, TextModel> models(ReadOptions options, ModelSource source, Terminal terminal) {
        Refusal.require(options.batch() > 0, "--batch must be at least 1, got %d", options.batch());
        return TextModel.openEach(source, settings(options.device(), options.precision(), terminal));
    }

    /** The only one of {@code models}. */
    static TextModel only(Map<String, TextModel> models) {
        TextModel only = models.get("");
        if (only == null) {
            throw Refusal.at("--use", "must say which of %s", String.join(", ", models.keySet()));
        }
        return only;
    }

    private static ModelSettings settings(String device, String precision, Terminal terminal) {
        return ModelSettings.of(device, precision).withNotes(terminal::note);
    }

    /** All that a command reads, and its output must not replace. */
    static List<Path> read(ModelSource source, Optional<Path> input) {
        List<Path> all = new ArrayList<>(source.adapters().values());
        all.add(source.model());
        input.ifPresent(all::add);
        return all;
    }

    /** What is asked, over what the model's folder says of itself. */
    static GenerationOptions generation(UseOptions options, TextModel model, Terminal terminal) {
        Asked asked = new Asked(model.generationConfig());
        decoding(options, asked);
        Given.all(options.options()).forEach(asked::option);
        options.maxTokens().ifPresent(most -> asked.put("max_new_tokens", most));
        asked.texts("stop_strings", Given.all(options.stops()));
        asked.runs(
                "bad_words_ids",
                Given.all(options.badWords()).stream()
                        .map(word -> badWord(word, model))
                        .toList());
        asked.put("num_return_sequences", options.candidates());
        return asked.parsed(new Seed(options.seed()), model.config().vocab(), terminal::note)
                .withLogProbabilities();
    }

    private static Tokens badWord(String word, TextModel model) {
        Tokens tokens = model.tokenizer().encode(word);
        Refusal.require(!tokens.isEmpty(), "--bad-words must hold a token, got '%s'", word);
        return tokens;
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
