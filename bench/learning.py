"""How well a short learned lexicon judges texts that it was not learned from, in the engine.

Needs labelled text, which is no part of the project: the folder of `WECHAT_POLICY_DATA` with
`insult.csv`, `chat_spam.csv`, `chitchat.csv` and `meetings.csv` (text, label). Without it nothing
is measured, and nothing of what is learned here is kept.

Texts that differ in digits and signs only count once; those with two labels are left out. A hash of
the rest of the letters halves them; each half is judged by what the other teaches. Everyday texts
for learning are `meetings.csv` and no others: `chitchat.csv` is only judged. Beside it stands a
linear model of all groups of one to four characters, and what both make of the other file. Exits
with 1 if a lexicon of `SIZE` words falls short of `LEAST` on a half, or flags more than
`MOST_FLAGGED` of `chitchat.csv`.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import attrs
from machine import machine

from wechat_policy import Engine, loads
from wechat_policy.text import fold_all
from wechat_policy.tuning import Quality, learn_lexicon

LEAST = {"insult": 0.87, "chat_spam": 0.91}
MOST_FLAGGED = 0.03
SIZE = 500
DATA = Path(os.environ.get("WECHAT_POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")

Flags = Callable[[Sequence[str]], list[bool]]


@attrs.frozen
class Half:
    """Texts, and whether each has to be found."""

    texts: list[str]
    labels: list[bool]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def halves(name: str) -> tuple[Half, Half]:
    """The texts of a file, each once, in two halves."""
    told = rows(name)
    labels: dict[str, set[bool]] = {}
    first: dict[str, str] = {}
    for row, folded in zip(told, fold_all([row["text"] for row in told]), strict=True):
        key = "".join(filter(str.isalpha, folded)) or folded
        labels.setdefault(key, set()).add(row["label"] != "safe")
        first.setdefault(key, row["text"])
    made = Half([], []), Half([], [])
    for key, text in first.items():
        if len(labels[key]) == 1:
            half = made[sha256(key.encode()).digest()[0] % 2]
            half.texts.append(text)
            half.labels.extend(labels[key])
    kept = sum(len(one.texts) for one in made)
    print(f"{name}: {len(told):,} rows, {len(first):,} different, {kept:,} with one label")
    return made


def quality(flags: Flags, half: Half) -> Quality:
    """How a judge does on a half."""
    pairs = list(zip(flags(half.texts), half.labels, strict=True))
    return Quality(*(pairs.count(one) for one in [(True, True), (True, False), (False, True),
                                                  (False, False)]))  # fmt: skip


def lexicon(half: Half, harmless: Sequence[str]) -> tuple[Flags, str]:
    """What a lexicon learned from a half flags, as the engine says it."""
    start = perf_counter()
    learned = learn_lexicon(half.texts, half.labels, SIZE, harmless=harmless)
    spent = perf_counter() - start
    curve = ", ".join(f"{one.size}: {one.quality.f1.value:.3f}" for one in learned.curve)
    print(f"  {len(learned.entries)} words in {spent:.0f} s; F1 left out by size: {curve}")
    engine = Engine(loads(learned.to_policy()))

    def flags(texts: Sequence[str]) -> list[bool]:
        found = [
            bool(engine.judge({"type": "message", "id": str(number), "sender": "a", "kind": "text",
                               "at": "2026-03-04T10:00:00+08:00", "text": text}).violations)
            for number, text in enumerate(texts)
        ]  # fmt: skip
        if found != [learned.flags(text) for text in texts]:
            raise AssertionError("the engine and the learner say different things")
        return found

    return flags, f"lexicon of {len(learned.entries)}"


def model(half: Half, harmless: Sequence[str]) -> tuple[Flags, str]:
    """What a linear model of all groups of characters flags."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    groups = TfidfVectorizer(
        analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True, lowercase=False
    )
    groups.fit(fold_all(half.texts))
    share = min(1.0, 0.25 * len(half.texts) / len(harmless))
    machine = LinearSVC(C=0.3, random_state=0).fit(
        groups.transform(fold_all([*half.texts, *harmless])),
        [*half.labels, *[False] * len(harmless)],
        sample_weight=[1.0] * len(half.texts) + [share] * len(harmless),
    )
    return (
        lambda texts: [bool(one) for one in machine.predict(groups.transform(fold_all(texts)))],
        f"{len(groups.vocabulary_):,} groups",
    )


def main() -> int:
    """Measures, prints, and says whether the marks are met."""
    if not (DATA / "insult.csv").is_file():
        print("no labelled text at hand (WECHAT_POLICY_DATA): nothing measured")
        return 0
    print(machine())
    harmless = [row["text"] for row in rows("meetings")]
    chitchat = [row["text"] for row in rows("chitchat")]
    files = {name: halves(name) for name in LEAST}
    short = False
    for name, both in files.items():
        other = next(files[one] for one in files if one != name)
        for number in (0, 1):
            print(f"\n{name}, learned from half {number + 1}, judged on the other")
            for make in (lexicon, model):
                flags, told = make(both[number], harmless)
                found = quality(flags, both[1 - number])
                strange = quality(flags, Half(*map(list, zip(*[
                    pair for half in other for pair in zip(half.texts, half.labels, strict=True)
                ], strict=True))))  # fmt: skip
                alarms = sum(flags(chitchat)) / len(chitchat)
                print(
                    f"  {told:16} F1 {found.f1.value:.4f} ({found.f1.low:.3f} to "
                    f"{found.f1.high:.3f}), precision {found.precision.value:.3f}, recall "
                    f"{found.recall.value:.3f}, chitchat {alarms:.2%}; on the other file F1 "
                    f"{strange.f1.value:.3f}, precision {strange.precision.value:.3f}, recall "
                    f"{strange.recall.value:.3f}"
                )
                if make is lexicon:
                    short |= found.f1.value < LEAST[name] or alarms > MOST_FLAGGED
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
