package dev.cloze.objective.cpt;

import java.io.BufferedReader;
import java.util.HashMap;
import java.util.Map;

/** How often the words of a dictionary occur; beginnings of words that are no words themselves occur 0 times. */
final class WordFrequencies {

    private final Map<String, Integer> counts;
    private final double logTotal;

    private WordFrequencies(Map<String, Integer> counts, double logTotal) {
        this.counts = counts;
        this.logTotal = logTotal;
    }

    /** A dictionary of lines {@code word count tag}. */
    static WordFrequencies read(BufferedReader lines) {
        Map<String, Integer> counts = new HashMap<>();
        long total = 0;
        for (String line : (Iterable<String>) lines.lines()::iterator) {
            int space = line.indexOf(' ');
            String word = line.substring(0, space);
            int count = Integer.parseInt(line, space + 1, line.indexOf(' ', space + 1), 10);
            counts.put(word, count);
            for (int end = 1; end < word.length(); end++) {
                counts.putIfAbsent(word.substring(0, end), 0);
            }
            total += count;
        }
        return new WordFrequencies(counts, Math.log((double) total));
    }

    /** How often a word occurs. */
    int of(String word) {
        return counts.getOrDefault(word, 0);
    }

    /** Whether a word begins with these characters. */
    boolean begins(String characters) {
        return counts.containsKey(characters);
    }

    /** The logarithm of how often all words occur together. */
    double logTotal() {
        return logTotal;
    }
}
