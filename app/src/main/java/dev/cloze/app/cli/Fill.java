package dev.cloze.app.cli;

import dev.cloze.app.cli.lines.Answers;
import dev.cloze.app.cli.lines.Texts;
import dev.cloze.app.cli.option.FillOptions;
import dev.cloze.app.config.ModelPlace;
import dev.cloze.generate.fill.FilledText;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.use.TextModel;
import java.util.List;

/** {@code cloze fill}. */
final class Fill {

    private Fill() {}

    static void run(FillOptions options, Terminal terminal) {
        Texts texts = new Texts(options.texts().words(), options.texts().input(), terminal.in());
        ModelOpening opening = ModelOpening.of(options.model(), options.placement());
        int batch = options.batch();
        Answers.Details plain = new Answers.Details(false, false);
        try (Answers answers = Answers.to(
                terminal.out(), options.texts().output(), options.texts().read(opening.source()), plain)) {
            TextModel model = opening.only(terminal);
            GenerationOptions generation = options.decoding().of(model, terminal::note);
            String prefix = options.prefix()
                    .text()
                    .or(model::fillPrefix)
                    .orElseGet(() -> ModelPlace.find(options.model().folder()).shortGapMode());
            texts.inGroups(batch, group -> fill(model, group, generation, prefix, answers));
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
