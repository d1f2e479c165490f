package dev.cloze.app.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.data.Evaluating;
import dev.cloze.app.report.MetricsLog;
import dev.cloze.data.file.Notices;
import dev.cloze.generate.Generator;
import dev.cloze.generate.fill.FilledText;
import dev.cloze.generate.fill.GapFiller;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.objective.MixtureOfDenoisers;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import dev.cloze.tensor.ComputeDevice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Examines a network on held-out text: its loss, texts whose gaps it fills, and short gaps it must get exactly right. */
public final class Examiner {

    private static final int TOGETHER = 25;
    private static final int TOKENS_A_GAP = 8;

    private final HeldOut heldOut;
    private final List<GapText> samples;
    private final List<GapText> spans;
    private final int spanCount;
    private final Optional<GapFiller> filler;
    private final RunNetwork network;
    private final ComputeDevice device;

    /** An examiner of {@code network} on the held-out text of {@code run}. */
    public Examiner(Run run, RunNetwork network, ComputeDevice device, Notices notices) {
        this.network = network;
        this.device = device;
        Preparation text = Preparation.heldOut(run, notices);
        Evaluating evaluate = run.evaluate();
        heldOut = new HeldOut(text, evaluate.batches());
        boolean gaps = text.tokenizer().vocabulary().sentinels().count() > 0;
        filler = network.filler().filter(model -> gaps).map(model -> filler(run, model, text));
        boolean fills = filler.isPresent();
        samples = fills ? GapTexts.samples(text, evaluate.samples(), evaluate.sampleLanguages()) : List.of();
        spanCount = fills ? evaluate.spans() : 0;
        spans = fills ? GapTexts.spans(text, spanCount) : List.of();
    }

    private GapFiller filler(Run run, Seq2SeqModel model, Preparation text) {
        Generator generator = new Generator(model, network.config().ids(), Optional.of(text.tokenizer()), device);
        String mode = shortGapMode(run.objective());
        return new GapFiller(generator, text.tokenizer())
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
        List<FilledText> filled = fill(samples);
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
        List<String> truths = flat(spans, GapText::truths);
        List<String> fillings = flat(fill(spans), Examiner::fillings);
        long right = IntStream.range(0, truths.size())
                .filter(i -> fillings.get(i).equals(truths.get(i)))
                .count();
        Map<String, Long> counts =
                truths.stream().collect(Collectors.groupingBy(truth -> truth, Collectors.counting()));
        Map.Entry<String, Long> commonest = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElse(Map.entry("", 0L));
        double all = Math.max(1, truths.size());
        return MetricsLog.line("spans", step)
                .put("spans", truths.size())
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

    /** What the texts say gap by gap, as many gaps as are asked for. */
    private <T> List<String> flat(List<T> texts, Function<T, List<String>> gaps) {
        return texts.stream()
                .flatMap(text -> gaps.apply(text).stream())
                .map(String::strip)
                .limit(spanCount)
                .toList();
    }

    private static List<String> fillings(FilledText text) {
        return text.gaps().stream().map(FilledText.Gap::filling).toList();
    }

    private List<FilledText> fill(List<GapText> texts) {
        List<FilledText> filled = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += TOGETHER) {
            List<GapText> some = texts.subList(from, Math.min(texts.size(), from + TOGETHER));
            int gaps =
                    some.stream().mapToInt(text -> text.truths().size()).max().orElse(0);
            filler.orElseThrow()
                    .fill(
                            some.stream().map(GapText::withSentinels).toList(),
                            GenerationOptions.greedy(TOKENS_A_GAP * (gaps + 1)))
                    .forEach(best -> filled.add(best.get(0)));
        }
        return filled;
    }
}
