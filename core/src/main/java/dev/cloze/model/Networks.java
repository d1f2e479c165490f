package dev.cloze.model;

import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.SwitchConfig;
import dev.cloze.model.config.T5Config;
import dev.cloze.model.config.T5ReaderConfig;
import dev.cloze.model.config.VlmConfig;
import dev.cloze.nn.Weights;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A network for each shape. */
public final class Networks {

    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(T5Config.class, T5::build),
            new Kind<>(T5ReaderConfig.class, T5Reader::build),
            new Kind<>(SwitchConfig.class, SwitchTransformer::build),
            new Kind<>(BertConfig.class, Bert::build),
            new Kind<>(BartConfig.class, Bart::build),
            new Kind<>(CptConfig.class, Cpt::build),
            new Kind<>(Gpt2Config.class, Gpt2::build),
            new Kind<>(VlmConfig.class, Vlm::build));

    private Networks() {}

    private record Kind<C extends ModelConfig>(Class<C> shape, BiFunction<C, Weights, Network> builder) {

        Optional<Network> build(ModelConfig config, Weights weights) {
            return shape.isInstance(config)
                    ? Optional.of(builder.apply(shape.cast(config), weights))
                    : Optional.empty();
        }
    }

    /** Whether there is one for shapes of that class. */
    static boolean know(Class<?> shape) {
        return KINDS.stream().anyMatch(kind -> kind.shape().equals(shape));
    }

    /** The network of that shape, its weights asked for by name. */
    public static Network build(ModelConfig config, Weights weights) {
        return KINDS.stream()
                .flatMap(kind -> kind.build(config, weights).stream())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(config.getClass().getName()));
    }
}
