package dev.cloze.app.cli;

import dev.cloze.app.cli.option.UseOptions;
import dev.cloze.app.run.ModelPlace;
import dev.cloze.app.use.Answers;
import dev.cloze.app.use.OpenModel;
import dev.cloze.app.use.Texts;
import dev.cloze.generate.fill.FilledText;
import dev.cloze.generate.fill.GapFiller;
import dev.cloze.generate.options.GenerationOptions;
import java.util.List;

/** {@code cloze fill}. */
final class Fill {

    private Fill() {}

    static void run(UseOptions options, Terminal terminal) {
        Texts texts = Choices.texts(options, terminal);
        OpenModel model = Choices.model(options, terminal);
        model.loaded().model(); // it must read a text and write another
        GenerationOptions generation = Choices.generation(options, model);
        String prefix = options.prefix()
                .orElseGet(() -> ModelPlace.find(options.model()).shortGapMode());
        GapFiller filler = new GapFiller(model.generator(), model.tokenizer())
                .withPrefix(model.tokenizer().encode(prefix));
        try (Answers answers = Answers.to(terminal.out(), options.output())) {
            texts.inGroups(options.batch(), group -> fill(filler, group, generation, answers));
        }
    }

    private static void fill(GapFiller filler, List<String> texts, GenerationOptions generation, Answers answers) {
        List<List<FilledText>> filled = filler.fill(texts, generation);
        for (int i = 0; i < texts.size(); i++) {
            answers.filled(texts.get(i), filled.get(i));
        }
    }
}
