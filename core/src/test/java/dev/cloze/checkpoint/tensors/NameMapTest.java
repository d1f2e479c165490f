package dev.cloze.checkpoint.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.model.config.ModelConfig;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NameMapTest {

    private static final String BART = "\"model_type\": \"bart\", \"d_model\": 4, \"encoder_layers\": 1,"
            + "\"decoder_layers\": 1, \"encoder_attention_heads\": 1, \"decoder_attention_heads\": 1,"
            + "\"encoder_ffn_dim\": 4, \"decoder_ffn_dim\": 4, \"max_position_embeddings\": 8";
    private static final String BERT = "\"model_type\": \"bert\", \"hidden_size\": 4, \"intermediate_size\": 4,"
            + "\"num_attention_heads\": 1, \"num_hidden_layers\": 1, \"max_position_embeddings\": 8";
    private static final String GPT2 =
            "\"model_type\": \"gpt2\", \"n_embd\": 4, \"n_head\": 1, \"n_layer\": 1, \"n_positions\": 8";

    @Test
    void bart_and_cpt_are_read_with_and_without_their_prefix() throws IOException {
        for (String kind : new String[] {BART, BART + ", \"architectures\": [\"CPTForMaskedLM\"]"}) {
            NameMap names = names(kind);
            String weight = "decoder.layers.0.fc1.weight";
            assertThat(names.of(weight, Set.of())).contains("model." + weight);
            assertThat(names.of("model." + weight, Set.of())).contains("model." + weight);
            assertThat(names.of("final_logits_bias", Set.of())).contains("final_logits_bias");
            assertThat(names.of("lm_head.weight", Set.of())).isEmpty();
            assertThat(names.of("decoder.embed_tokens.weight", Set.of())).isEmpty();
        }
    }

    @Test
    void gpt2_is_read_with_and_without_its_prefix_and_its_masks_left_out() throws IOException {
        NameMap names = names(GPT2);
        assertThat(names.of("h.0.attn.c_attn.bias", Set.of())).contains("transformer.h.0.attn.c_attn.bias");
        assertThat(names.of("transformer.wte.weight", Set.of())).contains("transformer.wte.weight");
        assertThat(names.of("transformer.h.0.attn.bias", Set.of())).isEmpty();
        assertThat(names.of("h.0.attn.masked_bias", Set.of())).isEmpty();
        assertThat(names.of("lm_head.weight", Set.of())).isEmpty();
    }

    @Test
    void a_head_that_is_not_the_embedding_is_read() throws IOException {
        NameMap names = names(GPT2 + ", \"tie_word_embeddings\": false");
        assertThat(names.of("lm_head.weight", Set.of())).contains("lm_head.weight");
    }

    @Test
    void the_adapters_of_a_model_of_one_task_are_those_of_task_0() throws IOException {
        NameMap names = names(GPT2 + ", \"architectures\": [\"VLM\"]");
        assertThat(names.of("transformer.h.0.adapter_block.ln.bias", Set.of()))
                .contains("transformer.h.0.adapter_block.mixadapter.0.ln.bias");
    }

    @Test
    void a_bert_with_a_head_of_its_own_keeps_it_and_the_bias_that_goes_with_it() throws IOException {
        NameMap tied = names(BERT);
        NameMap own = names(BERT + ", \"tie_word_embeddings\": false");
        Set<String> both = Set.of(NameMap.HEAD_BIAS, NameMap.HEAD_BIAS_ADDED);
        assertThat(tied.of("cls.predictions.decoder.weight", both)).isEmpty();
        assertThat(own.of("cls.predictions.decoder.weight", both)).contains("cls.predictions.decoder.weight");
        assertThat(tied.of(NameMap.HEAD_BIAS, both)).contains(NameMap.HEAD_BIAS);
        assertThat(own.of(NameMap.HEAD_BIAS, both)).isEmpty();
        assertThat(own.of(NameMap.HEAD_BIAS_ADDED, both)).contains(NameMap.HEAD_BIAS);
        assertThat(own.of(NameMap.HEAD_BIAS, Set.of(NameMap.HEAD_BIAS))).contains(NameMap.HEAD_BIAS);
    }

    @Test
    void berts_first_names_of_norms_are_read() throws IOException {
        NameMap names = names(BERT);
        assertThat(names.of("bert.embeddings.LayerNorm.gamma", Set.of())).contains("bert.embeddings.LayerNorm.weight");
    }

    private static NameMap names(String said) throws IOException {
        String json = "{\"vocab_size\": 10, " + said + "}";
        return NameMap.of(ModelConfig.parse(new ObjectMapper().readTree(json), "config.json"));
    }
}
