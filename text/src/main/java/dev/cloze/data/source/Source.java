package dev.cloze.data.source;

import dev.cloze.data.Corpus;
import dev.cloze.data.file.ReadingRules;

/** Where text comes from: a plain value that a run file can name, and that says how it is read. */
public sealed interface Source permits LineSource, Table, Sql, Megatron {

    /** What reports and positions call it. */
    String name();

    /** What is in it, read by {@code rules}; how many bad records are left out is the source's own. */
    Corpus<?> read(ReadingRules rules);
}
