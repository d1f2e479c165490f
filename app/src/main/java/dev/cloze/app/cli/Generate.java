package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.lines.Answers;
import dev.cloze.app.cli.lines.Texts;
import dev.cloze.app.cli.option.GenerateOptions;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.use.GeneratedText;
import dev.cloze.use.TextModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code cloze generate}. */
final class Generate {

    private final GenerateOptions options;
    private final Terminal terminal;
    private final Map<String, TextModel> models;
    private final TextModel first;
    private final GenerationOptions generation;

    private Generate(GenerateOptions options, Terminal terminal, Map<String, TextModel> models) {
        this.options = options;
        this.terminal = terminal;
        this.models = models;
        this.first = models.values().iterator().next();
        this.generation = options.decoding().of(first, terminal::note);
    }

    static void run(GenerateOptions options, Terminal terminal) {
        Texts texts = new Texts(options.texts().words(), options.texts().input(), terminal.in());
        ModelOpening opening = ModelOpening.of(options.model(), options.placement());
        Answers.Details details =
                new Answers.Details(options.tokens().ids(), options.tokens().logprobs());
        try (Answers answers = Answers.to(
                terminal.out(), options.texts().output(), options.texts().read(opening.source()), details)) {
            int batch = options.batch();
            Generate generate = new Generate(options, terminal, opening.each(terminal));
            generate.all(texts, batch, answers);
            answers.finish();
        }
    }

    private void all(Texts texts, int batch, Answers answers) {
        if (!options.stream()) {
            texts.each(batch, group -> generate(group, answers));
            return;
        }
        boolean alone = generation.candidates() == 1 && !(generation.decoding() instanceof Decoding.BeamSearch);
        Refusal.require(alone, "--stream needs one answer a text and no beams");
        Refusal.require(options.texts().output().isEmpty(), "--stream and --output exclude each other");
        texts.each(1, group -> stream(group.get(0), answers));
    }

    private TextModel model(Texts.Text text) {
        TextModel only = models.get("");
        TextModel named = models.get(text.use());
        if (only == null && named == null) {
            throw Refusal.at(
                    "--use, or a field use of each line",
                    "must say which of %s, got '%s'",
                    String.join(", ", models.keySet()),
                    text.use());
        }
        return named == null ? Objects.requireNonNull(only) : named;
    }

    private String input(Texts.Text text) {
        return options.prefix().text().orElse("") + text.text();
    }

    private void stream(Texts.Text text, Answers answers) {
        model(text).stream(input(text), generation, piece -> {
            terminal.out().print(piece);
            terminal.out().flush();
        });
        terminal.out().println();
        answers.check();
    }

    private void generate(List<Texts.Text> texts, Answers answers) {
        List<List<GeneratedText>> written = TextModel.generateEach(
                texts.stream().map(this::model).toList(),
                texts.stream().map(this::input).toList(),
                generation);
        for (int i = 0; i < written.size(); i++) {
            answers.generated(texts.get(i).text(), written.get(i), first.tokenizer());
        }
        answers.check();
    }
}
