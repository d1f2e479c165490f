package dev.cloze.objective;

/** The texts that tell a model which of UL2's denoisers made an example; the tokenizer cuts them up like any text. */
public enum ModeTokens {
    /** Those of the released checkpoints: {@code [NLU]}, {@code [S2S]}, {@code [NLG]}. */
    RELEASED("[NLU]", "[S2S]", "[NLG]"),
    /** Those of the paper: {@code [R]}, {@code [S]}, {@code [X]}. */
    PAPER("[R]", "[S]", "[X]"),
    /** None. */
    NONE("", "", "");

    private final String regular;
    private final String sequential;
    private final String extreme;

    ModeTokens(String regular, String sequential, String extreme) {
        this.regular = regular;
        this.sequential = sequential;
        this.extreme = extreme;
    }

    /** Before short spans. */
    public String regular() {
        return regular;
    }

    /** Before a prefix. */
    public String sequential() {
        return sequential;
    }

    /** Before long or many spans. */
    public String extreme() {
        return extreme;
    }
}
