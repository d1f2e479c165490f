package dev.cloze.objective;

import dev.cloze.Seed;
import dev.cloze.objective.span.SpanCounts;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokens;
import dev.cloze.text.Vocabulary;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** {@link SpanCorruption} made ready: arrays of ints from end to end, time linear in the tokens. */
final class SpanDenoiser implements Denoiser {

    private final SpanCorruption recipe;
    private final Setting setting;
    private final String name;
    private final int tokensLength;
    private final int mostSpans;
    private final int lowestSentinel;

    SpanDenoiser(SpanCorruption recipe, Setting setting, int tokensLength, int mostSpans) {
        this.recipe = recipe;
        this.setting = setting;
        this.name = recipe.name();
        this.tokensLength = tokensLength;
        this.mostSpans = mostSpans;
        Sentinels sentinels = setting.vocabulary().sentinels();
        this.lowestSentinel =
                IntStream.range(0, sentinels.count()).map(sentinels::id).min().orElse(0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int tokensLength() {
        return tokensLength;
    }

    @Override
    public Lengths lengths(int tokens, Seed seed) {
        SpanCounts counts = SpanCounts.of(tokens, recipe.noiseDensity(), recipe.meanSpanLength(), mostSpans);
        return new Lengths(setting.mode().size() + counts.inputs(), counts.targets());
    }

    @Override
    public Example apply(Tokens tokens, String language, Seed seed) {
        SpanCounts counts = SpanCounts.of(tokens.size(), recipe.noiseDensity(), recipe.meanSpanLength(), mostSpans);
        SplittableRandom random = seed.random();
        int[] masked = composition(counts.noise(), counts.spans(), random);
        int[] kept = composition(counts.tokens() - counts.noise(), counts.spans(), random);
        TokenWriter inputs = new TokenWriter(setting.mode().size() + counts.inputs()).add(setting.mode());
        TokenWriter targets = new TokenWriter(counts.targets());
        Vocabulary vocabulary = setting.vocabulary();
        int at = 0;
        for (int span = 0; span < counts.spans(); span++) {
            int sentinel = sentinel(vocabulary.sentinels(), span);
            inputs.add(tokens, at, at + kept[span]).add(sentinel);
            at += kept[span];
            targets.add(sentinel).add(tokens, at, at + masked[span]);
            at += masked[span];
        }
        return new Example(
                        inputs.add(vocabulary.eosId()).tokens(),
                        targets.add(vocabulary.eosId()).tokens(),
                        new Example.Label(language, name))
                .overflowing(overflows(tokens.size()));
    }

    private boolean overflows(int tokens) {
        SpanCounts asked = SpanCounts.of(tokens, recipe.noiseDensity(), recipe.meanSpanLength(), Integer.MAX_VALUE);
        return asked.spans() > setting.vocabulary().sentinels().count();
    }

    /** Beyond the last sentinel only where {@link SentinelOverflow#T5} asks for it. */
    private int sentinel(Sentinels sentinels, int span) {
        return span < sentinels.count() ? sentinels.id(span) : lowestSentinel - 1 - (span - sentinels.count());
    }

    /**
     * One of the ways of writing {@code items} as a sum of {@code parts} positive numbers, all equally likely: the parts
     * are separated by {@code parts - 1} of the {@code items - 1} gaps (Knuth, TAOCP 3.4.2, algorithm S).
     */
    private static int[] composition(int items, int parts, SplittableRandom random) {
        int[] sizes = new int[parts];
        int part = 0;
        int cuts = parts - 1;
        int start = 0;
        for (int gap = 1; cuts > 0; gap++) {
            if (random.nextDouble() * (items - gap) < cuts) {
                sizes[part++] = gap - start;
                start = gap;
                cuts--;
            }
        }
        sizes[part] = items - start;
        return sizes;
    }
}
