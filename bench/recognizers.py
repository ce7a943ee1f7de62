"""How well recognizers tell numbers, addresses and secrets from what only looks like them.

On the hand-written sentences of `data/recognizers_hard.csv` and `data/recognizers_fresh.csv`, and
on those that `data/recognizers_make.py` makes. A positive is found if a find overlaps what is to be
found; a negative is a false alarm if its recognizer finds anything. Exits with 1 if a recognizer
falls below `LEAST` in precision or recall on all together.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from data.recognizers_make import sentences
from machine import machine

from wechat_policy.recognizers import RECOGNIZERS

LEAST = 0.99
"""The precision and the recall that each recognizer has to reach."""

HAND_WRITTEN = ("recognizers_hard", "recognizers_fresh")
"""The names of the files of hand-written sentences."""

MADE = 13_000
"""With the hand-written ones more than 400 sentences of each kind for each recognizer."""

SHOWN = 4
Row = tuple[str, str, str, str]


def rows() -> list[Row]:
    """Recognizer, label, text and what is to be found, of all sentences."""
    hard: list[Row] = []
    for written in HAND_WRITTEN:
        path = Path(__file__).parent / "data" / f"{written}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            hard += [
                (one["recognizer"], one["label"], one["text"], one["found"])
                for one in csv.DictReader(file)
            ]
    made = [(one.recognizer, one.label, one.text, one.found) for one in sentences(1, MADE)]
    return hard + [
        (name, label, text, "" if found is None else str(found))
        for name, label, text, found in made
    ]


def finds(name: str, text: str, found: str) -> bool:
    """Whether a recognizer finds what is to be found, or anything where nothing is."""
    spans = RECOGNIZERS[name].find(text)
    if not found:
        return bool(spans)
    parts = [one for one in found.split(" | ") if one]
    return all(
        any(start < text.index(part) + len(part) and text.index(part) < end for start, end in spans)
        for part in parts
    )


def main() -> int:
    """Measures, prints, and says whether the mark is met."""
    print(machine())
    short = False
    told = rows()
    print(f"{'':14} precision  recall  positives  negatives")
    for name in dict.fromkeys(row[0] for row in told):
        if name not in RECOGNIZERS:
            print(f"{name:14} there is none")
            continue
        own = [row for row in told if row[0] == name]
        positives = [row for row in own if row[1] == "positive"]
        negatives = [row for row in own if row[1] == "negative"]
        missed = [row for row in positives if not finds(name, row[2], row[3])]
        false = [row for row in negatives if finds(name, row[2], "")]
        hit = len(positives) - len(missed)
        precision, recall = hit / max(1, hit + len(false)), hit / len(positives)
        short |= min(precision, recall) < LEAST
        print(f"{name:14} {precision:9.3f} {recall:7.3f} {len(positives):10} {len(negatives):10}")
        if "--misses" in sys.argv:
            for row in missed[:SHOWN]:
                print(f"    missed {row[3]!r} in {row[2]}")
            for row in false[:SHOWN]:
                print(f"    false in {row[2]}")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
