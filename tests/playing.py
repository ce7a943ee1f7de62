"""Plays short policies for the engine's tests: times of one year, events, what came of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from wechat_policy import Engine, Policy, loads
from wechat_policy.lexical import Skin
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source
from wechat_policy.verdict import Verdict, Violation

SHANGHAI = timezone(timedelta(hours=8))
SKINS: tuple[Skin, ...] = ("en", "zh")


def at(words: str) -> datetime:
    """A moment in Shanghai: `03-02 09:00` of 2026, or with its own year."""
    day, time = words.split()
    year = "" if day.count("-") == 2 else "2026-"
    return datetime.fromisoformat(f"{year}{day}T{time}").replace(tzinfo=SHANGHAI)


@functools.cache
def policy(body: str, id: str = "p", skin: Skin = "en", head: str = "") -> Policy:
    """The policy of a text without its head; in Chinese it is printed and read again first.

    The same text gives the same policy: none of them can be changed.
    """
    text = f'policy "{id}"\n  version "1"\n  timezone "Asia/Shanghai"\n{head}\n{body}'
    if skin == "zh":
        document, faults = parse(Source("policy", text))
        assert not faults, [fault.render() for fault in faults]
        text = print_policy(document, "zh")
    return loads(text)


def happening(type: str, when: str | datetime, id: str, **facts: Any) -> dict[str, Any]:
    """An event of a type as a record."""
    moment = at(when) if isinstance(when, str) else when
    return {"type": type, "id": id, "at": moment, **facts}


def message(when: str | datetime, id: str, text: str | None = "早", **facts: Any) -> dict[str, Any]:
    """A text message, from `a` unless another sender is named."""
    return happening("message", when, id, **{"sender": "a", "kind": "text", "text": text, **facts})


def messages(first: str, number: int, every: timedelta, **facts: Any) -> list[dict[str, Any]]:
    """So many messages m1, m2 … at equal distances."""
    return [message(at(first) + every * n, f"m{n + 1}", **facts) for n in range(number)]


def play(engine: Engine, inputs: Iterable[Any]) -> list[Verdict]:
    """Feeds records, and advances the time to what is a moment."""
    found: list[Verdict] = []
    for one in inputs:
        found += engine.advance(one) if isinstance(one, datetime) else engine.feed(one)
    return found


def played(
    policies: Policy | Sequence[Policy],
    inputs: Iterable[Any],
    directory: Mapping[str, Any] | None = None,
    **options: Any,
) -> list[Verdict]:
    """What a fresh engine makes of the inputs."""
    return play(Engine(policies, directory, **options), inputs)


def violations(verdicts: Iterable[Verdict]) -> list[Violation]:
    """All violations of the verdicts, in order."""
    return [one for verdict in verdicts for one in verdict.violations]


def told(verdicts: Iterable[Verdict]) -> list[tuple[str, str, str | None, str, str]]:
    """Each violation as kind of verdict, clause, subject, status and time in Shanghai."""
    return [
        (verdict.kind, one.clause, one.subject, one.status, clock(one.at))
        for verdict in verdicts
        for one in verdict.violations
    ]


def clock(moment: datetime | None) -> str:
    """A moment as `MM-DD HH:MM` in Shanghai, empty for none."""
    return "" if moment is None else moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


def fined(verdicts: Iterable[Verdict]) -> list[tuple[str, str, int]]:
    """Each penalty as its subject, its sanctions with their amounts, and its count."""
    return [
        (one.subject, " + ".join(_sanction(sanction) for sanction in one.sanctions), one.count)
        for verdict in verdicts
        for one in verdict.penalties
    ]


def _sanction(sanction: Any) -> str:
    return sanction.name if sanction.low is None else f"{sanction.name} {sanction.low}"
