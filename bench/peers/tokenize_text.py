"""sentencepiece and tokenizers on the text that Cloze is measured on, one thread: python tokenize_text.py TOKENIZER FILES…"""

import os
import sys

import sentencepiece
import tokenizers

import figures
import text

CHARACTERS = 8_000_000


def unigram(pieces):
    """The same vocabulary and scores in Hugging Face's library."""
    scores = [(pieces.id_to_piece(i), pieces.get_score(i)) for i in range(pieces.get_piece_size())]
    model = tokenizers.models.Unigram(scores, pieces.unk_id(), True)
    fast = tokenizers.Tokenizer(model)
    fast.normalizer = tokenizers.normalizers.NFKC()
    fast.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    return fast


def main():
    folder, files = sys.argv[1], sys.argv[2:]
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    texts = list(text.documents(files, CHARACTERS))
    megabytes = sum(len(each.encode()) for each in texts) / 1e6
    pieces = sentencepiece.SentencePieceProcessor(model_file=os.path.join(folder, "spiece.model"), num_threads=1)
    fast = unigram(pieces)
    # Named as Cloze names it, which counts the 100 sentinels that it appends.
    work = f"tokenize {pieces.get_piece_size() + 100:,} pieces, 1 threads"
    for name, version, encode in [
        ("sentencepiece", sentencepiece.__version__, pieces.encode),
        ("tokenizers", tokenizers.__version__, lambda each: fast.encode(each, add_special_tokens=False)),
    ]:
        seconds = figures.seconds_each(lambda: [encode(each) for each in texts], 1, 3)
        figures.report(work, f"{name} {version}", "-", megabytes / seconds, unit="mb_per_s")


if __name__ == "__main__":
    main()
