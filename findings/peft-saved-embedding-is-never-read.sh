#!/usr/bin/env bash
# PEFT 0.21.0 on a T5 of transformers 5.24.0: an adapter with modules_to_save = ["shared"] trains a copy of the embedding that
# the model never reads. One would expect the copy in the place of the table, as for other modules: its weights are trainable
# and saved, but moving all of them changes no logit. The encoder and the decoder hold the table itself, which PEFT does not
# replace.
# Seen with: peft 0.21.0, transformers 5.24.0, torch 2.15.0.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q torch==2.15.0 transformers==5.24.0 peft==0.21.0
"$work/env/bin/python" - <<'PY'
import torch
from peft import LoraConfig, get_peft_model
from transformers import T5Config, T5ForConditionalGeneration

torch.manual_seed(0)
config = T5Config(vocab_size=32, d_model=8, d_kv=4, d_ff=16, num_layers=1, num_heads=2, decoder_start_token_id=0)
model = get_peft_model(
    T5ForConditionalGeneration(config), LoraConfig(r=2, target_modules=["q"], modules_to_save=["shared"])
).eval()
inputs = {"input_ids": torch.tensor([[5, 6, 7, 1]]), "labels": torch.tensor([[8, 9, 1]])}
before = model(**inputs).logits
copies = [p for name, p in model.named_parameters() if "shared.modules_to_save" in name]
assert len(copies) == 1 and copies[0].requires_grad, "the copy is there, and trainable"
with torch.no_grad():
    copies[0].add_(1.0)
after = model(**inputs).logits
assert torch.equal(before, after), "the copy is read now: the finding no longer holds"
print("the trained copy of the embedding moved by 1 everywhere; the largest change of a logit:", (after - before).abs().max().item())
PY
