package dev.cloze.task.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Answers that belong together. */
final class Groups {

    private Groups() {}

    /** The first answer of each group alone. */
    static List<Answered> firsts(List<Answered> answers) {
        return of(answers).values().stream().map(group -> group.get(0)).toList();
    }

    /** The mean over the groups of numbers of each. */
    static Map<String, Double> means(List<Answered> answers, Function<List<Answered>, Map<String, Double>> numbers) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        for (List<Answered> group : of(answers).values()) {
            numbers.apply(group)
                    .forEach((name, number) ->
                            all.computeIfAbsent(name, n -> new ArrayList<>()).add(number));
        }
        Map<String, Double> means = new LinkedHashMap<>();
        all.forEach((name, some) -> means.put(name, Percent.mean(some) / Percent.ALL));
        return means;
    }

    private static Map<String, List<Answered>> of(List<Answered> answers) {
        Map<String, List<Answered>> groups = new LinkedHashMap<>();
        answers.forEach(answer -> groups.computeIfAbsent(answer.group(), group -> new ArrayList<>())
                .add(answer));
        return groups;
    }
}
