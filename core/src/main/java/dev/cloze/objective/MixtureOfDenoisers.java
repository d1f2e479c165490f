package dev.cloze.objective;

import dev.cloze.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * UL2's mixture (Tay et al. 2022, §3.1.2): each example draws one denoiser, and its inputs begin with the mode's tokens.
 * Room for them is kept, so that nothing is cut off.
 *
 * @param parts what is drawn from
 */
public record MixtureOfDenoisers(List<Part> parts) implements Objective {

    /** Takes an unmodifiable copy. */
    public MixtureOfDenoisers {
        parts = List.copyOf(parts);
        Refusal.require(!parts.isEmpty(), "a mixture of denoisers needs at least one part");
    }

    /**
     * One denoiser of a mixture.
     *
     * @param rate its weight among the parts
     * @param mode text that its inputs begin with, empty for none
     * @param objective what it does
     */
    public record Part(double rate, String mode, Objective objective) {

        /** Checks the rate. */
        public Part {
            Refusal.require(
                    rate > 0 && rate < Double.POSITIVE_INFINITY, "rate must be a positive number, got %s", rate);
        }
    }

    /** UL2's seven, equally likely (Tay et al. 2022, table 1). */
    public static MixtureOfDenoisers ul2(ModeTokens modes) {
        return seven(modes, 1, 1, 1);
    }

    /** The rates of the community's Finnish, Dutch and Turkish UL2: 0.4 regular, 0.2 sequential, 0.4 extreme. */
    public static MixtureOfDenoisers community(ModeTokens modes) {
        return seven(modes, 0.4 / 2, 0.2, 0.4 / 4);
    }

    /** UL2R (Tay et al. 2022b, §3.1): half prefix language modelling, a quarter regular, a quarter extreme. */
    public static MixtureOfDenoisers ul2r(ModeTokens modes) {
        return new MixtureOfDenoisers(List.of(
                new Part(0.5, modes.sequential(), new PrefixLm(0.5)),
                new Part(0.25, modes.regular(), new SpanCorruption(0.15, 3)),
                new Part(0.125, modes.extreme(), new SpanCorruption(0.15, 32)),
                new Part(0.125, modes.extreme(), new SpanCorruption(0.5, 3))));
    }

    /**
     * The mixture of the text-denoising package: a quarter regular, half split in the middle, a quarter extreme.
     * Differs from the package: an extreme example draws one of the two settings; the package masks the union of both,
     * 58 % of the tokens.
     */
    public static MixtureOfDenoisers textDenoising() {
        return new MixtureOfDenoisers(List.of(
                new Part(0.25, "", new SpanCorruption(0.15, 3)),
                new Part(0.5, "", new PrefixLm(0.5, PrefixLm.Split.FIXED)),
                new Part(0.125, "", new SpanCorruption(0.5, 32)),
                new Part(0.125, "", new SpanCorruption(0.2, 64))));
    }

    /** FlashT5's: its own rates, and sequential examples that read the first quarter, which a sentinel ends. */
    public static MixtureOfDenoisers flashT5(ModeTokens modes) {
        List<Part> parts = new ArrayList<>(seven(modes, 0.165, 0.34, 0.0825).parts);
        parts.set(2, new Part(0.34, modes.sequential(), new PrefixLm(0.75, PrefixLm.Split.FIXED, true)));
        return new MixtureOfDenoisers(parts);
    }

    private static MixtureOfDenoisers seven(ModeTokens modes, double regular, double sequential, double extreme) {
        return new MixtureOfDenoisers(List.of(
                new Part(regular, modes.regular(), new SpanCorruption(0.15, 3)),
                new Part(regular, modes.regular(), new SpanCorruption(0.15, 8)),
                new Part(sequential, modes.sequential(), new PrefixLm(0.25)),
                new Part(extreme, modes.extreme(), new SpanCorruption(0.5, 3)),
                new Part(extreme, modes.extreme(), new SpanCorruption(0.5, 8)),
                new Part(extreme, modes.extreme(), new SpanCorruption(0.15, 64)),
                new Part(extreme, modes.extreme(), new SpanCorruption(0.5, 64))));
    }

    @Override
    public String name() {
        return "mixture of " + parts.size();
    }

    @Override
    public Denoisers prepare(Setting setting) {
        List<Denoisers> prepared = parts.stream()
                .map(part -> part.objective().prepare(setting.withMode(part.mode())))
                .toList();
        return Denoisers.mixed(prepared, parts.stream().mapToDouble(Part::rate).toArray());
    }
}
