package dev.cloze.app.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code cloze tokenizer encode} is asked. */
public final class EncodeOptions {

    @Mixin
    private final TokenizerOption tokenizer = new TokenizerOption();

    @Mixin
    private final TextOptions texts = new TextOptions();

    @Option(names = "--framed", description = "With what stands around texts that a model reads, such as </s>.")
    private boolean framed;

    /** Where the tokenizer lies. */
    public Path tokenizer() {
        return tokenizer.place();
    }

    /** The texts. */
    public TextOptions texts() {
        return texts;
    }

    /** Whether they are framed as a model reads them. */
    public boolean framed() {
        return framed;
    }
}
