package dev.cloze.text.sentencepiece;

import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import java.nio.charset.StandardCharsets;

/** Text after a model's rules for characters, spaces as they were. Immutable. */
public final class NormalText {

    private final TextNormaliser rules;
    private final boolean hasRules;

    /** The rules of {@code spec}. */
    public NormalText(NormaliserSpec spec) {
        this.rules = new TextNormaliser(spec.untouched(), false);
        this.hasRules = !spec.characterMap().isEmpty();
    }

    /** Applies the rules. */
    public String of(String text) {
        if (!hasRules) {
            return text;
        }
        Workspace work = new Workspace();
        work.take(text);
        rules.normalise(work);
        return new String(work.normal, 0, work.normalLength, StandardCharsets.UTF_8);
    }
}
