package dev.cloze.app.inspect;

import dev.cloze.objective.Example;
import java.util.List;

/**
 * An example as people read it.
 *
 * @param label its language and denoiser
 * @param text the text that it was made of
 * @param inputs what the model reads
 * @param targets what it must write
 * @param read number of tokens read
 * @param written number of tokens written
 */
public record DrawnExample(
        Example.Label label, String text, List<Fragment> inputs, List<Fragment> targets, int read, int written) {}
