package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.lines.Answers;
import dev.cloze.app.cli.lines.Texts;
import dev.cloze.app.cli.option.ReadOptions;
import dev.cloze.use.ModelSource;
import dev.cloze.use.TextModel;
import java.util.List;

/** {@code cloze embed}. */
final class Embed {

    private Embed() {}

    static void run(ReadOptions options, Terminal terminal) {
        Refusal.require(!options.ids() && !options.logprobs(), "--ids and --logprobs are for generate and score");
        Texts texts = new Texts(Given.all(options.texts()), options.input(), terminal.in());
        ModelSource source = Choices.source(options);
        Answers.Details plain = new Answers.Details(false, false);
        try (Answers answers =
                Answers.to(terminal.out(), options.output(), Choices.read(source, options.input()), plain)) {
            TextModel model = Choices.only(Choices.models(options, source, terminal));
            texts.inGroups(options.batch(), group -> embed(model, group, answers));
            answers.finish();
        }
    }

    private static void embed(TextModel model, List<String> texts, Answers answers) {
        List<float[]> vectors = model.embed(texts);
        for (int i = 0; i < texts.size(); i++) {
            answers.embedded(texts.get(i), vectors.get(i));
        }
        answers.check();
    }
}
