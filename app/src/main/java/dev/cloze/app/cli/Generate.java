package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.option.UseOptions;
import dev.cloze.app.use.Answers;
import dev.cloze.app.use.OpenModel;
import dev.cloze.app.use.Texts;
import dev.cloze.generate.TextStream;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.Request;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.CausalModel;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.List;
import java.util.function.Function;

/** {@code cloze generate}. */
final class Generate {

    private Generate() {}

    static void run(UseOptions options, Terminal terminal) {
        Texts texts = Choices.texts(options, terminal);
        OpenModel model = Choices.model(options, terminal);
        GenerationOptions generation = Choices.generation(options, model);
        boolean alone = generation.candidates() == 1 && !(generation.decoding() instanceof Decoding.BeamSearch);
        Refusal.require(!options.stream() || alone, "--stream needs one answer a text and no beams");
        Function<String, Request> request = text -> new Request(input(model, options, text), generation);
        if (options.stream()) {
            texts.inGroups(1, group -> stream(model, request.apply(group.get(0)), terminal));
            return;
        }
        try (Answers answers = Answers.to(terminal.out(), options.output())) {
            texts.inGroups(options.batch(), group -> generate(model, group, request, answers));
        }
    }

    // A model that reads a text sees its end; one that continues a text must not.
    private static Tokens input(OpenModel model, UseOptions options, String text) {
        Tokenizer tokenizer = model.tokenizer();
        Tokens tokens = tokenizer.encode(options.prefix().orElse("") + text);
        boolean continues = model.loaded().network() instanceof CausalModel;
        return continues ? tokens : tokens.append(tokenizer.vocabulary().eosId());
    }

    private static void stream(OpenModel model, Request request, Terminal terminal) {
        TextStream text = new TextStream(model.tokenizer());
        model.generator().generate(List.of(request), (row, id) -> {
            terminal.out().print(text.add(id));
            terminal.out().flush();
        });
        terminal.out().println(text.end());
    }

    private static void generate(
            OpenModel model, List<String> texts, Function<String, Request> request, Answers answers) {
        List<List<Candidate>> written =
                model.generator().generate(texts.stream().map(request).toList());
        for (int i = 0; i < texts.size(); i++) {
            List<Answers.Written> decoded = written.get(i).stream()
                    .map(candidate ->
                            new Answers.Written(model.tokenizer().decode(candidate.tokens()), candidate.score()))
                    .toList();
            answers.generated(texts.get(i), decoded);
        }
    }
}
