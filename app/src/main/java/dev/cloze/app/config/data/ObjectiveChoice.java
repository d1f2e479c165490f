package dev.cloze.app.config.data;

import dev.cloze.Refusal;
import dev.cloze.Doc;
import dev.cloze.objective.CptDenoising;
import dev.cloze.objective.MixtureOfDenoisers;
import dev.cloze.objective.ModeTokens;
import dev.cloze.objective.Objective;
import dev.cloze.objective.PrefixLm.Split;
import dev.cloze.objective.SentinelOverflow;
import dev.cloze.objective.TokenNoise;
import dev.cloze.objective.megatron.NgramMasking;
import dev.cloze.objective.seqio.noise.NoiseMask;
import java.util.List;

/** What is learnt from the text. */
public sealed interface ObjectiveChoice {

    /** The recipe. */
    Objective objective();

    /** T5's gaps. */
    @Doc("T5's span corruption: gaps marked by sentinels (Raffel et al. 2020, §3.1.4).")
    record SpanCorruption(
            @Doc("Share of the tokens that is masked.") double noiseDensity,

            @Doc(value = "Mean length of a gap.", unit = "tokens")
            double meanSpanLength,

            @Doc(
                    "Where there are more gaps than sentinels: fewer, longer gaps; T5's silent count into other ids; an error.")
            SentinelOverflow overflow)
            implements ObjectiveChoice {

        /** Checks the ranges. */
        public SpanCorruption {
            new dev.cloze.objective.SpanCorruption(noiseDensity, meanSpanLength, overflow);
        }

        @Override
        public Objective objective() {
            return new dev.cloze.objective.SpanCorruption(noiseDensity, meanSpanLength, overflow);
        }
    }

    /** Continuation of a prefix. */
    @Doc("Reads the beginning and writes the rest (Raffel et al. 2020, §3.2.3; UL2's S).")
    record PrefixLm(
            @Doc("Mean share of the tokens to write.") double noiseDensity,
            @Doc("How the place of the split is chosen.") Split split,

            @Doc("Whether the first sentinel ends what is read and begins what is written.")
            boolean sentinel)
            implements ObjectiveChoice {

        /** Checks the range. */
        public PrefixLm {
            new dev.cloze.objective.PrefixLm(noiseDensity, split, sentinel);
        }

        @Override
        public Objective objective() {
            return new dev.cloze.objective.PrefixLm(noiseDensity, split, sentinel);
        }
    }

    /** Plain language modelling. */
    @Doc("Writes all of the text, reading nothing.")
    record CausalLm() implements ObjectiveChoice {

        @Override
        public Objective objective() {
            return new dev.cloze.objective.CausalLm();
        }
    }

    /** Megatron's gaps of whole words. */
    @Doc("Gaps of whole words, as Megatron masks for T5: n-grams of words, each gap a sentinel.")
    record WordSpans(
            @Doc("Share of the tokens that is masked.") double maskedShare,

            @Doc(value = "Longest gap.", unit = "words") int longest,

            @Doc("Whether the pieces of a word are masked together.")
            boolean wholeWords,

            @Doc(
                    "How the words of a gap are drawn: geometrically (p = 0.2), in inverse proportion to their number, or the other way round.")
            NgramMasking.Lengths lengths)
            implements ObjectiveChoice {

        /** Checks the ranges. */
        public WordSpans {
            new NgramMasking(maskedShare, longest, wholeWords, lengths);
        }

        @Override
        public Objective objective() {
            return new dev.cloze.objective.WordSpans(new NgramMasking(maskedShare, longest, wholeWords, lengths));
        }
    }

    /** BART's. */
    @Doc(
            "BART's noise: sentences permuted, spans replaced by one mask each, all of the text written (Lewis et al. 2020).")
    record TextInfilling(
            @Doc("Share of the tokens that is masked.") double maskedShare,

            @Doc(
                    value = "Mean of the Poisson distribution of span lengths; an empty span puts a mask in.",
                    unit = "tokens")
            double meanSpanLength,

            @Doc("Share of the examples whose sentences change places.")
            double permuteShare,

            @Doc("Share of the examples that are turned to begin anywhere.")
            double rotateShare)
            implements ObjectiveChoice {

        /** Checks the ranges. */
        public TextInfilling {
            new dev.cloze.objective.TextInfilling(maskedShare, meanSpanLength, permuteShare, rotateShare);
        }

        @Override
        public Objective objective() {
            return new dev.cloze.objective.TextInfilling(maskedShare, meanSpanLength, permuteShare, rotateShare);
        }
    }

    /** CPT's. */
    @Doc(
            "CPT's two tasks over BERT's word pieces (Shao et al. 2021): which words belong in gaps, and to write text whose words are missing and whose sentences have changed places. Whole words are masked, Chinese ones as jieba cuts them. Needs batch.packing = none.")
    record Cpt(
            @Doc("Share of the words that is masked for the first task; for the second it is twice that.")
            double maskedShare,

            @Doc("Share of the examples that are written; with 0 a BERT can learn from it, too.")
            double generationShare)
            implements ObjectiveChoice {

        /** Checks the ranges. */
        public Cpt {
            new CptDenoising(maskedShare, generationShare);
        }

        @Override
        public Objective objective() {
            return new CptDenoising(maskedShare, generationShare);
        }
    }

    /** T5's functions put together. */
    @Doc("Any of T5's masks with any of its ways to write noise and the rest (Raffel et al. 2020, §3.3).")
    record Noise(
            @Doc("Share of the tokens that is noise.") double noiseDensity,

            @Doc(
                    "Which tokens are noise: each on its own; spans of one length at one distance; random spans; these turned; or the beginning.")
            Mask mask,

            @Doc(value = "Mean length of random spans.", unit = "tokens")
            double meanSpanLength,

            @Doc(
                    "What is read in the place of noise: a sentinel of its own for each span; the first one for each span; the first one for each token; nothing; nothing but the noise; the noise in another order; tokens of the segment; any tokens; or the first sentinel nine times in ten and else any token.")
            TokenNoise.Inputs inputs,

            @Doc(
                    "What is written: the noise with a sentinel of its own, or the first one, for each span of the rest; the noise alone; the rest alone; or all of the text.")
            TokenNoise.Targets targets,

            @Doc(
                    "Where there are more gaps than sentinels: no noise behind the last; a silent count into other ids; an error.")
            SentinelOverflow overflow)
            implements ObjectiveChoice {

        /** Which tokens are noise. */
        public enum Mask {
            /** Each on its own. */
            INDEPENDENT,
            /** Spans of one length at one distance. */
            REGULAR,
            /** Random spans. */
            RANDOM_SPANS,
            /** Random spans, turned by a random offset. */
            TURNED_SPANS,
            /** The beginning. */
            PREFIX;

            private NoiseMask mask(double meanSpanLength) {
                return switch (this) {
                    case INDEPENDENT -> new NoiseMask.Independent();
                    case REGULAR -> new NoiseMask.Regular();
                    case RANDOM_SPANS -> new NoiseMask.RandomSpans(meanSpanLength);
                    case TURNED_SPANS -> new NoiseMask.RandomSpans(meanSpanLength, true);
                    case PREFIX -> new NoiseMask.RandomPrefix();
                };
            }
        }

        /** Checks the ranges. */
        public Noise {
            Refusal.require(meanSpanLength >= 1, "mean-span-length must be at least 1, got %s", meanSpanLength);
            new TokenNoise(noiseDensity, mask.mask(meanSpanLength), inputs, targets, overflow);
        }

        @Override
        public Objective objective() {
            return new TokenNoise(noiseDensity, mask.mask(meanSpanLength), inputs, targets, overflow);
        }
    }

    /** UL2's seven. */
    @Doc("UL2's seven denoisers (Tay et al. 2022, table 1).")
    record Ul2(
            @Doc("What tells the model which denoiser is at work: [NLU] [S2S] [NLG], [R] [S] [X], or nothing.")
            ModeTokens modes,

            @Doc("How often each is drawn.") Rates rates)
            implements ObjectiveChoice {

        /** How often each of the seven is drawn. */
        public enum Rates {
            /** Equally, as in the paper. */
            EQUAL,
            /** 0.4 regular, 0.2 sequential, 0.4 extreme, as the Finnish, Dutch and Turkish UL2. */
            COMMUNITY,
            /** FlashT5's: a third of each, and sequential examples that read the first quarter, which a sentinel ends. */
            FLASH_T5
        }

        @Override
        public Objective objective() {
            return switch (rates) {
                case EQUAL -> MixtureOfDenoisers.ul2(modes);
                case COMMUNITY -> MixtureOfDenoisers.community(modes);
                case FLASH_T5 -> MixtureOfDenoisers.flashT5(modes);
            };
        }
    }

    /** UL2R's. */
    @Doc("UL2R's half sequential, quarter regular, quarter extreme, to go on from a trained model (Tay et al. 2022b).")
    record Ul2r(
            @Doc("What tells the model which denoiser is at work: [NLU] [S2S] [NLG], [R] [S] [X], or nothing.")
            ModeTokens modes)
            implements ObjectiveChoice {

        @Override
        public Objective objective() {
            return MixtureOfDenoisers.ul2r(modes);
        }
    }

    /** The text-denoising package's. */
    @Doc("The simple mixture of the text-denoising package, without mode tokens.")
    record TextDenoising() implements ObjectiveChoice {

        @Override
        public Objective objective() {
            return MixtureOfDenoisers.textDenoising();
        }
    }

    /** One's own mixture. */
    @Doc("A mixture of one's own.")
    record Mixture(@Doc("What is drawn from.") List<Part> parts) implements ObjectiveChoice {

        /** Checks that there are parts. */
        public Mixture {
            Refusal.require(!parts.isEmpty(), "parts must name at least one denoiser");
        }

        @Override
        public Objective objective() {
            return new MixtureOfDenoisers(parts.stream()
                    .map(part -> new MixtureOfDenoisers.Part(
                            part.rate(), part.mode(), part.objective().objective()))
                    .toList());
        }
    }

    /** One denoiser of a mixture. */
    record Part(
            @Doc("Its weight among the parts.") double rate,

            @Doc("Text that its inputs begin with, such as [NLU]; empty for none.")
            String mode,

            @Doc("What it does.") ObjectiveChoice objective) {

        /** Checks the rate. */
        public Part {
            Refusal.require(rate > 0, "rate must be above 0, got %s", rate);
        }
    }
}
