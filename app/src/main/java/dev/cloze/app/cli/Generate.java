package dev.cloze.app.cli;

import dev.cloze.app.use.Answers;
import dev.cloze.app.use.OpenModel;
import dev.cloze.app.use.Texts;
import dev.cloze.generate.Candidate;
import dev.cloze.generate.GenerationOptions;
import dev.cloze.generate.Request;
import dev.cloze.text.Tokenizer;
import java.util.List;

/** {@code cloze generate}. */
final class Generate {

    private Generate() {}

    static void run(UseOptions options, Terminal terminal) {
        Texts texts = Choices.texts(options, terminal);
        OpenModel model = Choices.model(options, terminal);
        try (Answers answers = Answers.to(terminal.out(), options.output())) {
            texts.inGroups(options.batch(), group -> generate(model, group, options, answers));
        }
    }

    private static void generate(OpenModel model, List<String> texts, UseOptions options, Answers answers) {
        Tokenizer tokenizer = model.tokenizer();
        GenerationOptions generation = Choices.generation(options);
        int eos = tokenizer.vocabulary().eosId();
        List<Request> requests = texts.stream()
                .map(text -> new Request(
                        tokenizer.encode(options.prefix().orElse("") + text).append(eos), generation))
                .toList();
        List<List<Candidate>> written = model.generator().generate(requests);
        for (int i = 0; i < texts.size(); i++) {
            List<String> decoded = written.get(i).stream()
                    .map(candidate -> tokenizer.decode(candidate.tokens()))
                    .toList();
            answers.generated(texts.get(i), decoded);
        }
    }
}
