"""How often the shipped clauses on content flag harmless text, and what they find of the rest.

Needs labelled text, which is no part of the project: the folder of `WECHAT_POLICY_DATA` with
`chitchat.csv`, `meetings.csv` (text), `insult.csv` (insult or safe) and `chat_spam.csv` (spam or
safe). Without it nothing is measured. `--show CLAUSE SET` prints the texts of a set that a clause
flags, with the words. Exits with 1 above the marks in `MOST`.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from machine import machine

from wechat_policy import Engine, Verdict, load

MOST = {"chitchat": 0.005, "meetings": 0.005, "insult safe": 0.08}
"""The part of the harmless texts that all clauses together may flag."""

DATA = Path(os.environ.get("WECHAT_POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")
AT = datetime(2026, 3, 4, 10, tzinfo=UTC)


def sets() -> dict[str, list[str]]:
    """The texts by set and label."""
    found: dict[str, list[str]] = {}
    for name in ("chitchat", "meetings", "insult", "chat_spam"):
        with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                title = name if name in ("chitchat", "meetings") else f"{name} {row['label']}"
                found.setdefault(title, []).append(row["text"])
    return found


def judge(engine: Engine, text: str) -> Verdict:
    """The verdict on a text of somebody's."""
    return engine.judge(
        {"type": "message", "id": "m", "at": AT, "sender": "u", "kind": "text", "text": text}
    )


def f1(hit: int, false: int, missed: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * hit / (2 * hit + false + missed)


def main() -> int:
    """Measures, prints, and says whether the marks are met."""
    if not (DATA / "insult.csv").is_file():
        print("no labelled text at hand (WECHAT_POLICY_DATA): nothing measured")
        return 0
    engine = Engine(load("content"))
    texts = sets()
    if "--show" in sys.argv:
        clause, name = sys.argv[sys.argv.index("--show") + 1 :][:2]
        for text in texts[name]:
            for one in judge(engine, text).violations:
                if one.clause == clause:
                    print([place.text for place in one.evidence], text)
        return 0
    print(machine())
    flagged: dict[str, int] = {}
    by_clause: dict[str, Counter[str]] = {}
    for name, those in texts.items():
        found = [{one.clause for one in judge(engine, text).violations} for text in those]
        flagged[name] = sum(map(bool, found))
        by_clause[name] = Counter(clause for clauses in found for clause in clauses)
    print(" " * 12 + "".join(f"{name:>15}" for name in texts))
    for clause in (one.id for one in engine.policies[0].clauses):
        print(f"{clause:\u3000<6}" + "".join(f"{by_clause[name][clause]:15,}" for name in texts))
    print(f"{'any':12}" + "".join(f"{flagged[name]:15,}" for name in texts))
    print(f"{'of':12}" + "".join(f"{len(those):15,}" for those in texts.values()))
    print(
        f"{'':12}" + "".join(f"{flagged[name] / len(those):15.2%}" for name, those in texts.items())
    )
    for name, label, safe in (("insult", "insult", "safe"), ("chat_spam", "spam", "safe")):
        hit, false = flagged[f"{name} {label}"], flagged[f"{name} {safe}"]
        print(f"F1 on {name}: {f1(hit, false, len(texts[f'{name} {label}']) - hit):.3f}")
    return int(any(flagged[name] / len(texts[name]) > most for name, most in MOST.items()))


if __name__ == "__main__":
    sys.exit(main())
