package dev.cloze.app.cli.option;

/** What {@code cloze embed} is asked. */
public final class EmbedOptions extends TextWorkOptions {}
