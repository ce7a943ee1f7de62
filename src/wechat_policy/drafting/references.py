"""Reads which articles and items of them a statement names: 第八条第2项, 第三至五条, 第2.1条."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from wechat_policy.drafting.script import number

_FIGURES = r"[零〇一二三四五六七八九十百]+|[0-9]+(?:\.[0-9]+)*"
_BREACH = re.compile(
    r"(?:违反|违背|触犯|不遵守|未遵守|上述|前述|(?:有|存在|出现|实施|属于|发生)(?:了|上述|前述|本\w{1,4})*(?=第)|"
    r"breach of|violat\w+)[^,;。]{0,14}?"
    r"(?=第\s*[(零〇一二三四五六七八九十百0-9]|(?:article|rule|clause)s?\s+\d)"
)
_NAMED = re.compile(
    r"\s*(?P<joint>[、和与及或或者以及至到\-—–~～]|and|or|to)?\s*(?P<head>第|articles?|rules?|clauses?|paragraphs?)?\s*"
    rf"(?P<bracket>\()?(?P<figure>{_FIGURES})\)?\s*(?P<unit>条|款|项|点|目|章|节)?"
)
_UP_TO = re.compile(r"[至到\-—–~～]|to")
_MOST = 20


@attrs.frozen
class Reference:
    """An article, or an item of it, by their numbers from the outer to the inner."""

    numbers: tuple[int, ...]
    words: str


@attrs.frozen
class _Named:
    """A number of a reference: whether it goes on from the one before it, and what it counts."""

    value: tuple[int, ...]
    is_end: bool
    is_beside: bool
    is_bracketed: bool
    unit: str


def references(plain: str) -> tuple[Reference, ...]:
    """The articles and items whose breach a statement is about, in the order of the text."""
    begin = _BREACH.search(plain)
    if begin is None:
        return ()
    named: list[_Named] = []
    at = begin.end()
    while found := _NAMED.match(plain, at):
        joint = found["joint"] or ""
        if named and not (joint or found["head"] or found["unit"] or found["bracket"]):
            break
        value = tuple(number(part) or 0 for part in found["figure"].split("."))
        up_to, bracket = bool(_UP_TO.fullmatch(joint)), bool(found["bracket"])
        named.append(_Named(value, up_to, bool(joint), bracket, found["unit"] or ""))
        at = found.end()
    words = plain[begin.start() : at].strip()
    told = dict.fromkeys(_resolved(_with_units(named)))
    return tuple(Reference(one, words) for one in list(told)[:_MOST])


def _with_units(named: Sequence[_Named]) -> list[_Named]:
    """The numbers, each with its unit: in 第1、3项 that of the last of the row."""
    told = list(named)
    for at in range(len(told) - 2, -1, -1):
        if not told[at].unit and told[at + 1].is_beside:
            told[at] = attrs.evolve(told[at], unit=told[at + 1].unit)
    return told


def _resolved(named: Sequence[_Named]) -> Iterable[tuple[int, ...]]:
    """The numbers put together; an item belongs to the article named last before it."""
    found: list[tuple[int, ...]] = []
    article: tuple[int, ...] = ()
    outer: tuple[int, ...] = ()
    level = ""
    for one in named:
        if one.unit in ("章", "节"):
            continue
        if one.unit == "条" or (not article and not one.is_bracketed):
            if one.is_end and article:
                found += [(*article[:-1], n) for n in _between(article[-1], one.value[-1])]
            article = outer = one.value
            level = "条"
            found.append(one.value)
            continue
        if not one.is_beside and one.unit != level:
            # 第三条第二款第一项: deeper than what was named before it.
            outer = found[-1] if found else article
            if found and found[-1] == outer:
                found.pop()
        elif level == "条":
            outer = article
            if found and found[-1] == article:
                found.pop()
        if one.is_end and found and len(found[-1]) == len(outer) + 1:
            found += [(*outer, n) for n in _between(found[-1][-1], one.value[-1])]
        found.append((*outer, *one.value))
        level = one.unit or level
        level = "项" if level == "条" else level
    return found


def _between(first: int, last: int) -> range:
    """The numbers between two; no policy has as many articles as may be written."""
    return range(first + 1, min(last, first + _MOST))


def meant(wanted: tuple[int, ...], known: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Which of the known numbers a reference means; the article where its item is not found."""
    numbers = list(known)
    tries = [wanted]
    if len(wanted) > 2:
        # The paragraphs of an article are seldom numbered, and its items are.
        tries += [(wanted[0], *wanted[2:]), wanted[:2]]
    if len(wanted) > 1:
        tries.append(wanted[:1])
    for one in tries:
        if found := [each for each in numbers if each[: len(one)] == one]:
            return found
    if len(wanted) == 1:
        # Items that are numbered through all articles are named without one.
        return [each for each in numbers if each[-1:] == wanted and len(each) > 1]
    return []
