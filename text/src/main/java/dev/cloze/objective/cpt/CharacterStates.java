package dev.cloze.objective.cpt;

import java.io.BufferedReader;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that no dictionary knows, by a hidden Markov model whose states say where in a word a character stands: at its
 * beginning, in its middle, at its end, or alone. Probabilities are logarithms.
 */
final class CharacterStates {

    private static final Pattern CHINESE = Pattern.compile("[\\u4E00-\\u9FD5]+");
    private static final Pattern LATIN = Pattern.compile("[a-zA-Z0-9]+(?:\\.\\d+)?%?");
    private static final double NEVER = -3.14e100;

    private static final int BEGINS = 0;
    private static final int ENDS = 1;
    private static final int INSIDE = 2;
    private static final int ALONE = 3;
    private static final String LETTERS = "BEMS";

    private static final double[] FIRST = {-0.26268660809250016, NEVER, NEVER, -1.4652633398537678};

    /** What may come before each state, the one that wins a tie first. */
    private static final int[][] BEFORE = {{ALONE, ENDS}, {INSIDE, BEGINS}, {INSIDE, BEGINS}, {ALONE, ENDS}};

    /** How probable each state of {@link #BEFORE} goes on so. */
    private static final double[][] STEP = {
        {-0.7211965654669841, -0.5897149736854513},
        {-0.33344856811948514, -0.510825623765990},
        {-1.2603620238268225, -0.916290731874155},
        {-0.6658631448798212, -0.8085250474669937}
    };

    private final double[][] emissions; // state, character

    private CharacterStates(double[][] emissions) {
        this.emissions = emissions;
    }

    /** Statistics: for each state a line with its letter, then lines {@code character TAB probability}. */
    static CharacterStates read(BufferedReader lines) {
        double[][] emissions = new double[LETTERS.length()][Character.MAX_VALUE + 1];
        for (double[] state : emissions) {
            Arrays.fill(state, NEVER);
        }
        int state = 0;
        for (String line : (Iterable<String>) lines.lines()::iterator) {
            int tab = line.indexOf('\t');
            if (tab < 0) {
                state = LETTERS.indexOf(line);
            } else {
                emissions[state][line.charAt(0)] = Double.parseDouble(line.substring(tab + 1));
            }
        }
        return new CharacterStates(emissions);
    }

    /** Adds the words of a run of characters: Chinese ones by the model, Latin words and numbers whole. */
    void addWords(String run, List<String> words) {
        Matcher chinese = CHINESE.matcher(run);
        int from = 0;
        while (chinese.find()) {
            addOthers(run.substring(from, chinese.start()), words);
            addChinese(chinese.group(), words);
            from = chinese.end();
        }
        addOthers(run.substring(from), words);
    }

    private static void addOthers(String run, List<String> words) {
        Matcher latin = LATIN.matcher(run);
        int from = 0;
        while (latin.find()) {
            addUnlessEmpty(run.substring(from, latin.start()), words);
            words.add(latin.group());
            from = latin.end();
        }
        addUnlessEmpty(run.substring(from), words);
    }

    private void addChinese(String run, List<String> words) {
        int[] states = likeliest(run);
        int from = 0;
        for (int i = 0; i < states.length; i++) {
            if (states[i] == ENDS || states[i] == ALONE) {
                words.add(run.substring(from, i + 1));
                from = i + 1;
            }
        }
        addUnlessEmpty(run.substring(from), words);
    }

    private static void addUnlessEmpty(String word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word);
        }
    }

    /** Viterbi's path. */
    private int[] likeliest(String run) {
        int last = run.length() - 1;
        int[][] came = new int[run.length()][LETTERS.length()];
        double[] scores = new double[LETTERS.length()];
        for (int state = 0; state < scores.length; state++) {
            scores[state] = FIRST[state] + emissions[state][run.charAt(0)];
        }
        for (int i = 1; i <= last; i++) {
            scores = step(scores, run.charAt(i), came[i]);
        }
        int[] states = new int[run.length()];
        states[last] = scores[ENDS] > scores[ALONE] ? ENDS : ALONE;
        for (int i = last; i > 0; i--) {
            states[i - 1] = came[i][states[i]];
        }
        return states;
    }

    private double[] step(double[] scores, char character, int[] came) {
        double[] next = new double[scores.length];
        for (int state = 0; state < next.length; state++) {
            double emission = emissions[state][character];
            double first = scores[BEFORE[state][0]] + STEP[state][0] + emission;
            double second = scores[BEFORE[state][1]] + STEP[state][1] + emission;
            came[state] = BEFORE[state][second > first ? 1 : 0];
            next[state] = Math.max(first, second);
        }
        return next;
    }
}
