package dev.cloze.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A step whose loss or gradient was no number.
 *
 * @param before how far the run was; a feed opened at its position gives the step's batches again
 * @param learningRate of the step
 * @param loss what was lost
 * @param gradientNorm of all gradients together
 */
public record Divergence(Progress before, double learningRate, double loss, double gradientNorm) {

    /** One line that says what happened and where. */
    public String message() {
        return "step %d: the loss is %s and the gradient norm %s (learning rate %s); the weights were left as they were"
                .formatted(before.steps() + 1, loss, gradientNorm, learningRate);
    }

    /** Writes it down, with the position of the batches that caused it. */
    public void save(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode json = mapper.createObjectNode();
        json.put("step", before.steps() + 1);
        json.put("loss", String.valueOf(loss));
        json.put("gradient_norm", String.valueOf(gradientNorm));
        json.put("learning_rate", learningRate);
        json.set("position", mapper.valueToTree(before.position()));
        mapper.writeValue(file.toFile(), json);
    }

    /** Gives the run up. */
    public static final class Stop extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stop(Divergence divergence) {
            super(divergence.message());
        }
    }
}
