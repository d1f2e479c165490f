package dev.cloze.objective;

import dev.cloze.Doc;
import java.util.List;

/**
 * UL2's seven denoisers (Tay et al. 2022, table 1). Known ones:
 *
 * <ul>
 *   <li>{@link #released}: equally likely, with the mode tokens that the released model reads
 *   <li>{@link #paper}: equally likely, with the paper's mode tokens
 *   <li>{@link Rates#COMMUNITY}, {@link Rates#FLASH_T5}: the rates of others
 * </ul>
 */
@Doc("UL2's seven denoisers (Tay et al. 2022, table 1).")
public record Ul2(
        @Doc("What tells the model which denoiser is at work: [NLU] [S2S] [NLG], [R] [S] [X], or nothing.")
        ModeTokens modes,

        @Doc("How often each is drawn.") Rates rates)
        implements MixtureOfDenoisers {

    /** How often each of the seven is drawn. */
    public enum Rates {
        /** Equally, as in the paper. */
        EQUAL(1, 1, 1),
        /** 0.4 regular, 0.2 sequential, 0.4 extreme, as the Finnish, Dutch and Turkish UL2. */
        COMMUNITY(0.4 / 2, 0.2, 0.4 / 4),
        /** FlashT5's: a third of each, and sequential examples that read the first quarter, which a sentinel ends. */
        FLASH_T5(0.165, 0.34, 0.0825);

        private final double regular;
        private final double sequential;
        private final double extreme;

        Rates(double regular, double sequential, double extreme) {
            this.regular = regular;
            this.sequential = sequential;
            this.extreme = extreme;
        }
    }

    /** UL2 with the mode tokens that the released model reads. */
    public static Ul2 released() {
        return new Ul2(ModeTokens.RELEASED, Rates.EQUAL);
    }

    /** UL2 as the paper has it. */
    public static Ul2 paper() {
        return new Ul2(ModeTokens.PAPER, Rates.EQUAL);
    }

    @Override
    public List<Part> parts() {
        PrefixLm sequential =
                rates == Rates.FLASH_T5 ? new PrefixLm(0.75, PrefixLm.Split.FIXED, true) : new PrefixLm(0.25);
        return List.of(
                new Part(rates.regular, modes.regular(), new SpanCorruption(0.15, 3)),
                new Part(rates.regular, modes.regular(), new SpanCorruption(0.15, 8)),
                new Part(rates.sequential, modes.sequential(), sequential),
                new Part(rates.extreme, modes.extreme(), new SpanCorruption(0.5, 3)),
                new Part(rates.extreme, modes.extreme(), new SpanCorruption(0.5, 8)),
                new Part(rates.extreme, modes.extreme(), new SpanCorruption(0.15, 64)),
                new Part(rates.extreme, modes.extreme(), new SpanCorruption(0.5, 64)));
    }
}
