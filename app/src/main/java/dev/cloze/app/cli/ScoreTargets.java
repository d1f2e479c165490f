package dev.cloze.app.cli;

import dev.cloze.app.cli.lines.Answers;
import dev.cloze.app.cli.lines.Pairs;
import dev.cloze.app.cli.option.ScoreOptions;
import dev.cloze.use.ScoredText;
import dev.cloze.use.TextModel;
import java.util.List;

/** {@code cloze score}. */
final class ScoreTargets {

    private ScoreTargets() {}

    static void run(ScoreOptions options, Terminal terminal) {
        Pairs pairs = new Pairs(options.texts().words(), options.texts().input(), terminal.in());
        ModelOpening opening = ModelOpening.of(options.model(), options.placement());
        int batch = options.batch();
        Answers.Details details =
                new Answers.Details(options.tokens().ids(), options.tokens().logprobs());
        try (Answers answers = Answers.to(
                terminal.out(), options.texts().output(), options.texts().read(opening.source()), details)) {
            TextModel model = opening.only(terminal);
            pairs.inGroups(batch, group -> score(model, group, answers));
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
