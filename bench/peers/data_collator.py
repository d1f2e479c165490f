"""text-denoising's collator over rows of 512 tokens, one process: python data_collator.py TOKENIZER FILES…"""

import importlib.metadata
import itertools
import os
import random
import sys
import time

import numpy
import sentencepiece
from text_denoising import DataCollatorForUL2
from transformers import T5Tokenizer

import figures
import text

CHARACTERS = 8_000_000
ROWS, LENGTH, SECONDS = 32, 512, 6


def rows(pieces, texts):
    """The documents one after the other, cut every 512 tokens, again and again."""
    tokens = list(itertools.chain.from_iterable(pieces.encode(texts)))
    cut = [{"input_ids": tokens[at:at + LENGTH]} for at in range(0, len(tokens) - LENGTH, LENGTH)]
    return itertools.cycle(cut)


def main():
    folder, files = sys.argv[1], sys.argv[2:]
    model = os.path.join(folder, "spiece.model")
    pieces = sentencepiece.SentencePieceProcessor(model_file=model)
    collator = DataCollatorForUL2(T5Tokenizer.from_pretrained(folder, bos_token="</s>"))
    source = rows(pieces, list(text.documents(files, CHARACTERS)))
    random.seed(0)
    numpy.random.seed(0)
    examples = tokens = 0
    start = time.perf_counter() + SECONDS / 2
    while time.perf_counter() < start + SECONDS:
        batch = collator(list(itertools.islice(source, ROWS)))
        if time.perf_counter() > start:
            examples += ROWS
            tokens += int((batch["input_ids"] != 0).sum() + (batch["labels"] != -100).sum())
    took = time.perf_counter() - start
    work = "data text-denoising from tokens, 1 threads"
    peer = f"text-denoising {importlib.metadata.version('text-denoising')}"
    figures.report(work, peer, "-", examples / took, unit="examples_per_s")
    figures.report(work, peer, "-", tokens / took)


if __name__ == "__main__":
    main()
