"""PyTorch + transformers training t5-v1.1-small, 8 rows of 512 inputs and 114 targets, bf16 autocast, fused AdamW.

    python train_t5.py [--compile] [--dtype bf16|fp32] [--way NAME]

The allocator is chosen by the caller's environment (see ../run), so that "as installed" means just that.
"""

import argparse
import contextlib

import torch
from transformers import T5Config, T5ForConditionalGeneration

import figures

ROWS, INPUTS, TARGETS = 8, 512, 114
WORK = f"train t5-v1.1-small b{ROWS} {INPUTS}/{TARGETS}"


def small():
    """The published shape of google/t5-v1_1-small; like its pre-training, without dropout."""
    return T5Config(vocab_size=32128, d_model=512, d_kv=64, d_ff=1024, num_layers=8, num_decoder_layers=8,
                    num_heads=6, feed_forward_proj="gated-gelu", tie_word_embeddings=False, dropout_rate=0.0,
                    decoder_start_token_id=0)


def forward_flops(config, inputs, targets):
    """Multiply-adds times two of one example's forward pass: projections, attention and head, nothing element-wise."""
    inner, width = config.num_heads * config.d_kv, config.d_model
    feed_forward = 3 * width * config.d_ff
    encoder = config.num_layers * (2 * inputs * (4 * width * inner + feed_forward) + 4 * inputs**2 * inner)
    decoder = 2 * targets * (config.num_decoder_layers * (6 * width * inner + feed_forward) + width * config.vocab_size)
    decoder += config.num_decoder_layers * 2 * inputs * 2 * width * inner
    decoder += 4 * config.num_decoder_layers * (targets**2 / 2 + targets * inputs) * inner
    return encoder + decoder


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--compile", action="store_true")
    options.add_argument("--dtype", choices=["bf16", "fp32"], default="bf16")
    options.add_argument("--way", default="eager")
    options.add_argument("--warmups", type=int, default=2)
    options.add_argument("--steps", type=int, default=4)
    chosen = options.parse_args()
    torch.set_num_threads(figures.THREADS)
    torch.manual_seed(0)
    config = small()
    model = T5ForConditionalGeneration(config).train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    inputs = torch.randint(3, 32000, (ROWS, INPUTS))
    labels = torch.randint(3, 32000, (ROWS, TARGETS))
    forward = torch.compile(model) if chosen.compile else model
    bf16 = chosen.dtype == "bf16"

    def step():
        with torch.autocast("cpu", torch.bfloat16) if bf16 else contextlib.nullcontext():
            loss = forward(input_ids=inputs, labels=labels).loss
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()

    seconds = figures.seconds_each(step, chosen.warmups, chosen.steps)
    memory = figures.peak_mb()
    peak = figures.gemm_peak(torch.bfloat16 if bf16 else torch.float32)
    share = 3 * forward_flops(config, INPUTS, TARGETS) * ROWS / seconds / peak
    figures.report(WORK, f"transformers {chosen.way}", chosen.dtype, ROWS * (INPUTS + TARGETS) / seconds, limit=share,
                   step_s=round(seconds, 3), gemm_gflops=round(peak / 1e9), peak_mb=memory)


if __name__ == "__main__":
    main()
