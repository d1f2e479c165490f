package dev.cloze.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.cli.option.ReadOptions;
import dev.cloze.app.use.Answers;
import dev.cloze.app.use.OpenModel;
import dev.cloze.app.use.Pairs;
import dev.cloze.generate.Score;
import dev.cloze.text.Framing;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.List;

/** {@code cloze score}. */
final class ScoreTargets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ScoreTargets() {}

    static void run(ReadOptions options, Terminal terminal) {
        Pairs pairs = new Pairs(Given.all(options.texts()), options.input(), terminal.in());
        OpenModel model = Choices.model(options, terminal);
        try (Answers answers = Answers.to(terminal.out(), options.output())) {
            pairs.inGroups(options.batch(), group -> score(model, group, answers));
        }
    }

    private static void score(OpenModel model, List<Pairs.Pair> pairs, Answers answers) {
        Tokenizer tokenizer = model.tokenizer();
        Framing read = tokenizer.framing();
        Framing written = read.ofTargets(tokenizer.vocabulary().eosId());
        List<Tokens> inputs = pairs.stream()
                .map(pair -> read.around(tokenizer.encode(pair.input())))
                .toList();
        List<Tokens> targets = pairs.stream()
                .map(pair -> written.around(tokenizer.encode(pair.target())))
                .toList();
        List<Score> scores = model.generator().score(inputs, targets);
        for (int i = 0; i < pairs.size(); i++) {
            ObjectNode line = JSON.createObjectNode()
                    .put("input", pairs.get(i).input())
                    .put("target", pairs.get(i).target())
                    .put("logProbability", scores.get(i).total())
                    .put("tokens", targets.get(i).size())
                    .put("mean", scores.get(i).mean());
            answers.line(line);
        }
    }
}
