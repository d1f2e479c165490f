"""CTranslate2 generating with the shape of t5-v1.1-base, random weights: 128 inputs, 64 new tokens.

    python generate_ct2.py [--dtype int8|int8_float32|int8_bfloat16|bfloat16|float32|int16] [--points b1,b8,...]

The model is made by transformers and converted once, by another process (convert_ct2.py), into --model.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile

import ctranslate2

import figures


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--dtype", default="int8")
    options.add_argument("--points", default="b1,b8,b32,b1beam4,b8beam4")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--model", default=os.path.join(tempfile.gettempdir(), "cloze-bench-ct2-t5-base"))
    chosen = options.parse_args()
    if not os.path.exists(os.path.join(chosen.model, "model.bin")):
        converter = os.path.join(os.path.dirname(os.path.abspath(__file__)), "convert_ct2.py")
        subprocess.run([sys.executable, converter, chosen.model], check=True)
    translator = ctranslate2.Translator(chosen.model, device="cpu", compute_type=chosen.dtype, inter_threads=1,
                                        intra_threads=figures.THREADS)
    draw = random.Random(0)
    for rows, beams in figures.points(chosen.points):
        source = [[f"t{draw.randrange(3, 32000)}" for _ in range(figures.SOURCE)] for _ in range(rows)]

        def work():
            results = translator.translate_batch(source, beam_size=beams, max_decoding_length=figures.NEW,
                                                 min_decoding_length=figures.NEW, max_batch_size=0)
            assert all(len(result.hypotheses[0]) == figures.NEW for result in results)

        seconds = figures.seconds_each(work, 1, chosen.repeats)
        figures.report(figures.work_name(rows, beams), f"ctranslate2 {ctranslate2.__version__}", chosen.dtype,
                       rows * figures.NEW / seconds)


if __name__ == "__main__":
    main()
