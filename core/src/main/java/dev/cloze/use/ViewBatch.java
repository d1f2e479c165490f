package dev.cloze.use;

import dev.cloze.Refusal;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/** Texts that are answered by several views of models, as many in one batch as share their layers. */
final class ViewBatch {

    private final List<TextModel> models;
    private final List<String> inputs;
    private final GenerationOptions options;
    private final List<List<GeneratedText>> answers;

    private ViewBatch(List<TextModel> models, List<String> inputs, GenerationOptions options) {
        this.models = models;
        this.inputs = inputs;
        this.options = options;
        this.answers = new ArrayList<>(Collections.nCopies(inputs.size(), List.of()));
    }

    static List<List<GeneratedText>> generate(List<TextModel> models, List<String> inputs, GenerationOptions options) {
        Refusal.require(
                models.size() == inputs.size(),
                "there must be as many models as inputs, got %d and %d",
                models.size(),
                inputs.size());
        ViewBatch batch = new ViewBatch(models, inputs, options);
        IdentityHashMap<Network, List<Integer>> together = new IdentityHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            together.computeIfAbsent(models.get(i).layers(), missing -> new ArrayList<>())
                    .add(i);
        }
        together.values().forEach(batch::answer);
        return List.copyOf(batch.answers);
    }

    private void answer(List<Integer> places) {
        List<GenerationRequest> requests =
                places.stream().map(place -> request(place)).toList();
        TextModel first = models.get(places.get(0));
        List<List<Candidate>> found = first.use(() -> first.generator().generate(requests));
        for (int i = 0; i < found.size(); i++) {
            answers.set(places.get(i), found.get(i).stream().map(first::text).toList());
        }
    }

    // Each view is asked, so that a closed one refuses.
    private GenerationRequest request(int place) {
        TextModel model = models.get(place);
        return model.use(() -> model.request(inputs.get(place), options));
    }
}
