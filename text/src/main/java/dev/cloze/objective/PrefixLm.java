package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.Tokens;

/**
 * Reads the beginning of a segment and writes the rest (Raffel et al. 2020, §3.2.3; UL2's S-denoiser, Tay et al. 2022,
 * §3.1.2). No sentinel marks the place, unless that is asked for, as FlashT5 has it.
 *
 * <pre>
 * tokens   Thank you for inviting me | to your party last week
 * inputs   Thank you for inviting me
 * targets                              to your party last week
 * </pre>
 *
 * A segment fills the inputs with its prefix. Where the targets are short, only splits whose rest fits them are drawn, so
 * that nothing is ever cut off.
 */
@Doc("Reads the beginning and writes the rest (Raffel et al. 2020, §3.2.3; UL2's S).")
public record PrefixLm(
        @Doc("Mean share of the tokens to write.") double noiseDensity,
        @Doc("How the place of the split is chosen.") Split split,

        @Doc("Whether the first sentinel ends what is read and begins what is written.")
        boolean sentinel)
        implements Objective {

    /** How the place of the split is chosen. */
    public enum Split {
        /** Uniformly among the places from {@code 1 - 2 noiseDensity} of the segment on, as T5's code does. */
        UNIFORM,
        /** Always at {@code 1 - noiseDensity} of the segment. */
        FIXED
    }

    /** Checks the range. */
    public PrefixLm {
        if (split == Split.UNIFORM) {
            Refusal.require(
                    0 < noiseDensity && noiseDensity <= 0.5,
                    "noise-density of a uniform split must be above 0 and at most 0.5, got %s",
                    noiseDensity);
        } else {
            Refusal.require(
                    0 < noiseDensity && noiseDensity < 1,
                    "noise-density of a fixed split must be above 0 and below 1, got %s",
                    noiseDensity);
        }
    }

    /** A prefix language model without a sentinel. */
    public PrefixLm(double noiseDensity, Split split) {
        this(noiseDensity, split, false);
    }

    /** A prefix language model whose splits are uniform. */
    public PrefixLm(double noiseDensity) {
        this(noiseDensity, Split.UNIFORM);
    }

    /** T5's: any place is equally likely. */
    public static PrefixLm t5() {
        return new PrefixLm(0.5);
    }

    @Override
    public String name() {
        return "S(" + Names.number(noiseDensity) + ")";
    }

    @Override
    public Denoisers prepare(Setting setting) {
        Refusal.require(
                !sentinel || setting.vocabulary().sentinels().count() > 0,
                "%s with a sentinel needs a vocabulary with sentinels; this one has none",
                name());
        int inputs = setting.inputsRoom();
        int targets = setting.lengths().targets();
        int least = 1 + marks();
        Refusal.require(
                inputs >= least && targets >= least,
                "%s needs lengths of at least %d inputs and %d targets, got %d and %d",
                name(),
                setting.mode().size() + least,
                least,
                setting.lengths().inputs(),
                targets);
        return Denoisers.of(new PrefixDenoiser(this, setting, tokensLength(inputs - marks(), targets - marks())));
    }

    /** Tokens of each side that are none of the segment's: the end of sequence and the sentinel. */
    private int marks() {
        return sentinel ? 2 : 1;
    }

    private int tokensLength(int mostPrefix, int mostRest) {
        if (split == Split.UNIFORM) {
            return Math.max(mostPrefix, Denoisers.FEWEST_TOKENS);
        }
        int tokens = Denoisers.FEWEST_TOKENS;
        while (tokens + 1 - fixedRest(tokens + 1) <= mostPrefix && fixedRest(tokens + 1) <= mostRest) {
            tokens++;
        }
        return tokens;
    }

    /** Tokens to write of a segment that is split at a fixed place. */
    private int fixedRest(int tokens) {
        return Math.min(Math.max((int) Math.rint(tokens * noiseDensity), 1), tokens - 1);
    }

    /** Tokens to write of a segment, of which {@code mostRest} may be written. */
    private int rest(int tokens, int mostRest, Seed seed) {
        if (split == Split.FIXED) {
            return fixedRest(tokens);
        }
        int first = Math.max(1, (int) Math.rint((1 - 2 * noiseDensity) * (tokens - 1)));
        int places = Math.min(mostRest, tokens - first);
        return 1 + (int) (places * seed.fraction());
    }

    /** {@link PrefixLm} made ready. */
    private record PrefixDenoiser(PrefixLm recipe, Setting setting, int tokensLength) implements Denoiser {

        @Override
        public String name() {
            return recipe.name();
        }

        @Override
        public Lengths lengths(int tokens, Seed seed) {
            int prefix = prefix(tokens, seed);
            int marks = recipe.marks();
            return new Lengths(setting.mode().size() + prefix + marks, tokens - prefix + marks);
        }

        private int prefix(int tokens, Seed seed) {
            return tokens - recipe.rest(tokens, setting.lengths().targets() - recipe.marks(), seed);
        }

        @Override
        public Example apply(Tokens tokens, String language, Seed seed) {
            int prefix = prefix(tokens.size(), seed);
            int eos = setting.vocabulary().eosId();
            Tokens sentinel =
                    recipe.sentinel ? Tokens.of(setting.vocabulary().sentinels().id(0)) : Tokens.EMPTY;
            Tokens inputs = new TokenWriter(setting.mode().size() + prefix + recipe.marks())
                    .add(setting.mode())
                    .add(tokens, 0, prefix)
                    .add(sentinel)
                    .add(eos)
                    .tokens();
            Tokens targets = new TokenWriter(tokens.size() - prefix + recipe.marks())
                    .add(sentinel)
                    .add(tokens, prefix, tokens.size())
                    .add(eos)
                    .tokens();
            return new Example(inputs, targets, new Example.Label(language, name()));
        }
    }
}
