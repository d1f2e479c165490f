package dev.cloze.task.metric;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import java.util.List;

/** Which of some texts a model finds likeliest; {@link RankedChoices} has the arithmetic. */
@Doc(
        "The share of examples whose target is what the model finds likeliest of some choices, in per cent, and F1 of equal ones.")
public record RankClassification(
        @Doc("The choices where all examples have the same; empty where a field says them.")
        List<String> choices,

        @Doc("The field that holds an example's choices.") String field,

        @Doc("What stands between them.") String separator,

        @Doc("What a log-likelihood is divided by: whole by nothing, else by that length.")
        ChoiceLength per)
        implements Metric {

    /** Checks where the choices are. */
    public RankClassification {
        Refusal.require(
                choices.isEmpty() != field.isEmpty(),
                "either choices or field must be said, got %d choices and field '%s'",
                choices.size(),
                field);
        choices = field.isEmpty() ? Classes.distinct("choices", choices, 2) : List.of();
        Refusal.require(
                field.isEmpty() || !separator.isEmpty(), "separator must not be empty where a field has the choices");
    }
}
