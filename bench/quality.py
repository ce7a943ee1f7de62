"""How well words are found that people hide, and how often harmless text is taken for them.

Needs labelled text, which is no part of the project: the folder of `WECHAT_POLICY_DATA` with
`cloaked.csv` (cloaking, original, cloaked, entities with `|` between them), `chitchat.csv` and
`meetings.csv` (text). Without it nothing is measured. All entities of two characters or more that
stand nowhere in the harmless texts make one lexicon with every reading; a row counts for each of
its own entities, found at a place of the cloaked text. Exits with 1 below the marks in `LEAST`, or
if more than `MOST_FLAGGED` of the harmless texts are flagged.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from pathlib import Path

from machine import machine

from wechat_policy.rules.lexicons import Entry, Lexicon, Scanner
from wechat_policy.text import fold
from wechat_policy.words import LEVELS

LEAST = {
    "trad": 0.99, "vsim": 0.80, "split": 0.90, "py_init": 0.95, "py_full": 0.99, "homo": 0.88,
    "shuffle": 0.93, "emoji": 0.60,
}  # fmt: skip
"""The part of the entities that has to be found, by class of cloaking."""

MOST_FLAGGED = 0.015
HARMLESS = ("chitchat", "meetings")
DATA = Path(os.environ.get("WECHAT_POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def entities(row: dict[str, str]) -> set[str]:
    """The words of a row that were cloaked, those of one character apart."""
    return {one for one in row["entities"].split("|") if len(one) >= 2}


def main() -> int:
    """Measures, prints, and says whether the marks are met."""
    if not (DATA / "cloaked.csv").is_file():
        print("no labelled text at hand (WECHAT_POLICY_DATA): nothing measured")
        return 0
    print(machine())
    cloaked = rows("cloaked")
    harmless = {name: [row["text"] for row in rows(name)] for name in HARMLESS}
    everything = fold("\n".join(text for texts in harmless.values() for text in texts))
    words = sorted({word for row in cloaked for word in entities(row)})
    words = [word for word in words if fold(word) not in everything]
    lexicon = Lexicon("cloaked", tuple(map(Entry, words)), readings=LEVELS["every"])
    scanner = Scanner([lexicon])
    print(f"{len(words):,} words, readings: {', '.join(lexicon.readings)}\n")

    short = False
    known = set(words)
    for name in dict.fromkeys(row["cloaking"] for row in cloaked):
        asked = found = 0
        readings: Counter[str] = Counter()
        for row in cloaked:
            own = entities(row) & known if row["cloaking"] == name else set()
            if not own:
                continue
            hits = [hit for hit in scanner.scan(row["cloaked"]).hits(lexicon) if hit.word in own]
            asked += len(own)
            found += len({hit.word for hit in hits})
            readings.update({hit.reading for hit in hits})
        part = found / asked
        mark = LEAST.get(name)
        short |= mark is not None and part < mark
        wanted = "" if mark is None else f" (at least {mark:.0%})"
        print(f"{name:9} {part:6.1%} of {asked:,}{wanted}: {dict(readings.most_common())}")
    print()
    for name, texts in harmless.items():
        readings = Counter()
        flagged = 0
        for text in texts:
            hits = scanner.scan(text).hits(lexicon)
            flagged += bool(hits)
            readings.update({hit.reading for hit in hits})
        part = flagged / len(texts)
        short |= part > MOST_FLAGGED
        told = dict(readings.most_common())
        print(
            f"{name:9} {part:6.2%} of {len(texts):,} flagged (at most {MOST_FLAGGED:.1%}): {told}"
        )
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
