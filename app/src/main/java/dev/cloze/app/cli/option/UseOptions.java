package dev.cloze.app.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that use a trained model are asked: {@code cloze fill} and {@code cloze generate}. */
public interface UseOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model folder, or a run's folder: its model or newest checkpoint.")
    Path model();

    @Option(
            names = "--adapter",
            paramLabel = "[NAME=]DIR",
            description =
                    "An adapter that goes into the model: a PEFT folder, or a run's folder; may be repeated with names.")
    @Nullable List<String> adapters();

    @Option(
            names = "--use",
            paramLabel = "NAME",
            description = "Which of the adapters is used, or which of its tasks a model of several tasks does.")
    Optional<String> use();

    @Parameters(
            arity = "0..*",
            paramLabel = "TEXT",
            description = "Texts; without any, one text a line from standard input.")
    @Nullable List<String> texts();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Texts from JSON lines (field text) or plain lines, compressed or not.")
    Optional<Path> input();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Writes JSON lines there instead of text to the screen.")
    Optional<Path> output();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens to write for a text (default: the model's generation_config.json, else 128).")
    Optional<Integer> maxTokens();

    @Option(
            names = "--beams",
            paramLabel = "N",
            description = "Beams; 1 is greedy (default: the model's generation_config.json, else 1).")
    Optional<Integer> beams();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Draws tokens at this temperature; 0 takes the likeliest (default: as --beams).")
    Optional<Double> temperature();

    @Option(names = "--top-k", paramLabel = "K", description = "Draws among the K likeliest tokens (default: 0, all).")
    Optional<Integer> topK();

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draws among the likeliest tokens that together reach P (default: 1, all).")
    Optional<Double> topP();

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description =
                    "Any other setting under transformers' name, its value as JSON: min_p, typical_p, length_penalty,"
                            + " early_stopping, repetition_penalty, encoder_repetition_penalty, no_repeat_ngram_size,"
                            + " encoder_no_repeat_ngram_size, min_new_tokens, suppress_tokens, begin_suppress_tokens,"
                            + " bad_words_ids, sequence_bias, forced_bos_token_id, forced_eos_token_id,"
                            + " exponential_decay_length_penalty, renormalize_logits, eos_token_id, stop_strings; may be"
                            + " repeated.")
    @Nullable List<String> options();

    @Option(names = "--bad-words", paramLabel = "TEXT", description = "A text that is never written; may be repeated.")
    @Nullable List<String> badWords();

    @Option(names = "--stop", paramLabel = "TEXT", description = "Ends an answer that contains this; may be repeated.")
    @Nullable List<String> stops();

    @Option(
            names = "--stream",
            description = "Prints an answer as it is written, one text after the other; only of generate.")
    boolean stream();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the draws (default: 0).")
    long seed();

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "1",
            description = "Answers for each text, with --beams or --temperature (default: 1).")
    int candidates();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Texts worked on together (default: 16).")
    int batch();

    @Option(names = "--ids", description = "Also tells the ids of the tokens; of generate and score.")
    boolean ids();

    @Option(
            names = "--logprobs",
            description = "Also tells the tokens, each with its log-probability in nats; of generate and score.")
    boolean logprobs();

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda:0.")
    String device();

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "auto",
            description = "auto, float32, bf16 or int8 (default: auto, what the processor is fastest at).")
    String precision();

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Goes before each text: a task's name, or a mode token such as [NLU] (default: fill takes the"
                    + " mode that the model's run had for short gaps).")
    Optional<String> prefix();
}
