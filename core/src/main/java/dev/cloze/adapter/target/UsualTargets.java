package dev.cloze.adapter.target;

import dev.cloze.model.config.BartConfig;
import dev.cloze.model.config.BertConfig;
import dev.cloze.model.config.CptConfig;
import dev.cloze.model.config.Gpt2Config;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.model.config.VlmConfig;
import java.util.Set;

/**
 * The maps that adapters change in a model where nothing else is said, as PEFT has them by the model's type.
 *
 * @param lora those that LoRA changes
 * @param ia3 those that (IA)³ changes
 * @param readers those of the latter whose inputs are multiplied
 */
public record UsualTargets(Set<String> lora, Set<String> ia3, Set<String> readers) {

    private static final UsualTargets T5 = new UsualTargets(Set.of("q", "v"), Set.of("k", "v", "wo"), Set.of("wo"));
    private static final UsualTargets BERT =
            new UsualTargets(Set.of("query", "value"), Set.of("key", "value", "output.dense"), Set.of("output.dense"));
    private static final UsualTargets BART =
            new UsualTargets(Set.of("q_proj", "v_proj"), Set.of("q_proj", "v_proj", "fc2"), Set.of("fc2"));
    // Its encoder is BERT's, its decoders are BART's.
    private static final UsualTargets CPT = new UsualTargets(
            Set.of("query", "value", "q_proj", "v_proj"),
            Set.of("key", "value", "output.dense", "q_proj", "v_proj", "fc2"),
            Set.of("output.dense", "fc2"));
    private static final UsualTargets GPT2 =
            new UsualTargets(Set.of("c_attn"), Set.of("c_attn", "mlp.c_proj"), Set.of("mlp.c_proj"));

    /** Takes unmodifiable copies. */
    public UsualTargets {
        lora = Set.copyOf(lora);
        ia3 = Set.copyOf(ia3);
        readers = Set.copyOf(readers);
    }

    /** Those of a model. */
    public static UsualTargets of(ModelConfig model) {
        if (transposed(model)) {
            return GPT2;
        }
        if (model instanceof CptConfig) {
            return CPT;
        }
        if (model instanceof BartConfig) {
            return BART;
        }
        return model instanceof BertConfig ? BERT : T5;
    }

    /** Whether the files of a model have its matrices the other way round, which PEFT calls {@code fan_in_fan_out}. */
    public static boolean transposed(ModelConfig model) {
        return model instanceof Gpt2Config || model instanceof VlmConfig;
    }
}
