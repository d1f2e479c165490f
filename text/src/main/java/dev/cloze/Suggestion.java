package dev.cloze;

import java.util.Collection;
import java.util.Comparator;

/** Which known name a mistyped one is nearest to. */
public final class Suggestion {

    private Suggestion() {}

    /** Words to append to a message: the nearest of {@code known}, or all of them where none is near. */
    public static String of(String typed, Collection<String> known) {
        String nearest = known.stream()
                .min(Comparator.comparingInt((String word) -> distance(typed, word))
                        .thenComparing(word -> word))
                .orElse("");
        if (!nearest.isEmpty()
                && distance(typed, nearest) <= Math.max(2, lastWord(typed).length() / 3)) {
            return "; did you mean '%s'?".formatted(nearest);
        }
        return known.isEmpty() ? "" : "; one of " + String.join(", ", known);
    }

    private static String lastWord(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    // Optimal string alignment (Damerau 1964): insertions, deletions, replacements and swaps of neighbours.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cell(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cell(String a, String b, int[][] d, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
