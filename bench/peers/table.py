"""Puts figures (JSON lines on standard input) side by side: Cloze against the fastest peer of each work."""

import json
import sys

UNITS = ("tokens_per_s", "mb_per_s", "examples_per_s", "bytes_per_text", "bytes_per_example")


def rate(figure):
    return next((figure[unit], unit) for unit in UNITS if unit in figure)


def main():
    works = {}
    for line in sys.stdin:
        if line.startswith("{"):
            figure = json.loads(line)
            unit = rate(figure)[1]
            works.setdefault((figure["work"], unit), []).append(figure)
    print("| work | by | dtype | rate | peak MB | share of limit | Cloze / this |")
    print("|---|---|---|---|---|---|---|")
    for (work, unit), figures in works.items():
        ours = max((rate(each)[0] for each in figures if each.get("by", "cloze") == "cloze"), default=None)
        for each in figures:
            by, value = each.get("by", "cloze"), rate(each)[0]
            ratio = f"{ours / value:.2f}" if ours and by != "cloze" else ""
            share = each.get("share_of_limit")
            print(f"| {work} | {by} | {each['dtype']} | {value:,.1f} {unit.replace('_per_', '/')} | {each['peak_mb']:,} "
                  f"| {'' if share is None else f'{share:.0%}'} | {ratio} |")


if __name__ == "__main__":
    main()
