package dev.cloze.app.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.config.Evaluating;
import dev.cloze.app.config.Run;
import dev.cloze.app.report.MetricsLog;
import dev.cloze.data.file.Notices;
import dev.cloze.generate.FilledText;
import dev.cloze.generate.GapFiller;
import dev.cloze.generate.GenerationOptions;
import dev.cloze.generate.Generator;
import dev.cloze.objective.MixtureOfDenoisers;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.tensor.ComputeDevice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Examines a network on held-out text: its loss, texts whose gaps it fills, and short gaps it must get exactly right. */
public final class Examiner {

    private static final int TOGETHER = 50;
    private static final int SPAN_TOKENS = 16;
    private static final int SAMPLE_TOKENS = 64;

    private final HeldOut heldOut;
    private final List<GapText> samples;
    private final List<GapText> spans;
    private final GapFiller filler;
    private final RunNetwork network;
    private final ComputeDevice device;

    /** An examiner of {@code network} on the held-out text of {@code run}. */
    public Examiner(Run run, RunNetwork network, ComputeDevice device, Notices notices) {
        this.network = network;
        this.device = device;
        Preparation text = Preparation.heldOut(run, notices);
        Evaluating evaluate = run.evaluate();
        heldOut = new HeldOut(text, evaluate.batches());
        samples = GapTexts.samples(text, evaluate.samples(), evaluate.sampleLanguages());
        spans = GapTexts.spans(text, evaluate.spans());
        Generator generator =
                new Generator(network.model(), network.config().ids(), Optional.of(text.tokenizer()), device);
        String mode = shortGapMode(text.plan().objective());
        filler = new GapFiller(generator, text.tokenizer())
                .withPrefix(text.tokenizer().encode(mode));
    }

    /** The mode text of the objective's shortest gaps, empty if it has none. */
    static String shortGapMode(Objective objective) {
        if (!(objective instanceof MixtureOfDenoisers mixture)) {
            return "";
        }
        return mixture.parts().stream()
                .filter(part -> part.objective() instanceof SpanCorruption)
                .min(Comparator.comparingDouble(part -> ((SpanCorruption) part.objective()).meanSpanLength()))
                .map(MixtureOfDenoisers.Part::mode)
                .orElse("");
    }

    /** The loss after {@code step} updates. */
    public ObjectNode loss(long step) {
        return heldOut.measure(network, device, step);
    }

    /** The filled texts after {@code step} updates. */
    public ObjectNode fills(long step) {
        ObjectNode line = MetricsLog.line("fills", step);
        ArrayNode array = line.putArray("samples");
        List<FilledText> filled = fill(samples, SAMPLE_TOKENS);
        for (int i = 0; i < samples.size(); i++) {
            GapText sample = samples.get(i);
            ObjectNode node =
                    array.addObject().put("language", sample.language()).put("source", sample.source());
            ArrayNode parts = node.putArray("parts");
            for (int gap = 0; gap < sample.truths().size(); gap++) {
                parts.addObject().put("text", sample.pieces().get(gap));
                parts.addObject()
                        .put("truth", sample.truths().get(gap))
                        .put("filled", filled.get(i).gaps().get(gap).filling());
            }
            parts.addObject().put("text", sample.pieces().get(sample.truths().size()));
        }
        return line;
    }

    /** How many short gaps are exactly right after {@code step} updates, beside always answering the commonest word. */
    public ObjectNode spans(long step) {
        List<FilledText> filled = fill(spans, SPAN_TOKENS);
        int right = 0;
        for (int i = 0; i < spans.size(); i++) {
            right += filled.get(i).gaps().get(0).filling().strip().equals(truth(spans.get(i))) ? 1 : 0;
        }
        Map<String, Long> counts =
                spans.stream().collect(Collectors.groupingBy(Examiner::truth, Collectors.counting()));
        Map.Entry<String, Long> commonest = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElse(Map.entry("", 0L));
        double all = Math.max(1, spans.size());
        return MetricsLog.line("spans", step)
                .put("spans", spans.size())
                .put("right", right)
                .put("accuracy", right / all)
                .put("mostFrequent", commonest.getValue() / all)
                .put("mostFrequentText", commonest.getKey());
    }

    /** Whether there are texts whose gaps are filled. */
    public boolean hasSamples() {
        return !samples.isEmpty();
    }

    /** Whether there are short gaps to get right. */
    public boolean hasSpans() {
        return !spans.isEmpty();
    }

    private static String truth(GapText text) {
        return text.truths().get(0).strip();
    }

    private List<FilledText> fill(List<GapText> texts, int tokens) {
        List<FilledText> filled = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += TOGETHER) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + TOGETHER)).stream()
                    .map(GapText::withSentinels)
                    .toList();
            filler.fill(some, GenerationOptions.greedy(tokens)).forEach(best -> filled.add(best.get(0)));
        }
        return filled;
    }
}
