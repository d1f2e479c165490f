package dev.cloze.adapter.inject;

import dev.cloze.nn.Projection;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A linear map of the model, as an adapter finds it.
 *
 * @param path its name, such as {@code encoder.block.0.layer.0.SelfAttention.q}
 * @param in width of what it reads
 * @param out width of what it gives
 * @param plain the map itself
 * @param matrix its matrix, {@code [out, in]}
 */
public record TargetModule(String path, int in, int out, Projection plain, Supplier<Tensor> matrix) {}
