"""What the 29 policies cost together beside one of them, and what they cite on a harmless day.

The messages are those of labelled harmless text where it is at hand (the folder of
`WECHAT_POLICY_DATA` with `chitchat.csv` and `meetings.csv`, 2,000 lines of each), else made-up
chat. They are said in a work group in working hours, by twenty people, twelve seconds apart.
`--show PACK` prints what each clause of a pack cites. Exits with 1 where a pack cites more than
1% of either text by clauses other than those on unrelated chat.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from statistics import mean, median
from typing import Any

import chat
from machine import machine

from wechat_policy import Engine, Policy, Violation, load
from wechat_policy.packs import pack_names

DATA = Path(os.environ.get("WECHAT_POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")
BEGIN = datetime(2026, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=8)))  # a workday
LINES = 2_000
MOST = 0.01
TIMED = 1_000

IDLE = re.compile(r"私事|消遣|闲|炒股|无关|非工作")
"""What the tests of clauses on unrelated chat ask for."""

PEOPLE = [f"u{number:02}" for number in range(20)]
DIRECTORY = {
    "people": [{"id": one, "name": f"员工{one[1:]}"} for one in PEOPLE],
    "groups": [{"id": "g", "name": "项目工作群", "members": PEOPLE, "level": "work"}],
}


def texts() -> dict[str, list[str]]:
    """The harmless texts by where they come from."""
    found = {}
    for name in ("chitchat", "meetings"):
        if (DATA / f"{name}.csv").is_file():
            with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                found[name] = [row["text"] for row in csv.DictReader(file)][:LINES]
    return found or {"made up": chat.messages(LINES)}


def day(said: Sequence[str]) -> list[dict[str, Any]]:
    """The texts as the messages of a day."""
    return [
        {
            "type": "message",
            "id": f"m{number}",
            "at": BEGIN + timedelta(seconds=12 * number),
            "sender": PEOPLE[number * 7 % len(PEOPLE)],
            "recipients": PEOPLE,
            "group": "g",
            "kind": "text",
            "text": text,
        }
        for number, text in enumerate(said)
    ]


def cited(policy: Policy, said: Sequence[str]) -> dict[str, list[str]]:
    """The texts that each clause cites."""
    found: dict[str, list[str]] = defaultdict(list)
    engine = Engine(policy, DIRECTORY)
    for event in day(said):
        for verdict in engine.feed(event):
            for one in verdict.violations:
                found[f"{one.clause}{'*' if idle(one) else ''}"].append(event["text"])
    return found


def idle(violation: Violation) -> bool:
    """Whether a violation is one of talking of other things than work."""
    return any(leaf.truth and IDLE.search(leaf.text) for leaf in violation.trace.leaves())


def cost(policies: Sequence[Policy], said: Sequence[str], *, fed: bool) -> float:
    """Microseconds of processor time a message, the engine warm."""
    engine = Engine(policies, DIRECTORY)
    events = day(said)
    take = engine.feed if fed else engine.judge
    for event in events[:TIMED]:
        take(event)
    begin = time.process_time()
    for event in events[TIMED : 2 * TIMED]:
        take(event)
    return (time.process_time() - begin) / TIMED * 1e6


def main() -> int:
    """Measures and prints; whether the harmless days are as harmless as they have to be."""
    names = [name for name in pack_names() if name[0] == "P" and not name.endswith(".en")]
    said = texts()
    if "--show" in sys.argv:
        policy = load(sys.argv[sys.argv.index("--show") + 1])
        for name, those in said.items():
            for clause, lines in cited(policy, those).items():
                print(name, clause, len(lines), *lines[:5], sep="\n  ")
        return 0
    print(machine())
    policies = {name[:3]: load(name) for name in names}
    print(
        f"{'':4}" + "".join(f"{name:>10}{'idle':>8}{'other':>8}" for name in said) + "  most often"
    )
    most = 0.0
    for name, policy in policies.items():
        line, often = f"{name:4}", Counter[str]()
        for those in said.values():
            found = cited(policy, those)
            other = {text for clause, one in found.items() if clause[-1] != "*" for text in one}
            every = {text for one in found.values() for text in one}
            line += f"{len(every):10,}{len(every - other):8,}{len(other):8,}"
            most = max(most, len(other) / len(those))
            often.update({clause: len(one) for clause, one in found.items()})
        print(line + "  " + ", ".join(f"{one} {times}" for one, times in often.most_common(3)))
    print(f"at most {most:.2%} cited by clauses other than those on unrelated chat (*)")
    mixed = [text for several in zip(*said.values(), strict=False) for text in several]
    for fed in (False, True):
        single = {name: cost([one], mixed, fed=fed) for name, one in policies.items()}
        together = cost(list(policies.values()), mixed, fed=fed)
        alone = single.values()
        print(
            f"{'feed' if fed else 'judge'}: together {together:,.0f} µs a message; one by itself "
            f"{min(alone):,.0f} to {max(alone):,.0f}, mean {mean(alone):,.0f}, median "
            f"{median(alone):,.0f}, sum {sum(alone):,.0f}; together over the dearest "
            f"{together / max(alone):.2f}, over the mean {together / mean(alone):.2f}"
        )
    return int(most > MOST)


if __name__ == "__main__":
    sys.exit(main())
