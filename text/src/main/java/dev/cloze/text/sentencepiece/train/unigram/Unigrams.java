package dev.cloze.text.sentencepiece.train.unigram;

import java.util.Arrays;

/** The present model: candidates in a trie, with their probabilities by node. */
final class Unigrams {

    final Candidates candidates;
    final PieceGraph graph;

    /** Log probability by node; minus infinity where no candidate ends. */
    final double[] scores;

    /** Probability by node, 0 where no candidate ends. */
    final double[] weights;

    Unigrams(Candidates candidates) {
        this.candidates = candidates;
        this.graph = PieceGraph.of(candidates);
        this.scores = new double[graph.size()];
        this.weights = new double[graph.size()];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < candidates.size(); i++) {
            score(i, candidates.score(i));
        }
    }

    /** Gives candidate {@code i} another log probability; minus infinity takes it out. */
    void score(int i, double logProbability) {
        candidates.score(i, logProbability);
        scores[graph.node(i)] = logProbability;
        weights[graph.node(i)] = Math.exp(logProbability);
    }
}
