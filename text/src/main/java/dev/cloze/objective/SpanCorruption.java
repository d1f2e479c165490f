package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.objective.span.SpanCounts;
import dev.cloze.text.Vocabulary;

/**
 * Replaces spans by sentinels (Raffel et al. 2020, §3.1.4, fig. 2). A segment is as long as fills the inputs or the
 * targets to the last token.
 *
 * <pre>
 * tokens   Thank you [for inviting] me to your party [last] week
 * inputs   Thank you      &lt;0&gt;       me to your party  &lt;1&gt;   week
 * targets                 &lt;0&gt; for inviting              &lt;1&gt; last
 * </pre>
 *
 * As in T5's code a segment begins with a kept token and ends with a masked one, so that the targets need no last
 * sentinel.
 */
@Doc("T5's span corruption: gaps marked by sentinels (Raffel et al. 2020, §3.1.4).")
public record SpanCorruption(
        @Doc("Share of the tokens that is masked.") double noiseDensity,

        @Doc(value = "Mean length of a gap.", unit = "tokens")
        double meanSpanLength,

        @Doc(
                "Where there are more gaps than sentinels: fewer, longer gaps; T5's silent count into other ids; an error.")
        SentinelOverflow overflow)
        implements Objective {

    /** UL2 (Tay et al. 2022, §3.1.2) calls a denoiser extreme from this density on. */
    private static final double EXTREME_DENSITY = 0.3;

    /** UL2 calls a denoiser extreme from this mean length on. */
    private static final double EXTREME_LENGTH = 12;

    /** Checks the ranges. */
    public SpanCorruption {
        Refusal.require(
                0 < noiseDensity && noiseDensity < 1,
                "noise-density must be above 0 and below 1, got %s",
                noiseDensity);
        Refusal.require(meanSpanLength >= 1, "mean-span-length must be at least 1, got %s", meanSpanLength);
    }

    /** Span corruption with at most one span for each sentinel. */
    public SpanCorruption(double noiseDensity, double meanSpanLength) {
        this(noiseDensity, meanSpanLength, SentinelOverflow.CAP);
    }

    /** T5's: 15 % of the tokens in spans of three. */
    public static SpanCorruption t5() {
        return new SpanCorruption(0.15, 3);
    }

    @Override
    public String name() {
        boolean extreme = noiseDensity >= EXTREME_DENSITY || meanSpanLength >= EXTREME_LENGTH;
        return (extreme ? "X(" : "R(") + Names.number(meanSpanLength) + ", " + Names.number(noiseDensity) + ")";
    }

    @Override
    public Denoisers prepare(Setting setting) {
        Vocabulary vocabulary = setting.vocabulary();
        int sentinels = vocabulary.sentinels().count();
        Refusal.require(sentinels > 0, "%s needs a vocabulary with sentinels; this one has none", name());
        int mostSpans = overflow == SentinelOverflow.CAP ? sentinels : Integer.MAX_VALUE;
        int tokensLength = tokensLength(setting, mostSpans);
        SpanCounts longest = SpanCounts.of(tokensLength, noiseDensity, meanSpanLength, mostSpans);
        Refusal.require(
                overflow != SentinelOverflow.ERROR || longest.spans() <= sentinels,
                "%s makes %d spans of %d tokens; the vocabulary has %d sentinels",
                name(),
                longest.spans(),
                tokensLength,
                sentinels);
        return Denoisers.of(new SpanDenoiser(this, setting, tokensLength, mostSpans));
    }

    /** The longest segment whose inputs and targets both fit; both grow with the segment. */
    private int tokensLength(Setting setting, int mostSpans) {
        int tokens = Denoisers.FEWEST_TOKENS - 1;
        while (fits(tokens + 1, setting, mostSpans)) {
            tokens++;
        }
        Refusal.require(
                tokens >= Denoisers.FEWEST_TOKENS,
                "%s needs lengths of at least %d inputs and 3 targets, got %d and %d",
                name(),
                setting.mode().size() + 3,
                setting.lengths().inputs(),
                setting.lengths().targets());
        return tokens;
    }

    private boolean fits(int tokens, Setting setting, int mostSpans) {
        SpanCounts counts = SpanCounts.of(tokens, noiseDensity, meanSpanLength, mostSpans);
        return counts.inputs() <= setting.inputsRoom()
                && counts.targets() <= setting.lengths().targets();
    }
}
