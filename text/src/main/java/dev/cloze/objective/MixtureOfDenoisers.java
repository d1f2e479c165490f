package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import java.util.List;

/**
 * UL2's mixture (Tay et al. 2022, §3.1.2): each example draws one denoiser, and its inputs begin with the mode's tokens.
 * Room for them is kept, so that nothing is cut off. {@link CustomMixture} has parts of one's own, the others are known ones.
 */
public sealed interface MixtureOfDenoisers extends Objective permits Ul2, Ul2r, TextDenoising, CustomMixture {

    /** What is drawn from. */
    List<Part> parts();

    /** One denoiser of a mixture. */
    record Part(
            @Doc("Its weight among the parts.") double rate,

            @Doc("Text that its inputs begin with, such as [NLU]; empty for none.")
            String mode,

            @Doc("What it does.") Objective objective) {

        /** Checks the rate. */
        public Part {
            Refusal.require(
                    rate > 0 && rate < Double.POSITIVE_INFINITY, "rate must be a positive number, got %s", rate);
        }
    }

    @Override
    default String name() {
        return "mixture of " + parts().size();
    }

    @Override
    default Denoisers prepare(Setting setting) {
        List<Denoisers> prepared = parts().stream()
                .map(part -> part.objective().prepare(setting.withMode(part.mode())))
                .toList();
        return Denoisers.mixed(
                prepared, parts().stream().mapToDouble(Part::rate).toArray());
    }
}
