"""The text that both sides are measured on: the field `text` of JSON lines, plain or .zst, in the order of the files' names."""

import glob
import io
import json

import zstandard


def documents(patterns, characters=None):
    """Texts of the files, until they hold that many characters together."""
    left = float("inf") if characters is None else characters
    for pattern in patterns:
        for path in sorted(glob.glob(pattern)):
            with open(path, "rb") as file:
                stream = zstandard.ZstdDecompressor().stream_reader(file) if path.endswith(".zst") else file
                for line in io.TextIOWrapper(stream, encoding="utf-8"):
                    if left <= 0:
                        return
                    text = json.loads(line)["text"]
                    left -= len(text)
                    yield text
