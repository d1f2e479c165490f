"""Opens model folders that Cloze wrote in transformers, and scores the same pairs of texts with both.

    python open_folders.py --cloze ../../cloze FOLDER...

A folder passes if no key is missing, unexpected or mismatched, if nothing is warned of, and if the log-probability of each
target is the same within 1e-4 a token. Models that write nothing, such as BERT, are only opened.
"""

import argparse
import json
import logging
import subprocess
import sys

import torch
import transformers

PAIRS = [("The <extra_id_0> walks in <extra_id_1> park", "<extra_id_0> cute dog <extra_id_1> the"),
         ("A longer text, to be read whole: äöü, 日本語.", "Its end"), ("x", "y")]
TOLERANCE = 1e-4


class Heard(logging.Handler):
    """Keeps what the library warns of."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage().replace("\n", " ")[:200])


def opened(folder):
    """The model, and what the library had to say of its folder."""
    heard = Heard()
    logger = logging.getLogger("transformers")
    logger.addHandler(heard)
    try:
        name = transformers.AutoConfig.from_pretrained(folder).architectures[0]
        model, keys = getattr(transformers, name).from_pretrained(folder, output_loading_info=True, dtype=torch.float32)
    finally:
        logger.removeHandler(heard)
    wrong = {kind: sorted(map(str, found)) for kind, found in keys.items() if found}
    return model.eval(), heard.lines + [f"{kind}: {', '.join(found)[:200]}" for kind, found in wrong.items()]


def theirs(model, folder):
    """The log-probability of each target, and its number of tokens."""
    # By the name in its config: version 5 takes every tokenizer of some models for one of its own format.
    with open(f"{folder}/tokenizer_config.json") as said:
        tokenizer = getattr(transformers, json.load(said)["tokenizer_class"]).from_pretrained(folder)
    for source, target in PAIRS:
        labels = tokenizer(target, add_special_tokens=False).input_ids + [tokenizer.eos_token_id]
        read = tokenizer(source, add_special_tokens=False).input_ids
        with torch.no_grad():
            if model.config.is_encoder_decoder:
                ids = torch.tensor([read + [tokenizer.eos_token_id]])
                logits = model(input_ids=ids, labels=torch.tensor([labels])).logits[0]
            else:
                logits = model(input_ids=torch.tensor([read + labels])).logits[0, len(read) - 1:-1]
        chosen = logits.log_softmax(-1).gather(1, torch.tensor(labels)[:, None])
        yield float(chosen.sum()), len(labels)


def ours(cloze, folder):
    lines = "".join(json.dumps({"input": source, "target": target}) + "\n" for source, target in PAIRS)
    written = subprocess.run([cloze, "score", "--model", folder, "--precision", "float32"], input=lines, text=True,
                             capture_output=True, check=True).stdout
    return [json.loads(line)["logProbability"] for line in written.splitlines()]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--cloze", default="./cloze")
    options.add_argument("folders", nargs="+")
    chosen = options.parse_args()
    failed = False
    for folder in chosen.folders:
        model, remarks = opened(folder)
        name = type(model).__name__
        apart = None
        if model.can_generate() and not name.startswith("Bert"):
            known = ours(chosen.cloze, folder)
            apart = max(abs(a - b) / n for a, (b, n) in zip(known, theirs(model, folder)))
        failed |= bool(remarks) or (apart is not None and not apart <= TOLERANCE)
        print(f"{folder}: {name}, {'opened' if apart is None else f'{apart:.1e} a token apart'}; "
              f"{'; '.join(remarks) or 'no remarks'}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
