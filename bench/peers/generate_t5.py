"""PyTorch + transformers generating with random weights and 128 inputs: t5-v1.1-base 64 new tokens, switch-base-8 32.

    python generate_t5.py [--model t5-v1.1-base|switch-base-8] [--dtype bf16|fp32] [--points b1,b8,b32,b1beam4,b8beam4]
"""

import argparse

import torch
from transformers import (SwitchTransformersConfig, SwitchTransformersForConditionalGeneration, T5Config,
                          T5ForConditionalGeneration)

import figures

def base():
    """The published shape of google/t5-v1_1-base."""
    return T5Config(vocab_size=32128, d_model=768, d_kv=64, d_ff=2048, num_layers=12, num_decoder_layers=12,
                    num_heads=12, feed_forward_proj="gated-gelu", tie_word_embeddings=False, decoder_start_token_id=0)


def switch():
    """The published shape of google/switch-base-8."""
    return SwitchTransformersConfig(vocab_size=32128, d_model=768, d_kv=64, d_ff=3072, num_layers=12, num_decoder_layers=12,
                                    num_heads=12, num_experts=8, num_sparse_encoder_layers=6, num_sparse_decoder_layers=6,
                                    decoder_start_token_id=0)


MODELS = {"t5-v1.1-base": (base, T5ForConditionalGeneration, 3, figures.NEW),
          "switch-base-8": (switch, SwitchTransformersForConditionalGeneration, 2, 32)}


def decoder_bytes(config, size, matrices):
    """Weights that every step must read: decoder layers and head; the limit of generating one row."""
    inner, width = config.num_heads * config.d_kv, config.d_model
    layer = 6 * width * inner - 2 * width * inner + matrices * width * config.d_ff
    return size * (config.num_decoder_layers * layer + width * config.vocab_size)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--model", choices=list(MODELS), default="t5-v1.1-base")
    options.add_argument("--dtype", choices=["bf16", "fp32"], default="bf16")
    options.add_argument("--points", default="b1,b8,b32,b1beam4,b8beam4")
    options.add_argument("--repeats", type=int, default=3)
    chosen = options.parse_args()
    torch.set_num_threads(figures.THREADS)
    torch.manual_seed(0)
    dtype = torch.bfloat16 if chosen.dtype == "bf16" else torch.float32
    shape, network, matrices, new = MODELS[chosen.model]
    config = shape()
    model = network(config).eval().to(dtype)
    bandwidth = figures.read_bandwidth()
    for rows, beams in figures.points(chosen.points):
        inputs = torch.randint(3, 32000, (rows, figures.SOURCE))

        def work():
            with torch.inference_mode():
                ids = model.generate(input_ids=inputs, num_beams=beams, do_sample=False, min_new_tokens=new, max_new_tokens=new)
            assert ids.shape[1] == new + 1, ids.shape

        seconds = figures.seconds_each(work, 1, chosen.repeats)
        limit = rows * bandwidth / decoder_bytes(config, dtype.itemsize, matrices)
        rate = rows * new / seconds
        figures.report(figures.work_name(rows, beams, chosen.model, new), "transformers", chosen.dtype, rate,
                       limit=rate / limit if rows == 1 else None)


if __name__ == "__main__":
    main()
