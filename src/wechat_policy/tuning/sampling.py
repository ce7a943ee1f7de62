"""Chooses which messages to label next: some at random, some uncertain, some of rare clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import attrs

from wechat_policy.engine import Engine
from wechat_policy.events import Event, read_event
from wechat_policy.tuning.labels import read_labels
from wechat_policy.tuning.learned import LearnedLexicon
from wechat_policy.tuning.material import text_of
from wechat_policy.tuning.samples import Chosen, Sample, Stratum, Why
from wechat_policy.verdict import Verdict

UNFLAGGED = "unflagged"
"""The stratum of messages that no clause flags."""

_FLAGS = ("violation", "suspected")

_LEAST = 2
"""Messages drawn from a stratum at least: one tells nothing of how different they are."""


@attrs.frozen
class _Message:
    """A message, the clauses that flag it, and how doubtful that is (0 is the most doubtful)."""

    id: str
    clauses: tuple[str, ...]
    doubt: float | None
    score: float | None


def sample(
    events: Iterable[object],
    judged: Engine | Iterable[Verdict],
    size: int,
    *,
    seed: int,
    labels: Mapping[str, Any] | None = None,
    lexicon: LearnedLexicon | None = None,
    random: float = 0.5,
) -> Sample:
    """At most `size` messages to be labelled next, of those that have no label yet.

    The part `random` of them is drawn from strata, one for each clause that flags messages and one
    for those that none flags: their labels tell precision and recall of all (`Sample.estimate`).
    Of the rest one half is uncertain (near the threshold of `lexicon`, or else only suspected or
    undetermined), the other of clauses with few `labels`. `judged` is an engine that judges the
    events, or verdicts on them. The same events and `seed` give the same sample in any order.
    """
    known = read_labels(labels) or {}
    read = [read_event(one) for one in events]
    verdicts = (judged.judge(one) for one in read) if isinstance(judged, Engine) else judged
    found = {one.event: one for one in verdicts if one.event is not None and one.kind == "event"}
    told = [_message(one, found.get(one.id), lexicon) for one in read]
    labelled = Counter(clause for one in told if one.id in known for clause in one.clauses)
    free = [one for one in told if one.id not in known]
    often = Counter(clause for one in free for clause in one.clauses)
    strata: dict[str, list[_Message]] = {}
    for one in sorted(free, key=lambda one: _lot(seed, one.id)):
        name = min(one.clauses, key=lambda clause: (often[clause], clause), default=UNFLAGGED)
        strata.setdefault(name, []).append(one)
    drawn = _shares(strata, min(round(size * random), len(free)))
    chosen: dict[str, Chosen] = {}
    for name, count in drawn.items():
        for one in strata[name][:count]:
            part = count / len(strata[name])
            chosen[one.id] = Chosen(one.id, "random", name, part, one.score)
    names = {one.id: name for name, some in strata.items() for one in some}
    doubtful = sorted(
        (one for one in free if one.doubt is not None),
        key=lambda one: (one.doubt, _lot(seed, one.id)),
    )
    rest = max(0, size - len(chosen))
    further: list[tuple[Why, Iterable[_Message], int]] = [
        ("uncertain", doubtful, rest - rest // 2),
        ("rare", _rare(free, labelled, seed), size),
        ("uncertain", doubtful, size),
    ]
    for why, some, most in further:
        left = min(most, size - len(chosen))
        for one in some:
            if left <= 0:
                break
            if one.id not in chosen:
                chosen[one.id] = Chosen(one.id, why, names[one.id], None, one.score)
                left -= 1
    return Sample(
        # Whoever labels should not see from the order why a message was chosen.
        tuple(sorted(chosen.values(), key=lambda one: _lot(seed + 1, one.id))),
        tuple(
            Stratum(name, name != UNFLAGGED, len(some), drawn[name])
            for name, some in sorted(strata.items())
        ),
        len(free),
        seed,
    )


def _message(event: Event, verdict: Verdict | None, lexicon: LearnedLexicon | None) -> _Message:
    violations = () if verdict is None else verdict.violations
    flags = [one for one in violations if one.status in _FLAGS]
    clauses = tuple(sorted({f"{one.policy}/{one.clause}" for one in flags}))
    if lexicon is not None:
        score = lexicon.score(text_of(event))
        return _Message(event.id, clauses, abs(score - lexicon.threshold), score)
    is_open = verdict is not None and bool(verdict.undetermined)
    is_suspected = bool(flags) and all(one.status == "suspected" for one in flags)
    return _Message(event.id, clauses, 0.0 if is_suspected or is_open else None, None)


def _shares(strata: Mapping[str, Sequence[_Message]], size: int) -> dict[str, int]:
    """How many messages to draw from each stratum.

    A few from each, the rest by the square root of how many it has: the many that are not flagged
    would leave nothing for the others, equal shares nothing sure of the many.
    """
    names = sorted(strata)
    drawn = dict.fromkeys(names, 0)
    for _ in range(size):
        open_ = [name for name in names if drawn[name] < len(strata[name])]
        few = [name for name in open_ if drawn[name] < _LEAST]
        name = max(few or open_, key=lambda one: len(strata[one]) ** 0.5 / (drawn[one] + 0.5))
        drawn[name] += 1
    return drawn


def _rare(free: Sequence[_Message], labelled: Counter[str], seed: int) -> Iterator[_Message]:
    """Messages of the clause with the fewest labels, each chosen one counted as one more."""
    waiting: dict[str, list[_Message]] = {}
    for one in sorted(free, key=lambda one: _lot(seed, one.id), reverse=True):
        for clause in one.clauses:
            waiting.setdefault(clause, []).append(one)
    counts = Counter({clause: labelled[clause] for clause in waiting})
    while waiting:
        clause = min(waiting, key=lambda one: (counts[one], one))
        counts[clause] += 1
        yield waiting[clause].pop()
        if not waiting[clause]:
            del waiting[clause]


def _lot(seed: int, id_: str) -> bytes:
    """A number that has nothing to do with the message, and is the same for the same seed."""
    return sha256(f"{seed}:{id_}".encode("utf-8", "surrogatepass")).digest()
