package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.app.cli.option.ModelOptions;
import dev.cloze.app.cli.option.PlacementOptions;
import dev.cloze.use.ModelSource;
import dev.cloze.use.TextModel;
import java.util.Map;

/**
 * Opens the models that a command uses.
 *
 * @param source where they come from
 * @param placement where they compute
 */
record ModelOpening(ModelSource source, PlacementOptions placement) {

    static ModelOpening of(ModelOptions model, PlacementOptions placement) {
        return new ModelOpening(model.source(), placement);
    }

    /** Those that a text may say it is for, by their names; one of empty name where there is no choice. */
    Map<String, TextModel> each(Terminal terminal) {
        terminal.say("loading " + source.model());
        return TextModel.openEach(source, placement.settings(terminal::note));
    }

    /** The only one. */
    TextModel only(Terminal terminal) {
        Map<String, TextModel> models = each(terminal);
        TextModel only = models.get("");
        if (only == null) {
            throw Refusal.at("--use", "must say which of %s", String.join(", ", models.keySet()));
        }
        return only;
    }
}
