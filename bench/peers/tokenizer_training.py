"""Trains with the reference library on the same lines and compares tokens a character on held-out text.

    tokenizer_training.py CLOZE_FOLDER TRAIN.txt HELDOUT.txt [unigram|bpe]

CLOZE_FOLDER was written by `cloze tokenizer train TRAIN.txt --sentinels 0 --out CLOZE_FOLDER`. Prints one line a model.
"""

import os
import sys
import tempfile
import time

import sentencepiece


def measure(name, path, lines, seconds):
    model = sentencepiece.SentencePieceProcessor(model_file=path)
    tokens = sum(map(len, model.encode(lines)))
    characters = sum(map(len, lines))
    unknown = sum(ids.count(model.unk_id()) for ids in model.encode(lines))
    print(f"{name}: {model.get_piece_size()} pieces, {tokens / characters:.5f} tokens a character, {unknown} unknown{seconds}")
    return tokens


def main():
    folder, train, heldout = sys.argv[1:4]
    kind = sys.argv[4] if len(sys.argv) > 4 else "unigram"
    lines = [line for line in open(heldout, encoding="utf-8").read().split("\n") if line.strip()]
    ours = os.path.join(folder, "spiece.model")
    size = sentencepiece.SentencePieceProcessor(model_file=ours).get_piece_size()
    with tempfile.TemporaryDirectory() as scratch:
        start = time.time()
        sentencepiece.SentencePieceTrainer.train(
            input=train, model_prefix=scratch + "/reference", vocab_size=size, model_type=kind, num_threads=2,
            max_sentence_length=1 << 20, pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=1)
        took = time.time() - start
        reference = measure("sentencepiece", scratch + "/reference.model", lines, f", trained in {took:.0f} s")
    tokens = measure("cloze", ours, lines, "")
    print(f"cloze / sentencepiece: {tokens / reference:.4f} tokens")


if __name__ == "__main__":
    main()
