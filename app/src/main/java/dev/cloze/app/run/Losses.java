package dev.cloze.app.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.objective.Example;
import dev.cloze.train.loss.LossSums;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Losses by language and by denoiser, in a line of metrics. */
final class Losses {

    private Losses() {}

    static void put(ObjectNode line, Map<Example.Label, LossSums> byLabel) {
        put(line.putObject("byDenoiser"), byLabel, Example.Label::denoiser);
        put(line.putObject("byLanguage"), byLabel, Example.Label::language);
    }

    private static void put(
            ObjectNode object, Map<Example.Label, LossSums> byLabel, Function<Example.Label, String> key) {
        Map<String, LossSums> sums = new TreeMap<>();
        byLabel.forEach((label, part) -> sums.merge(key.apply(label), part, LossSums::plus));
        sums.forEach((name, sum) ->
                object.putObject(name).put("loss", sum.perToken()).put("tokens", sum.tokens()));
    }
}
