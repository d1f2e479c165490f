package dev.cloze.eval;

import dev.cloze.batch.load.DataLoader;
import dev.cloze.generate.fill.FilledText;
import dev.cloze.generate.fill.GapFiller;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.objective.MixtureOfDenoisers;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Evaluates a network on held-out text: its loss, texts whose gaps it fills, and short gaps it must get exactly right. The
 * texts are chosen once, so that several evaluations of one network can be compared.
 */
public final class ModelEvaluator {

    private static final int TOGETHER = 25;
    private static final int TOKENS_A_GAP = 8;

    private final EvaluatedModel model;
    private final HeldOutBatches heldOut;
    private final Optional<GapFiller> filler;
    private final List<ClozeText> samples;
    private final List<ClozeText> spans;
    private final int spanCount;

    /**
     * How much is evaluated.
     *
     * @param batches of held-out text whose loss is measured, at most
     * @param samples texts that are filled to be looked at
     * @param sampleLanguages their languages; those that come first where none are named
     * @param spans short gaps that are to be filled exactly
     */
    public record Amount(int batches, int samples, List<String> sampleLanguages, int spans) {

        /** Takes an unmodifiable copy. */
        public Amount {
            sampleLanguages = List.copyOf(sampleLanguages);
        }
    }

    /**
     * An evaluator of {@code model} on {@code text}.
     *
     * @param mode what tells the model that gaps are short, empty for nothing ({@link #shortGapMode})
     */
    public ModelEvaluator(EvaluatedModel model, DataLoader text, Amount amount, String mode) {
        this.model = model;
        heldOut = new HeldOutBatches(text, amount.batches());
        boolean gaps = text.tokenizer().vocabulary().sentinels().count() > 0;
        filler = model.filler()
                .filter(generator -> gaps)
                .map(generator -> new GapFiller(generator, text.tokenizer())
                        .withPrefix(text.tokenizer().encode(mode)));
        boolean fills = filler.isPresent();
        samples = fills ? ClozeTexts.samples(text, amount.samples(), amount.sampleLanguages()) : List.of();
        spanCount = fills ? amount.spans() : 0;
        spans = fills ? ClozeTexts.spans(text, spanCount) : List.of();
    }

    /** The mode text of the objective's shortest gaps, empty if it has none. */
    public static String shortGapMode(Objective objective) {
        if (!(objective instanceof MixtureOfDenoisers mixture)) {
            return "";
        }
        return mixture.parts().stream()
                .filter(part -> part.objective() instanceof SpanCorruption)
                .min(Comparator.comparingDouble(part -> ((SpanCorruption) part.objective()).meanSpanLength()))
                .map(MixtureOfDenoisers.Part::mode)
                .orElse("");
    }

    /** The loss as the network is now. */
    public HeldOutLoss loss() {
        return heldOut.loss(model.network(), model.device());
    }

    /** The chosen texts, filled by the network as it is now; none where it fills no gaps. */
    public List<FilledCloze> samples() {
        List<FilledText> filled = fill(samples);
        return IntStream.range(0, samples.size())
                .mapToObj(i -> new FilledCloze(samples.get(i), fillings(filled.get(i))))
                .toList();
    }

    /** How many short gaps are exactly right, beside always answering the commonest word; empty where none are asked for. */
    public Optional<GapAccuracy> spans() {
        return spans.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        GapAccuracy.of(flat(spans, ClozeText::truths), flat(fill(spans), ModelEvaluator::fillings)));
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

    private List<FilledText> fill(List<ClozeText> texts) {
        List<FilledText> filled = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += TOGETHER) {
            List<ClozeText> some = texts.subList(from, Math.min(texts.size(), from + TOGETHER));
            int gaps =
                    some.stream().mapToInt(text -> text.truths().size()).max().orElse(0);
            filler.orElseThrow()
                    .fill(
                            some.stream().map(ClozeText::withSentinels).toList(),
                            GenerationOptions.greedy(TOKENS_A_GAP * (gaps + 1)))
                    .forEach(best -> filled.add(best.get(0)));
        }
        return filled;
    }
}
