package dev.cloze.app.cli;

import dev.cloze.app.cli.lines.Answers;
import dev.cloze.app.cli.lines.Pairs;
import dev.cloze.app.cli.option.ReadOptions;
import dev.cloze.use.ModelSource;
import dev.cloze.use.ScoredText;
import dev.cloze.use.TextModel;
import java.util.List;

/** {@code cloze score}. */
final class ScoreTargets {

    private ScoreTargets() {}

    static void run(ReadOptions options, Terminal terminal) {
        Pairs pairs = new Pairs(Given.all(options.texts()), options.input(), terminal.in());
        ModelSource source = Choices.source(options);
        Answers.Details details = new Answers.Details(options.ids(), options.logprobs());
        try (Answers answers =
                Answers.to(terminal.out(), options.output(), Choices.read(source, options.input()), details)) {
            TextModel model = Choices.only(Choices.models(options, source, terminal));
            pairs.inGroups(options.batch(), group -> score(model, group, answers));
            answers.finish();
        }
    }

    private static void score(TextModel model, List<Pairs.Pair> pairs, Answers answers) {
        List<ScoredText> scored = model.score(
                pairs.stream().map(Pairs.Pair::input).toList(),
                pairs.stream().map(Pairs.Pair::target).toList());
        for (int i = 0; i < pairs.size(); i++) {
            answers.scored(pairs.get(i).input(), scored.get(i), model.tokenizer());
        }
        answers.check();
    }
}
