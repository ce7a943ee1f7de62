"""What a made-up company costs, and how much its traffic resembles a real one's.

A month of 1,000,000 messages of 200 people; `company.py 100000` makes fewer. With a CSV that has a
column `text` it tells the lengths of those texts beside. Exits with 1 if an event costs more
than 60 µs, or more memory is held than half an hour of traffic needs.
"""

from __future__ import annotations

import csv
import resource
import sys
import time
from collections import Counter

from machine import machine

from wechat_policy.synthetic import company

MOST_EACH = 60e-6
MOST_HELD = 300
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


def main(number: int, others: list[str]) -> int:
    """Prints the cost, then what the texts are like; 0 if it costs little."""
    print(machine())
    made = company(people=200, days=30, messages=number)
    begin, events = time.thread_time(), 0
    for _ in made.events():
        events += 1
    each = (time.thread_time() - begin) / max(events, 1)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{events:,} events at {each * 1e6:.0f} µs each, {each * events:.0f} s; {held} MiB held")

    texts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for event, labels in made.labelled():
        if event["type"] == "message":
            kinds[event["kind"]] += 1
            if event["kind"] == "text":
                texts[event["text"]] += 1
        marked.update(f"{one.kind}{' (only looks it)' if one.near_miss else ''}" for one in labels)
    print("kinds of 1,000:", {k: round(n / number * 1000, 1) for k, n in kinds.most_common()})
    print("labels of 1,000:", {k: round(n / number * 1000, 2) for k, n in marked.most_common()})
    print("the most frequent:", "  ".join(f"{text} {n}" for text, n in texts.most_common(20)))
    for least in (1, 5, 9, 13):
        long = {text: n for text, n in texts.items() if len(text) >= least}
        share = len(long) / sum(long.values())
        print(f"different of the texts of {least} characters or more: {share:.1%}")
    _lengths("made up", [len(text) for text in texts.elements()])
    for path in others:
        with open(path, encoding="utf-8", newline="") as file:
            _lengths(path, [len(row["text"]) for row in csv.DictReader(file)])
    return 0 if each <= MOST_EACH and held <= MOST_HELD else 1


def _lengths(name: str, lengths: list[int]) -> None:
    lengths.sort()
    shown = [lengths[int(len(lengths) * one)] for one in QUANTILES]
    print(f"lengths, {name}: {sum(lengths) / len(lengths):.1f} on average, {shown} at {QUANTILES}")


if __name__ == "__main__":
    more = sys.argv[1:]
    sys.exit(main(int(more[0]) if more else 1_000_000, more[1:]))
