package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.lines.Answers;
import dev.cloze.app.cli.lines.Texts;
import dev.cloze.app.cli.option.UseOptions;
import dev.cloze.app.run.ModelPlace;
import dev.cloze.generate.fill.FilledText;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.use.ModelSource;
import dev.cloze.use.TextModel;
import java.util.List;

/** {@code cloze fill}. */
final class Fill {

    private Fill() {}

    static void run(UseOptions options, Terminal terminal) {
        Refusal.require(!options.stream(), "--stream is for generate: gaps are filled all at once");
        Refusal.require(!options.ids() && !options.logprobs(), "--ids and --logprobs are for generate and score");
        Texts texts = new Texts(Given.all(options.texts()), options.input(), terminal.in());
        ModelSource source = Choices.source(options);
        Answers.Details plain = new Answers.Details(false, false);
        try (Answers answers =
                Answers.to(terminal.out(), options.output(), Choices.read(source, options.input()), plain)) {
            TextModel model = Choices.only(Choices.models(options, source, terminal));
            GenerationOptions generation = Choices.generation(options, model, terminal);
            String prefix = options.prefix()
                    .or(model::fillPrefix)
                    .orElseGet(() -> ModelPlace.find(options.model()).shortGapMode());
            texts.inGroups(options.batch(), group -> fill(model, group, generation, prefix, answers));
            answers.finish();
        }
    }

    private static void fill(
            TextModel model, List<String> texts, GenerationOptions generation, String prefix, Answers answers) {
        List<List<FilledText>> filled = model.fill(texts, generation, prefix);
        for (int i = 0; i < texts.size(); i++) {
            answers.filled(texts.get(i), filled.get(i));
        }
        answers.check();
    }
}
