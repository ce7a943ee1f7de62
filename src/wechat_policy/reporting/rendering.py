"""From a result to its page: who is called what, and which report tells it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import TypeAlias

import attrs

from wechat_policy.directory import Directory
from wechat_policy.errors import Language
from wechat_policy.reporting.backtests import backtest_page, backtest_subjects
from wechat_policy.reporting.differences import difference_page, difference_subjects
from wechat_policy.reporting.lexicons import learned_page, suggestions_page
from wechat_policy.reporting.pages import Page
from wechat_policy.reporting.people import People, pseudonymous, spoken_names
from wechat_policy.reporting.telling import Telling
from wechat_policy.reporting.writing import written
from wechat_policy.tuning import Backtest, Difference, LearnedLexicon, Suggestions
from wechat_policy.wording import Wording

MOST = 30_000
"""Rows that a report lists unless told otherwise."""

Result: TypeAlias = Backtest | Difference | LearnedLexicon | Suggestions
"""What there is a report of."""


def render(
    result: Result,
    *,
    people: bool = False,
    lang: Language = "zh",
    directory: Directory | None = None,
    zone: tzinfo | None = None,
    most: int = MOST,
    secret: str = "",
) -> str:
    """The report of a result as one page of HTML that needs no network.

    People stand under pseudonyms unless `people` says otherwise; `directory` tells the names to
    hide in quoted words, and departments to choose by. `zone` is that of the times, `most` how
    many rows are listed. The pseudonyms follow from the result and `secret`: whoever has the
    archive and the secret can work them out, whoever has the report alone cannot.
    """
    page = page_of(
        result, people=people, lang=lang, directory=directory, zone=zone, most=most, secret=secret
    )
    return written(page, lang)


def page_of(
    result: Result,
    *,
    people: bool = False,
    lang: Language = "zh",
    directory: Directory | None = None,
    zone: tzinfo | None = None,
    most: int = MOST,
    secret: str = "",
) -> Page:
    """What the report of a result holds, before it is HTML; the arguments are those of `render`."""
    told = _names(result, directory)
    named = {id_: next(iter(sorted(names)), "") for id_, names in told.items()}
    named |= _given(result)
    wording = Wording(lang, lambda id_: named.get(id_, ""), zone)
    hidden = People(wording) if people else pseudonymous(wording, told, _key(result, secret))
    telling = Telling(wording, hidden, directory, zone)
    closing = [*map(telling.phrase, _closing(result, people, directory is not None))]
    return attrs.evolve(_page(result, telling, most), closing=closing)


def write_report(
    result: Result,
    path: str | os.PathLike[str],
    *,
    people: bool = False,
    lang: Language = "zh",
    directory: Directory | None = None,
    zone: tzinfo | None = None,
    most: int = MOST,
    secret: str = "",
) -> None:
    """Write the report of a result to a file; the arguments are those of `render`."""
    told = render(
        result, people=people, lang=lang, directory=directory, zone=zone, most=most, secret=secret
    )
    Path(path).write_bytes(told.encode("utf-8"))


def _page(result: Result, telling: Telling, most: int) -> Page:
    if isinstance(result, Backtest):
        return backtest_page(result, telling, most)
    if isinstance(result, Difference):
        return difference_page(result, telling, most)
    if isinstance(result, LearnedLexicon):
        return learned_page(result, telling)
    return suggestions_page(result, telling)


def _closing(result: Result, people: bool, known: bool) -> list[str]:
    """What has to be said of any report of its kind."""
    if isinstance(result, LearnedLexicon):
        return ["closing.words"]
    advice = "closing.words" if isinstance(result, Suggestions) else "closing.advice"
    if people:
        return [advice, "closing.people"]
    if known:
        return [advice, "closing.pseudonyms"]
    bare = "closing.quoted" if isinstance(result, Suggestions) else "closing.pseudonyms_bare"
    return [advice, bare]


def _given(result: Result) -> Mapping[str, str]:
    return result.names if isinstance(result, Backtest | Difference) else {}


def _names(result: Result, directory: Directory | None) -> Mapping[str, set[str]]:
    """Everybody that may occur, with all that they are called."""
    subjects: Iterable[str] = ()
    if isinstance(result, Backtest):
        subjects = backtest_subjects(result)
    elif isinstance(result, Difference):
        subjects = difference_subjects(result)
    told: dict[str, set[str]] = {one: set() for one in subjects}
    for id_, name in _given(result).items():
        told.setdefault(id_, set()).add(name)
    for id_, names in (spoken_names(directory) if directory is not None else {}).items():
        told.setdefault(id_, set()).update(names)
    return told


def _key(result: Result, secret: str) -> str:
    """What the order of the pseudonyms follows: all of the result, also what is not shown."""
    if not isinstance(result, Backtest | Difference):
        return secret  # they tell of nobody
    content = json.dumps(result.to_dict(), sort_keys=True)
    return f"{secret}\x1f{hashlib.blake2b(content.encode()).hexdigest()}"
