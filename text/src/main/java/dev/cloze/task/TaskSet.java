package dev.cloze.task;

import dev.cloze.Refusal;
import dev.cloze.data.Corpus;
import dev.cloze.data.Material;
import dev.cloze.data.file.Notices;
import dev.cloze.data.file.ReadingRules;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.data.stream.Mixture;
import dev.cloze.data.stream.Rate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tasks that are learnt or measured together, ready to be read.
 *
 * @param corpora the documents of each task after the steps over their fields, by the task's name
 * @param recipes what is made of them
 * @param names of the tasks by their indices
 */
public record TaskSet(Map<String, Corpus<?>> corpora, Recipes recipes, List<String> names) {

    /**
     * Tasks and what is made of them. Their indices count the names in {@code order}, then those that are not among them.
     *
     * @param usual what those learn that say nothing else
     * @param order names whose indices are settled, since a model or other tasks count them, too
     */
    public static TaskSet of(List<Task> tasks, Learning.Denoising usual, List<String> order, ReadingRules rules) {
        List<String> names = Stream.concat(order.stream(), tasks.stream().map(Task::name))
                .distinct()
                .toList();
        Map<String, Corpus<?>> corpora = new LinkedHashMap<>();
        SortedMap<String, Recipe> recipes = new TreeMap<>();
        for (Task task : tasks) {
            corpora.put(task.name(), new TaskCorpus(task.name(), task.read(rules), names.indexOf(task.name())));
            recipes.put(task.name(), task.recipe(usual));
        }
        Map<Integer, Recipe> byTask = new LinkedHashMap<>();
        recipes.forEach((name, recipe) -> byTask.put(names.indexOf(name), recipe));
        Recipe ofRun = Recipe.of(usual);
        Recipe first = tasks.get(0).recipe(usual);
        return new TaskSet(corpora, new Recipes(byTask.containsValue(ofRun) ? ofRun : first, byTask), names);
    }

    /** The same, counted in their own order. */
    public static TaskSet of(List<Task> tasks, Learning.Denoising usual, ReadingRules rules) {
        return of(tasks, usual, List.of(), rules);
    }

    /**
     * These tasks read from where they were prepared; those that are made of tokens already stay as they are.
     *
     * @param data says where
     * @param tokenizer the tokenizer's hash
     * @throws Refusal where other tokens lie there than would be made now
     */
    public TaskSet prepared(Data data, String tokenizer) {
        Path folder = data.prepared().get(0);
        Map<String, Corpus<?>> read = new LinkedHashMap<>();
        for (Task task : data.all()) {
            Corpus<?> corpus = task.source().read(ReadingRules.telling(Notices.SILENT));
            Corpus<?> made = corpus instanceof TextCorpus source
                    ? PreparedTask.of(task, source, folder, tokenizer).open(data.checkSources())
                    : corpus;
            read.put(task.name(), new TaskCorpus(task.name(), made, names.indexOf(task.name())));
        }
        return new TaskSet(read, recipes, names);
    }

    /**
     * These tasks themselves.
     *
     * @throws Refusal where files are missing: before anything is built for them
     */
    public TaskSet found() {
        corpora.values().forEach(Corpus::paths);
        return this;
    }

    /** Number of documents of a pass over all tasks. */
    public long examples() {
        return corpora.values().stream().mapToLong(Corpus::examples).sum();
    }

    /** That number where the rates of a run need it; text that may be large is not counted for nothing. */
    public OptionalLong size(Data data) {
        boolean counted = data.mixture().isEmpty()
                ? corpora.size() > 1 && data.alpha() > 0
                : data.mixture().stream().allMatch(TaskSet::isCounted);
        return counted ? OptionalLong.of(examples()) : OptionalLong.empty();
    }

    private static boolean isCounted(Drawn choice) {
        return choice instanceof Drawn.Mixture inner
                ? inner.parts().stream().allMatch(TaskSet::isCounted)
                : choice.rate().dependsOnSize();
    }

    /** All tasks at a rate by their sizes; a single one needs no rate, and a large one is not counted for nothing. */
    public Mixture mixture(double alpha) {
        List<Corpus<?>> all = List.copyOf(corpora.values());
        return all.size() == 1
                ? new Mixture(List.of(new Mixture.Part(all.get(0).name(), all.get(0), 1)))
                : new Mixture(all, alpha);
    }

    /** What a run file says is drawn. */
    public Mixture mixture(List<Drawn> parts) {
        return new Mixture(parts.stream().map(this::part).toList());
    }

    private Mixture.Part part(Drawn choice) {
        Rate rate = choice.rate();
        if (choice instanceof Drawn.Mixture inner) {
            long size = rate.dependsOnSize() ? examples(inner.parts()) : 1;
            return new Mixture.Part(inner.name(), mixture(inner.parts()), rate.of(size));
        }
        return Mixture.Part.of(named(((Drawn.Named) choice).name()), rate);
    }

    private long examples(List<Drawn> parts) {
        long examples = 0;
        for (Drawn part : parts) {
            examples += part instanceof Drawn.Mixture inner
                    ? examples(inner.parts())
                    : named(((Drawn.Named) part).name()).examples();
        }
        return examples;
    }

    private Corpus<? extends Material> named(String name) {
        Corpus<?> corpus = corpora.get(name);
        if (corpus == null) {
            throw Refusal.at("data.mixture", "there is no source or task '%s'", name);
        }
        return corpus;
    }
}
