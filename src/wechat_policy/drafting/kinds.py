"""Says what a statement is: forbid, require, limit, penalty or note, and from which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import attrs

from wechat_policy.drafting.tables import pattern

Kind = Literal["forbid", "require", "limit", "penalty", "note"]
Confidence = Literal["low", "medium", "high"]
_LABEL = re.compile(r"[^:,。;]{1,16}:(?!$|\d)")
_MAY_PENALISE = re.compile(r"(?:有权|可以?|将|予以|给予|保留)")
_TALK = re.compile(r"(?:员工|本人|用户|成员)有权")


@attrs.frozen
class Sort:
    """What a statement is taken for, the words that say so, and how sure that is."""

    kind: Kind
    words: str
    confidence: Confidence
    is_soft: bool = False


@attrs.frozen
class Context:
    """What stands above a statement: the headings, and the statement that opens its list."""

    headings: tuple[str, ...] = ()
    lead: Sort | None = None
    lead_text: str = ""


def sort(plain: str, context: Context, opens_list: bool = False) -> Sort:
    """What a statement in its plain form is, under what stands above it."""
    label = _LABEL.match(plain)
    body = plain[label.end() :] if label else plain
    lead = _led(plain, opens_list)
    if lead is not None:
        return lead
    inner = sorted(
        (found.start(), kind, found[0])
        for kind in ("forbid", "require", "limit")
        if (found := pattern(kind).search(body))
    )
    names = {kind for _, kind, _ in inner}
    soft = pattern("soft").search(body)
    if (found := pattern("note").search(plain)):
        if not (names & {"forbid", "limit"}) or _is_closing(found[0]):
            return Sort("note", found[0], "high")
    penalty = pattern("penalty").search(body)
    if penalty and not pattern("not_penalty").search(body):
        if not inner or inner[0][0] >= penalty.start() or inner[0][1] == "require" or _MAY_PENALISE.search(body):
            if not (inner and inner[0][1] == "forbid" and inner[0][0] < penalty.start() and inner[0][0] < 12):
                return Sort("penalty", penalty[0], "high")
    if "limit" in names:
        found_words = next(words for _, kind, words in inner if kind == "limit")
        if not re.search(r"(?:避免|防止|减少)?(?:过多|过度|大量)", found_words) or "forbid" in names:
            return Sort("limit", found_words, "medium", soft is not None)
    if "forbid" in names:
        # 应…，不得…: a ban that comes second in a statement is what can be seen broken.
        words = next(words for _, kind, words in inner if kind == "forbid")
        return Sort("forbid", words, "high", soft is not None)
    may = pattern("may").search(body)
    if "require" in names:
        at, _, words = next(one for one in inner if one[1] == "require")
        if may and may.start() < at and not re.search(r"(?:方可|才可|仅可|只可)", body):
            return Sort("note", may[0], "medium")
        return Sort("require", words, "high" if soft is None else "medium", soft is not None)
    if may and not soft:
        return Sort("note", may[0], "medium")
    if soft:
        return Sort("require", soft[0], "medium", True)
    return _inherited(body, label[0] if label else "", context)


def _is_closing(words: str) -> bool:
    return bool(re.search(r"(?:以上|上述|解释|生效|施行|制[定订]|适用)", words))


def _led(plain: str, opens_list: bool) -> Sort | None:
    """What the sentence above a list is: its words tell of a list, and nothing to break."""
    if not opens_list or not pattern("lead").search(plain.rstrip()):
        return None
    penalty = pattern("penalty").search(plain)
    if penalty and not pattern("not_penalty").search(plain):
        return Sort("penalty", penalty[0], "high")
    return Sort("note", plain.rstrip()[-8:], "high")


def lead_sort(plain: str) -> Sort | None:
    """What the items below a sentence are meant to be, by its words."""
    if (found := pattern("penalty").search(plain)) and not pattern("not_penalty").search(plain):
        return Sort("penalty", found[0], "medium")
    for name, kind in (("forbid", "forbid"), ("under_forbid", "forbid"), ("limit", "limit"), ("require", "require"), ("under_require", "require")):
        if found := pattern(name).search(plain):
            return Sort("forbid" if kind == "forbid" else "limit" if kind == "limit" else "require", found[0], "medium")
    if found := pattern("may").search(plain):
        return Sort("note", found[0], "low")
    return None


def _inherited(body: str, label: str, context: Context) -> Sort:
    """What words without a norm of their own are, by what stands above them."""
    if label and (told := _under(label)):
        return told
    if context.lead is not None:
        return attrs.evolve(context.lead, confidence="medium")
    if found := pattern("verb").match(body):
        if told := _under(*context.headings[-1:], only=("under_forbid",)):
            return told
        return Sort("require", found[0], "medium")
    if found := pattern("order").search(body):
        return Sort("require", found[0], "medium")
    return _under(*reversed(context.headings)) or Sort("note", "", "low")


def _under(*headings: str, only: Sequence[str] = ("under_forbid", "under_penalty", "under_note", "under_require")) -> Sort | None:
    """What the headings, the nearest first, say of what stands below them."""
    for heading in headings:
        for name in only:
            if found := pattern(name).search(heading):
                kinds: dict[str, Kind] = {"under_forbid": "forbid", "under_penalty": "penalty", "under_note": "note", "under_require": "require"}
                return Sort(kinds[name], found[0], "low")
    return None
