package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.option.UseOptions;
import dev.cloze.app.use.Answers;
import dev.cloze.app.use.OpenModel;
import dev.cloze.app.use.Texts;
import dev.cloze.generate.TextStream;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.search.Candidate;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** {@code cloze generate}. */
final class Generate {

    private Generate() {}

    static void run(UseOptions options, Terminal terminal) {
        Texts texts = Choices.texts(options, terminal);
        Map<String, OpenModel> models = Choices.models(options, terminal);
        OpenModel first = models.values().iterator().next();
        GenerationOptions generation = Choices.generation(options, first);
        boolean alone = generation.candidates() == 1 && !(generation.decoding() instanceof Decoding.BeamSearch);
        Refusal.require(!options.stream() || alone, "--stream needs one answer a text and no beams");
        Function<String, GenerationRequest> request = text -> new GenerationRequest(input(first, options, text), generation);
        if (options.stream()) {
            texts.each(
                    1,
                    group -> stream(
                            model(models, group.get(0)),
                            request.apply(group.get(0).text()),
                            terminal));
            return;
        }
        try (Answers answers = Answers.to(terminal.out(), options.output())) {
            texts.each(options.batch(), group -> generate(models, group, request, answers));
        }
    }

    private static OpenModel model(Map<String, OpenModel> models, Texts.Text text) {
        OpenModel only = models.get("");
        OpenModel named = models.get(text.use());
        if (only == null && named == null) {
            throw Refusal.at(
                    "--use, or a field use of each line",
                    "must say which of %s, got '%s'",
                    String.join(", ", models.keySet()),
                    text.use());
        }
        return named == null ? Objects.requireNonNull(only) : named;
    }

    private static Tokens input(OpenModel model, UseOptions options, String text) {
        Tokenizer tokenizer = model.tokenizer();
        Tokens tokens = tokenizer.encode(options.prefix().orElse("") + text);
        return tokenizer.framing().around(tokens);
    }

    private static void stream(OpenModel model, GenerationRequest request, Terminal terminal) {
        TextStream text = new TextStream(model.tokenizer());
        model.generator().generate(List.of(request), (row, id) -> {
            terminal.out().print(text.add(id));
            terminal.out().flush();
        });
        terminal.out().println(text.end());
    }

    // What is for the same adapter or task is answered together.
    private static void generate(
            Map<String, OpenModel> models, List<Texts.Text> texts, Function<String, GenerationRequest> request, Answers answers) {
        IdentityHashMap<OpenModel, List<Texts.Text>> byModel = new IdentityHashMap<>();
        texts.forEach(text -> byModel.computeIfAbsent(model(models, text), missing -> new ArrayList<>())
                .add(text));
        IdentityHashMap<Texts.Text, List<Candidate>> written = new IdentityHashMap<>();
        byModel.forEach((model, own) -> {
            List<List<Candidate>> found = model.generator()
                    .generate(own.stream().map(Texts.Text::text).map(request).toList());
            for (int i = 0; i < own.size(); i++) {
                written.put(own.get(i), found.get(i));
            }
        });
        Tokenizer tokenizer = models.values().iterator().next().tokenizer();
        for (Texts.Text text : texts) {
            answers.generated(
                    text.text(),
                    Objects.requireNonNull(written.get(text)).stream()
                            .map(candidate ->
                                    new Answers.Written(tokenizer.decode(candidate.tokens()), candidate.score()))
                            .toList());
        }
    }
}
