package dev.cloze.seqio.step;

/**
 * seqio's {@code make_autoregressive_inputs}: what a decoder reads to write its targets.
 *
 * <pre>
 * targets      3 8 1 9 1 5 4 1 0 0
 * sequence ids 1 1 1 2 2 3 3 3 0 0
 * inputs       0 3 8 0 9 0 5 4 0 0
 * </pre>
 */
public final class AutoregressiveInputs {

    private AutoregressiveInputs() {}

    /** The targets one place to the right, behind {@code bosId}. */
    public static int[] of(int[] targets, int bosId) {
        int[] inputs = new int[targets.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = i == 0 ? bosId : targets[i - 1];
        }
        return inputs;
    }

    /** The same, where each sequence begins with {@code bosId}; padding has the sequence id 0. */
    public static int[] of(int[] targets, int[] sequenceIds, int bosId) {
        int[] inputs = of(targets, bosId);
        for (int i = 0; i < inputs.length; i++) {
            int before = i == 0 ? 0 : sequenceIds[i - 1];
            inputs[i] = sequenceIds[i] == before ? inputs[i] : bosId;
        }
        return inputs;
    }
}
