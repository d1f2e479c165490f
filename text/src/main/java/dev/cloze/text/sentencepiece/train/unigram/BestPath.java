package dev.cloze.text.sentencepiece.train.unigram;

import dev.cloze.text.sentencepiece.train.TrainingWords;
import java.util.Arrays;

/** The most probable way to cut a string into candidates (Viterbi). */
final class BestPath {

    private final Unigrams model;
    private final double[] best = new double[TrainingWords.LONGEST + 1];
    private final int[] lastNode = new int[TrainingWords.LONGEST + 1];
    private final int[] lastFrom = new int[TrainingWords.LONGEST + 1];

    /** Nodes of the path, the last one first. */
    final int[] nodes = new int[TrainingWords.LONGEST];

    /** How many {@link #nodes} there are. */
    int count;

    BestPath(Unigrams model) {
        this.model = model;
    }

    /** Cuts {@code text[from..to)} without using the node {@code without}; its log probability, or minus infinity. */
    double find(char[] text, int from, int to, int without) {
        int length = to - from;
        Arrays.fill(best, 0, length + 1, Double.NEGATIVE_INFINITY);
        best[0] = 0;
        for (int at = 0; at < length; at++) {
            if (best[at] != Double.NEGATIVE_INFINITY) {
                reach(text, from, at, length, without);
            }
        }
        count = 0;
        for (int at = length; at > 0 && best[length] != Double.NEGATIVE_INFINITY; at = lastFrom[at]) {
            nodes[count++] = lastNode[at];
        }
        return best[length];
    }

    private void reach(char[] text, int from, int at, int length, int without) {
        int node = PieceGraph.ROOT;
        double before = best[at];
        for (int i = at; i < length; i++) {
            node = model.graph.child(node, text[from + i]);
            if (node < 0) {
                return;
            }
            double score = before + model.scores[node];
            if (score > best[i + 1] && node != without) {
                best[i + 1] = score;
                lastNode[i + 1] = node;
                lastFrom[i + 1] = at;
            }
        }
    }
}
