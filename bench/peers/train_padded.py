"""PyTorch + transformers on real text the usual way: one document a row, batches padded to their longest row.

    python train_padded.py TOKENIZER FILES…

Span corruption (15 %, spans of 3), 8 rows, at most 512 inputs. Tokens are counted without padding.
"""

import argparse
import itertools
import os
import random
import time

import sentencepiece
import torch
from transformers import T5ForConditionalGeneration

import figures
import text
from train_t5 import ROWS, WORK, forward_flops, small

MOST, SENTINELS, END, PAD = 568, 100, 1, 0


def corrupted(ids, draw):
    """One document's inputs and targets; sentinels count down from the vocabulary's end."""
    inputs, targets, place, sentinel = [], [], 0, small().vocab_size - 1
    spans = max(1, min(SENTINELS, round(len(ids) * 0.15 / 3)))
    starts = sorted(draw.sample(range(max(1, len(ids) - 3)), min(spans, max(1, len(ids) - 3))))
    for start in starts:
        if start < place:
            continue
        inputs += ids[place:start] + [sentinel]
        targets += [sentinel] + ids[start:start + 3]
        place, sentinel = start + 3, sentinel - 1
    return (inputs + ids[place:] + [END])[:512], targets + [END]


def padded(rows, filler):
    longest = max(map(len, rows))
    return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--way", default="eager")
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("tokenizer")
    options.add_argument("files", nargs="+")
    chosen = options.parse_args()
    torch.set_num_threads(figures.THREADS)
    torch.manual_seed(0)
    draw = random.Random(0)
    pieces = sentencepiece.SentencePieceProcessor(model_file=os.path.join(chosen.tokenizer, "spiece.model"))
    texts = list(text.documents(chosen.files, 4_000_000))
    draw.shuffle(texts)
    config = small()
    model = T5ForConditionalGeneration(config).train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    documents = itertools.cycle(texts)
    tokens, flops, start, steps = 0, 0.0, None, 0
    while start is None or time.perf_counter() - start < chosen.seconds:
        if steps == 3:
            tokens, flops, start = 0, 0.0, time.perf_counter()
        rows = [corrupted(pieces.encode(next(documents))[:MOST], draw) for _ in range(ROWS)]
        inputs, labels = padded([row[0] for row in rows], PAD), padded([row[1] for row in rows], -100)
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(input_ids=inputs, attention_mask=(inputs != PAD).long(), labels=labels).loss
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        tokens += sum(len(row[0]) + len(row[1]) for row in rows)
        flops += sum(3 * forward_flops(config, len(row[0]), len(row[1])) for row in rows)
        steps += 1
    seconds = time.perf_counter() - start
    memory = figures.peak_mb()
    peak = figures.gemm_peak(torch.bfloat16)
    figures.report(f"{WORK} packed text", f"transformers {chosen.way}, padded", "bf16", tokens / seconds,
                   limit=flops / seconds / peak, peak_mb=memory)


if __name__ == "__main__":
    main()
