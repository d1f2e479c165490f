package dev.cloze.app.cli.option;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.text.Tokens;
import dev.cloze.use.TextModel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How a model writes: what is asked, over what its folder says of itself. */
public final class DecodingOptions {

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens to write for a text (default: the model's generation_config.json, else 128).")
    private Optional<Integer> maxTokens = Optional.empty();

    @Option(
            names = "--beams",
            paramLabel = "N",
            description = "Beams; 1 is greedy (default: the model's generation_config.json, else 1).")
    private Optional<Integer> beams = Optional.empty();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Draws tokens at this temperature; 0 takes the likeliest (default: as --beams).")
    private Optional<Double> temperature = Optional.empty();

    @Option(names = "--top-k", paramLabel = "K", description = "Draws among the K likeliest tokens (default: 0, all).")
    private Optional<Integer> topK = Optional.empty();

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draws among the likeliest tokens that together reach P (default: 1, all).")
    private Optional<Double> topP = Optional.empty();

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description =
                    "Any other setting under transformers' name, its value as JSON: min_p, typical_p, length_penalty,"
                            + " early_stopping, repetition_penalty, encoder_repetition_penalty, no_repeat_ngram_size,"
                            + " encoder_no_repeat_ngram_size, min_new_tokens, suppress_tokens, begin_suppress_tokens,"
                            + " bad_words_ids, sequence_bias, forced_bos_token_id, forced_eos_token_id,"
                            + " exponential_decay_length_penalty, renormalize_logits, eos_token_id,"
                            + " decoder_start_token_id, stop_strings; may be repeated.")
    private List<String> settings = List.of();

    @Option(names = "--bad-words", paramLabel = "TEXT", description = "A text that is never written; may be repeated.")
    private List<String> badWords = List.of();

    @Option(names = "--stop", paramLabel = "TEXT", description = "Ends an answer that contains this; may be repeated.")
    private List<String> stops = List.of();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the draws (default: 0).")
    private long seed;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "1",
            description = "Answers for each text, with --beams or --temperature (default: 1).")
    private int candidates = 1;

    /**
     * What is asked of {@code model}.
     *
     * @param notes hears of settings of its folder that are not followed
     * @throws Refusal if something cannot be meant, or not of this model
     */
    public GenerationOptions of(TextModel model, Consumer<String> notes) {
        AskedSettings asked = new AskedSettings(model.generationConfig());
        choice(asked);
        settings.forEach(asked::option);
        maxTokens.ifPresent(most -> asked.put("max_new_tokens", most));
        asked.texts("stop_strings", stops);
        asked.runs(
                "bad_words_ids",
                badWords.stream().map(word -> badWord(word, model)).toList());
        asked.put("num_return_sequences", candidates);
        return asked.parsed(new Seed(seed), model.config().vocab(), notes).withLogProbabilities();
    }

    private static Tokens badWord(String word, TextModel model) {
        Tokens tokens = model.tokenizer().encode(word);
        Refusal.require(!tokens.isEmpty(), "--bad-words must hold a token, got '%s'", word);
        return tokens;
    }

    private void choice(AskedSettings asked) {
        double heat = temperature.orElse(0.0);
        boolean draws = heat > 0;
        Refusal.require(heat >= 0, "--temperature must not be negative, got %s", heat);
        Refusal.require(!draws || beams.orElse(1) == 1, "--beams and --temperature exclude each other");
        Refusal.require(draws || (topK.isEmpty() && topP.isEmpty()), "--top-k and --top-p need --temperature above 0");
        if (temperature.isPresent() || beams.isPresent()) {
            asked.put("do_sample", draws);
            asked.put("num_beams", beams.orElse(1));
        }
        if (draws) {
            asked.put("temperature", heat);
            asked.put("top_k", topK.orElse(0));
            topP.ifPresent(most -> asked.put("top_p", most));
        }
    }
}
