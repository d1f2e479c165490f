package dev.cloze.seqio.convert;

import dev.cloze.Refusal;
import dev.cloze.data.stream.Rate;
import dev.cloze.objective.CausalLm;
import dev.cloze.objective.Objective;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.OutputFeature;
import dev.cloze.seqio.Preprocessor;
import dev.cloze.seqio.Request;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.seqio.step.EndOfSequence;
import dev.cloze.seqio.step.PrependMode;
import dev.cloze.seqio.step.RekeyFeatures;
import dev.cloze.seqio.step.Tokenise;
import dev.cloze.seqio.task.SeqioMixture;
import dev.cloze.seqio.task.SeqioObjectives;
import dev.cloze.seqio.task.SeqioTask;
import dev.cloze.seqio.task.TextLineSource;
import dev.cloze.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What seqio would make of text with T5's pre-training tasks: the same elements in the same order for the same seed, files,
 * shard and lengths. Each denoiser of each source is a task, {@code rekey, tokenize, cache placeholder, objective,
 * append_eos_after_trim}, the last not where an objective ends documents itself; several tasks are a mixture.
 *
 * @param sources where text comes from
 * @param tokenizer how it becomes tokens
 * @param objective what is learnt from it
 * @param reserved tokens by which inputs of span corruption stay shorter where a mode comes in front; none for the mode's
 * @param shuffleBuffer elements that are shuffled at a time
 */
public record SeqioText(
        List<Source> sources, Tokenizer tokenizer, Objective objective, OptionalInt reserved, int shuffleBuffer) {

    /** Takes an unmodifiable copy. */
    public SeqioText {
        sources = List.copyOf(sources);
        Refusal.require(!sources.isEmpty(), "sources must name at least one source");
    }

    /**
     * Lines of files.
     *
     * @param name what its tasks' names begin with, where there are several sources
     * @param lines the lines
     * @param text the text of a line
     * @param rate how often it is drawn
     */
    public record Source(String name, TextLineSource lines, UnaryOperator<String> text, double rate) {}

    /** Elements with {@code inputs} and {@code targets}, with {@code targets} alone where nothing is read. */
    public Dataset<Features> open(Request request) {
        List<SeqioMixture.RatedTask> tasks = new ArrayList<>();
        for (Source source : sources) {
            for (SeqioObjectives.Part part : SeqioObjectives.parts(objective)) {
                String prefix = sources.size() == 1 ? "" : source.name() + "_";
                SeqioTask task = task(prefix + part.name(), source, part);
                tasks.add(new SeqioMixture.RatedTask(task, new Rate.Fixed(source.rate() * part.rate())));
            }
        }
        return tasks.size() == 1
                ? tasks.get(0).task().open(request)
                : new SeqioMixture("run", tasks, List.of(), true).open(request);
    }

    private SeqioTask task(String name, Source source, SeqioObjectives.Part part) {
        OutputFeature output = OutputFeature.of(tokenizer, true);
        boolean reads = !(objective instanceof CausalLm);
        int mode = tokenizer.encode(part.mode()).size();
        List<Preprocessor> steps = new ArrayList<>();
        steps.add((elements, context) ->
                elements.map(element -> element.with("text", source.text().apply(element.text("text")))));
        steps.add(new RekeyFeatures(Map.of("inputs", "", "targets", "text")));
        steps.add(new Tokenise(false));
        steps.add(SeqioTask.Cached.HERE);
        steps.add(part.steps().apply(mode == 0 ? 0 : reserved.orElse(mode)));
        if (mode > 0) {
            steps.add(new PrependMode(part.mode()));
        }
        if (reads) {
            steps.add(new EndOfSequence(true));
        }
        Map<String, OutputFeature> features =
                reads ? Map.of("inputs", output, "targets", output) : Map.of("targets", output);
        return new SeqioTask(name, source.lines(), steps, features, shuffleBuffer);
    }
}
