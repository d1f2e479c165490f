package dev.cloze.app.cli;

import dev.cloze.app.cli.lines.Answers;
import dev.cloze.app.cli.lines.Texts;
import dev.cloze.app.cli.option.EmbedOptions;
import dev.cloze.use.TextModel;
import java.util.List;

/** {@code cloze embed}. */
final class Embed {

    private Embed() {}

    static void run(EmbedOptions options, Terminal terminal) {
        Texts texts = new Texts(options.texts().words(), options.texts().input(), terminal.in());
        ModelOpening opening = ModelOpening.of(options.model(), options.placement());
        int batch = options.batch();
        Answers.Details plain = new Answers.Details(false, false);
        try (Answers answers = Answers.to(
                terminal.out(), options.texts().output(), options.texts().read(opening.source()), plain)) {
            TextModel model = opening.only(terminal);
            texts.inGroups(batch, group -> embed(model, group, answers));
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
