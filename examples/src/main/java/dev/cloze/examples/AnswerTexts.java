package dev.cloze.examples;

import dev.cloze.use.TextModel;
import java.nio.file.Path;
import java.util.List;

/** Opens a model and asks it: an answer, the same in pieces, a filled gap, how likely each of two texts is, a vector. */
public final class AnswerTexts {

    private AnswerTexts() {}

    /**
     * Answers one text.
     *
     * @param words a model's folder, and the text
     */
    public static void main(String[] words) {
        Path folder = Path.of(words[0]);
        String text = words[1];
        try (TextModel model = TextModel.open(folder)) {
            System.out.println(model.generate(text));
            model.stream(text, System.out::print);
            System.out.println();
            System.out.println(model.fill("The <extra_id_0> is wonderful.").text());
            model.score(text, List.of("yes", "no")).forEach(System.out::println);
            System.out.println(model.embed(text).length + " numbers");
        }
    }
}
