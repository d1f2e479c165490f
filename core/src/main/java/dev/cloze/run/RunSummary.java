package dev.cloze.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run is before its first update.
 *
 * @param folder where it writes
 * @param training its settings
 * @param text what it learns from
 * @param network what learns
 * @param machine what it computes on
 * @param peak operations a second of matrix products that the machine is able to do
 * @param step updates that earlier starts did
 * @param previous the run file of the checkpoint that it goes on from
 */
public record RunSummary(
        Path folder,
        Training training,
        TextSummary text,
        NetworkSummary network,
        Machine machine,
        double peak,
        long step,
        Optional<String> previous) {

    /**
     * Text.
     *
     * @param sources their names
     * @param documents in a pass over all of them, where that is known
     * @param vocabulary ids of the tokenizer
     * @param tokenizer the tokenizer's hash
     */
    public record TextSummary(List<String> sources, OptionalLong documents, int vocabulary, String tokenizer) {

        /** Takes an unmodifiable copy. */
        public TextSummary {
            sources = List.copyOf(sources);
        }
    }

    /**
     * A network.
     *
     * @param learnt weights that change
     * @param frozen weights that stay as they are
     * @param parameters weights that a checkpoint keeps
     */
    public record NetworkSummary(long learnt, long frozen, long parameters) {}

    /** The run's name: that of its folder. */
    public String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /** The run as a run file. */
    public String runFile() {
        return training.toRunFile();
    }
}
