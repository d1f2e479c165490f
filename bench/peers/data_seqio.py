"""seqio and t5 making packed batches of span corruption and of UL2's seven denoisers:

    python data_seqio.py [--only "from text"] TOKENIZER FILES…

From text, they read lines of plain text that were unpacked before, which spares them Zstandard and JSON. From tokens, they
read documents that lie in memory as tokens. Each denoiser is a task, and UL2 a mixture of them at equal rates: so a document is
tokenized once, which is less work than the paper's listing makes, where every denoiser has a copy of the stream.
"""

import argparse
import os
import tempfile
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import functools
import importlib.metadata

import seqio
import tensorflow as tf
from t5.data import preprocessors

import figures
import text

CHARACTERS = 8_000_000
ROW = {"inputs": 512, "targets": 512}
SEVEN = [(3, 0.15, "[NLU]"), (8, 0.15, "[NLU]"), (3, 0.5, "[NLG]"), (8, 0.5, "[NLG]"), (64, 0.15, "[NLG]"),
         (64, 0.5, "[NLG]")]
SEED, SECONDS, WARM_UP_ROWS = 1, 8, 2000
AUTO = tf.data.experimental.AUTOTUNE


def prepend(dataset, output_features, mode):
    """UL2's mode in front of the inputs, as the paper's listing has it."""
    tokens = output_features["inputs"].vocabulary.encode_tf(tf.constant(mode))
    return dataset.map(lambda x: {**x, "inputs": tf.concat([tokens, x["inputs"]], 0)}, num_parallel_calls=AUTO)


def spans(mean, density, reserved):
    return functools.partial(preprocessors.span_corruption, mean_noise_span_length=mean, noise_density=density,
                             reserved_for_packing=reserved)


class Tasks:
    """Tasks of one source: a name to the source's own preprocessors."""

    def __init__(self, name, source, first, vocabulary):
        self.name, self.source, self.first = name, source, first
        self.features = {name: seqio.Feature(vocabulary, add_eos=True) for name in ROW}
        self.reserved = max(len(vocabulary.encode(mode)) for mode in ["[NLU]", "[S2S]", "[NLG]"])

    def add(self, name, steps):
        seqio.TaskRegistry.add(f"{self.name}_{name}", source=self.source, output_features=self.features,
                               preprocessors=[*self.first, *steps, seqio.preprocessors.append_eos_after_trim])
        return f"{self.name}_{name}"

    def span_corruption(self):
        return self.add("t5", [spans(3, 0.15, None)])

    def ul2(self):
        names = [self.add(f"span_{mean}_{round(100 * density)}",
                          [spans(mean, density, self.reserved), functools.partial(prepend, mode=mode)])
                 for mean, density, mode in SEVEN]
        names.append(self.add("prefix", [preprocessors.prefix_lm, functools.partial(prepend, mode="[S2S]")]))
        seqio.MixtureRegistry.add(f"{self.name}_ul2", names, default_rate=1)
        return f"{self.name}_ul2"


def from_tokens(documents, vocabulary):
    tokens = tf.ragged.constant([vocabulary.encode(document) for document in documents], dtype=tf.int32)

    def dataset(split, shuffle_files, seed=None):
        return tf.data.Dataset.from_tensor_slices(tokens).map(lambda x: {"inputs": x[:0], "targets": x})

    source = seqio.FunctionDataSource(dataset, splits=["train"], num_input_examples={"train": len(documents)})
    return Tasks("tokens", source, [], vocabulary)


def from_text(documents, vocabulary, folder):
    shards = 16
    for shard in range(shards):
        with open(os.path.join(folder, f"{shard:02}.txt"), "w", encoding="utf-8") as file:
            file.writelines(document.replace("\n", " ").replace("\r", " ") + "\n" for document in documents[shard::shards])
    source = seqio.TextLineDataSource({"train": os.path.join(folder, "*.txt")}, num_input_examples={"train": len(documents)})
    first = [lambda lines: lines.map(lambda line: {"inputs": "", "targets": line}, num_parallel_calls=AUTO),
             functools.partial(seqio.preprocessors.tokenize, copy_pretokenized=False)]
    return Tasks("text", source, first, vocabulary)


def measure(name):
    """Examples and tokens that are no padding, a second."""
    rows = seqio.get_dataset(name, ROW, seqio.EncDecFeatureConverter(pack=True), num_epochs=None, shuffle=True,
                             seed=SEED).batch(32).prefetch(AUTO)
    examples = tokens = places = 0
    start = None
    for seen, batch in enumerate(rows):
        if start is None:
            if seen * 32 >= WARM_UP_ROWS:
                start = time.perf_counter()
            continue
        encoder, decoder = batch["encoder_segment_ids"].numpy(), batch["decoder_segment_ids"].numpy()
        examples += int(decoder.max(axis=1).sum())
        tokens += int((encoder != 0).sum() + (decoder != 0).sum())
        places += encoder.size + decoder.size
        if time.perf_counter() - start > SECONDS:
            break
    took = time.perf_counter() - start
    return examples / took, tokens / took, tokens / places


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--only", default="", help="only works whose names hold this")
    arguments.add_argument("folder")
    arguments.add_argument("files", nargs="+")
    given = arguments.parse_args()
    folder, files = given.folder, given.files
    vocabulary = seqio.SentencePieceVocabulary(os.path.join(folder, "spiece.model"), extra_ids=100)
    documents = list(text.documents(files, CHARACTERS))
    peer = f"seqio {importlib.metadata.version('seqio')} + t5 {importlib.metadata.version('t5')}"
    with tempfile.TemporaryDirectory() as scratch:
        for tasks in [from_tokens(documents, vocabulary), from_text(documents, vocabulary, scratch)]:
            for objective, name in [("span corruption", tasks.span_corruption()), ("ul2", tasks.ul2())]:
                work = f"data {objective} packed 512/512 from {tasks.name}, {figures.THREADS} threads"
                if given.only not in work:
                    continue
                examples, tokens, full = measure(name)
                figures.report(work, peer, "-", examples, unit="examples_per_s", full=round(full, 3))
                figures.report(work, peer, "-", tokens, full=round(full, 3))


if __name__ == "__main__":
    main()
