package dev.cloze.eval;

import dev.cloze.batch.load.DataLoader;
import dev.cloze.generate.fill.FilledText;
import dev.cloze.generate.fill.GapFiller;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.objective.MixtureOfDenoisers;
import dev.cloze.objective.Objective;
import dev.cloze.objective.SpanCorruption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
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

    /**
     * How much is evaluated.
     *
     * @param batches of held-out text whose loss is measured, at most
     * @param samples texts that are filled to be looked at
     * @param sampleLanguages their languages; the texts that come first where none are named
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
        spans = fills ? ClozeTexts.spans(text, amount.spans()) : List.of();
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
        List<List<FilledText>> filled = fill(samples, GenerationOptions::greedy);
        return IntStream.range(0, samples.size())
                .mapToObj(i ->
                        new FilledCloze(samples.get(i), fillings(filled.get(i).get(0))))
                .toList();
    }

    /**
     * How many short gaps are exactly right, and among the likeliest answers, beside always answering the commonest word; empty
     * where none are asked for.
     */
    public Optional<GapAccuracy> spans() {
        if (spans.isEmpty()) {
            return Optional.empty();
        }
        List<String> truths = spans.stream().map(text -> text.truths().get(0)).toList();
        List<List<String>> answers = fill(spans, ModelEvaluator::likeliest).stream()
                .map(ModelEvaluator::answers)
                .toList();
        return Optional.of(GapAccuracy.of(truths, answers));
    }

    private static List<String> answers(List<FilledText> best) {
        return best.stream()
                .map(text -> text.gaps().get(0).filling().strip())
                .distinct()
                .toList();
    }

    private static List<String> fillings(FilledText text) {
        return text.gaps().stream().map(FilledText.Gap::filling).toList();
    }

    /** The answers that are likeliest as a whole: longer ones are no better for their length. */
    private static GenerationOptions likeliest(int maxTokens) {
        Decoding beams = new Decoding.BeamSearch(GapAccuracy.ANSWERS, 0, Decoding.EarlyStopping.UNLIKELY);
        return GenerationOptions.greedy(maxTokens).with(beams).withCandidates(GapAccuracy.ANSWERS);
    }

    private List<List<FilledText>> fill(List<ClozeText> texts, IntFunction<GenerationOptions> options) {
        List<List<FilledText>> filled = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += TOGETHER) {
            List<ClozeText> some = texts.subList(from, Math.min(texts.size(), from + TOGETHER));
            int gaps =
                    some.stream().mapToInt(text -> text.truths().size()).max().orElse(0);
            filled.addAll(filler.orElseThrow()
                    .fill(
                            some.stream().map(ClozeText::withSentinels).toList(),
                            options.apply(TOKENS_A_GAP * (gaps + 1))));
        }
        return filled;
    }
}
