package dev.cloze.data.prepared;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One piece of a task's prepared documents: {@code 00000.bin}, {@code 00000.idx} and {@code 00000.languages}.
 *
 * @param documents how many
 * @param tokens how many, of all of them
 * @param languages the codes that the numbers in the file of languages stand for
 * @param sha256 hashes of its files, by suffix
 */
public record Shard(long documents, long tokens, List<String> languages, SortedMap<String, String> sha256) {

    /** The suffixes of a shard's files. */
    static final List<String> SUFFIXES = List.of(".bin", ".idx", ".languages");

    /** Takes unmodifiable copies; sorted, so that equal shards are written equally. */
    public Shard {
        languages = List.copyOf(languages);
        sha256 = Collections.unmodifiableSortedMap(new TreeMap<>(sha256));
    }

    /** What the files of a number are called, without suffix. */
    static String name(int number) {
        return "%05d".formatted(number);
    }
}
