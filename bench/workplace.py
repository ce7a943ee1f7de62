"""What the shipped clauses on content find in workplace messages, and what they flag wrongly.

`data/workplace.csv` and `data/workplace_second.csv` were written without sight of the packs, see
`data/README.md`. A message written for a class counts as found if any clause flags it: one sentence
may rightly break several. Whatever flags a near-miss is a false alarm. Exits with 1 if precision or
recall over both is below `LEAST`.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from machine import machine
from packs import judge

from wechat_policy import Engine, load

LEAST = 0.0
SETS = ("workplace", "workplace_training", "workplace_second", "workplace_third")


def main() -> int:
    """Measures, prints, and says whether the mark is met."""
    print(machine())
    engine = Engine(load("content"))
    short = False
    for name in SETS:
        path = Path(__file__).parent / "data" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        hit: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        false: Counter[str] = Counter()
        quiet: Counter[str] = Counter()
        for row in rows:
            found = [one.clause for one in judge(engine, row["text"]).violations]
            told = {("positive", True): hit, ("positive", False): missed}.get(
                (row["label"], bool(found)), false if found else quiet
            )
            told[row["class"]] += 1
            wrong = told is missed or told is false
            if "--show" in sys.argv and wrong:
                print(row["label"], row["class"], found, row["text"])
        print(f"\n{name:27} precision  recall  found  missed  false  quiet")
        for one in (*dict.fromkeys(row["class"] for row in rows), ""):
            counts = [told[one] if one else told.total() for told in (hit, missed, false, quiet)]
            right = counts[0] / max(1, counts[0] + counts[2])
            part = counts[0] / max(1, counts[0] + counts[1])
            print(
                f"{one or 'all':27} {right:9.3f} {part:7.3f}"
                f"{counts[0]:7}{counts[1]:8}{counts[2]:7}{counts[3]:7}"
            )
            short |= not one and min(right, part) < LEAST
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
