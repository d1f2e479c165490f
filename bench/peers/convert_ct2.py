"""Writes a random T5 of the benchmark's shape as a CTranslate2 model: python convert_ct2.py FOLDER."""

import sys

import torch
from ctranslate2.converters.transformers import _MODEL_LOADERS, TransformersConverter
from transformers import T5ForConditionalGeneration

from generate_t5 import base


class Numbered:
    """As much of a tokenizer as the converter asks for: token n is called tn."""

    pad_token, eos_token, unk_token = "<pad>", "</s>", "<unk>"
    special = {0: "<pad>", 1: "</s>", 2: "<unk>"}

    def convert_ids_to_tokens(self, token):
        return self.special.get(token, f"t{token}")

    def get_vocab(self):
        return {self.convert_ids_to_tokens(token): token for token in range(base().vocab_size)}


class RandomT5(TransformersConverter):
    """Takes its model from memory instead of a folder."""

    def _load(self):
        torch.manual_seed(0)
        with torch.no_grad():
            return _MODEL_LOADERS["T5Config"](T5ForConditionalGeneration(base()).eval(), Numbered())


if __name__ == "__main__":
    RandomT5("random").convert(sys.argv[1], force=True)
