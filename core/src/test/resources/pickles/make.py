"""Writes the files of this folder: python make.py (torch 2.15.0, transformers 5.23.0, safetensors 0.8.0)."""

import json
from collections import OrderedDict

import torch
from safetensors.torch import save_file
from transformers import T5Config, T5ForConditionalGeneration

torch.manual_seed(0)
base = torch.randn(6, 4)
weights = OrderedDict()
weights["shared.weight"] = base
weights["encoder.embed_tokens.weight"] = base  # the same storage: tied
weights["turned"] = torch.randn(3, 5).t()  # strides (1, 5)
weights["part"] = torch.arange(24.0).reshape(4, 6)[1:3, 2:5]  # begins inside its storage, with gaps
weights["half"] = torch.randn(3, 2).half()
weights["brain"] = torch.randn(7).bfloat16()
weights["double"] = torch.randn(2, 2, 2).double()
weights["long"] = torch.arange(-2, 3)
weights["int"] = torch.arange(4, dtype=torch.int32)
weights["byte"] = torch.arange(5, dtype=torch.uint8)
weights["bool"] = torch.tensor([True, False, True])
weights["scalar"] = torch.tensor(2.5)
weights["empty"] = torch.zeros(0, 3)
weights["parameter"] = torch.nn.Parameter(torch.randn(2, 3))
weights._metadata = OrderedDict({"": {"version": 1}})

torch.save(weights, "zip.bin")
torch.save(weights, "legacy.bin", _use_new_zipfile_serialization=False)
torch.save({"state_dict": weights, "epoch": 3, "loss": 0.5, "name": "é"}, "nested.bin")
names = list(weights)
parts = {"pytorch_model-00001-of-00002.bin": names[:7], "pytorch_model-00002-of-00002.bin": names[7:]}
for file, held in parts.items():
    torch.save(OrderedDict((name, weights[name]) for name in held), file)
with open("pytorch_model.bin.index.json", "w") as out:
    json.dump(
        {
            "metadata": {"total_size": sum(w.nbytes for w in weights.values())},
            "weight_map": {name: file for file, held in parts.items() for name in held},
        },
        out,
        indent=1,
    )
save_file({name: w.detach().clone().contiguous() for name, w in weights.items()}, "expected.safetensors")

config = T5Config(
    vocab_size=40, d_model=8, d_kv=4, d_ff=12, num_layers=2, num_heads=2, decoder_start_token_id=0, architectures=["T5ForConditionalGeneration"]
)
model = T5ForConditionalGeneration(config)
config.save_pretrained("t5")
torch.save(model.state_dict(), "t5/pytorch_model.bin")

newer = OrderedDict()  # formats without a storage class of their own, and views of one storage
newer["eight"] = torch.randn(4, 3).to(torch.float8_e4m3fn)
newer["eight.range"] = torch.randn(5).to(torch.float8_e5m2).view(5, 1)
newer["u16"] = torch.arange(6).to(torch.uint16).view(2, 3).t()
newer["u32"] = torch.arange(3).to(torch.uint32)
newer["u64"] = torch.arange(2).to(torch.uint64)
newer["complex"] = torch.randn(3, dtype=torch.complex64)
joint = torch.randn(6, 4)
newer["query"], newer["key"], newer["value"] = joint.chunk(3)
newer["remarked"] = torch.nn.Parameter(torch.randn(3))
newer["remarked"].sharded = True
torch.save(newer, "newer.bin")
torch.save(newer, "newer-legacy.bin", _use_new_zipfile_serialization=False)
torch.save(newer, "newer-protocol.bin", pickle_protocol=5)
save_file({name: w.detach().clone().contiguous() for name, w in newer.items()}, "expected-newer.safetensors")
