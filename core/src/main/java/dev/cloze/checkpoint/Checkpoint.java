package dev.cloze.checkpoint;

import dev.cloze.Reasons;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.FileMark;
import dev.cloze.checkpoint.folder.WeightFiles;
import dev.cloze.checkpoint.tensors.SafeTensors;
import dev.cloze.checkpoint.tensors.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A saved step of a run: a Hugging Face folder with the optimiser's state and a manifest beside the weights.
 *
 * @param folder where it lies
 * @param manifest what it says of itself
 * @param summed whether the manifest has a sum over itself; the first ones had none
 */
public record Checkpoint(Path folder, Manifest manifest, boolean summed) {

    static final String OPTIMISER = "optimiser.safetensors";

    /**
     * Opens a folder without looking into its files.
     *
     * @throws Refusal if the manifest is not as it was saved
     */
    public static Checkpoint open(Path folder) {
        ManifestJson.Read read = ManifestJson.read(folder);
        return new Checkpoint(folder, read.manifest(), read.summed());
    }

    /**
     * Stops unless every file is as it was saved.
     *
     * @throws Refusal naming the first that is not
     */
    public Checkpoint verified() {
        if (!manifest.files().containsKey(OPTIMISER)) {
            throw Refusal.at(folder.resolve(Manifest.FILE).toString(), "files must name %s", OPTIMISER);
        }
        manifest.files().forEach(this::verify);
        return this;
    }

    private void verify(String name, FileMark saved) {
        Path file = folder.resolve(name);
        try {
            long bytes = Files.size(file);
            if (bytes != saved.bytes()) {
                throw Refusal.at(
                        file.toString(), "must have the %d bytes that were saved, got %d", saved.bytes(), bytes);
            }
            FileMark found = FileMark.of(file);
            if (!found.equals(saved)) {
                throw Refusal.at(
                        file.toString(), "must have the saved SHA-256 %s, got %s", saved.sha256(), found.sha256());
            }
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "the checkpoint is incomplete: %s", Reasons.of(e));
        }
    }

    /** The weights; the caller closes them. */
    public TensorFile openWeights() {
        return WeightFiles.open(folder);
    }

    /** The optimiser's state; the caller closes it. */
    public SafeTensors openOptimiserState() {
        return SafeTensors.open(folder.resolve(OPTIMISER));
    }
}
