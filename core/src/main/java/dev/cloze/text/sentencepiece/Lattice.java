package dev.cloze.text.sentencepiece;

/** For each byte position of a word: the best way to get there, its score, its last piece and where that began. */
final class Lattice {

    float[] score = new float[256];
    int[] start = new int[256];
    int[] id = new int[256];

    /** Makes room for the positions 0 to {@code length}. */
    void room(int length) {
        if (score.length <= length) {
            int size = Workspace.grownSize(length + 1L);
            score = new float[size];
            start = new int[size];
            id = new int[size];
        }
    }

    int size() {
        return score.length;
    }
}
