"""What a coverage leaves to do, what is worth a look, and what covers each reference, in lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.coverage import Citation, ClauseShown, Coverage, NormShown, Reference
from wechat_policy.errors import Language
from wechat_policy.source import cells, visible
from wechat_policy.wording import shown

_LONGEST = 200


def left(coverage: Coverage, language: Language) -> Iterator[str]:
    """What is left to do before the policy covers all and its examples show all."""
    found = coverage.references
    if coverage.is_unknown:
        yield phrase("no_statement_of", language, policy=shown(coverage.policy))
    for one in found.missing:
        yield _missing(one, coverage, language)
    for gap in found.gaps:
        yield phrase("left.gap", language, refs=visible(str(gap)), count=gap.count)
    for one in found.refused:
        yield _refused(one, coverage, language)
    for one in found.unlisted:
        yield phrase(
            "left.unlisted", language, ref=shown(one.ref), places=_places(one, coverage, language)
        )
    for clause in coverage.clauses:
        yield from _clause(clause, language)


def looked_at(coverage: Coverage, language: Language) -> Iterator[str]:
    """What is worth a look and keeps nothing from being complete."""
    for one in coverage.references.repeated:
        yield phrase(
            "look.repeated", language, ref=shown(one.ref), places=_places(one, coverage, language)
        )
    for norm in coverage.permissions:
        if norm.lacks:
            yield _norm("look.permission", norm, language)
    for clause in coverage.clauses:
        for one_norm in clause.norms:
            if one_norm.switch is not None:
                yield _norm("look.switched", one_norm, language)
        for line in clause.failed:
            yield phrase("look.failed", language, line=line, clause=shown(clause.name))


def covered(coverage: Coverage, language: Language) -> Iterator[str]:
    """Each reference with how it is covered, and where."""
    every = (*coverage.references.all, *coverage.references.unlisted)
    ways = {one.covering: phrase(f"covering.{one.covering}", language) for one in every}
    first = max((cells(one.ref) for one in every), default=0)
    second = max(map(cells, ways.values()), default=0)
    for one in every:
        way = ways[one.covering]
        gap, indent = " " * (first - cells(one.ref)), " " * (second - cells(way))
        places = listed((_full(place, coverage, language) for place in one.citations), language)
        yield f"{shown(one.ref)}{gap}  {way}{indent}  {places}".rstrip()


def _missing(one: Reference, coverage: Coverage, language: Language) -> str:
    if one.objection == "no_norm":
        places = _places(one, coverage, language)
        return phrase("left.no_norm", language, ref=shown(one.ref), places=places)
    text = "" if one.statement is None else shown(one.statement.text, _LONGEST)
    return phrase(
        "left.missing", language, ref=shown(one.ref), article=shown(one.article), text=text
    )


def _refused(one: Reference, coverage: Coverage, language: Language) -> str:
    reasons = [place.reason for place in one.citations if place.reason]
    return phrase(
        f"left.{one.objection}", language, ref=shown(one.ref),
        places=_places(one, coverage, language),
        checkable="" if one.statement is None else shown(one.statement.checkable),
        reason=shown(reasons[0] if reasons else "", _LONGEST),
    )  # fmt: skip


def _clause(clause: ClauseShown, language: Language) -> Iterator[str]:
    """What a clause and its norms lack; of a clause without any example its norms are no news."""
    facts = {"line": clause.line, "clause": shown(clause.name)}
    if clause.lacks:
        key = "both" if len(clause.lacks) > 1 else clause.lacks[0]
        yield phrase(f"left.clause.{key}", language, **facts)
    for norm in clause.norms:
        if norm.lacks and not norm.is_permission:
            key = "both" if len(norm.lacks) > 1 else norm.lacks[0]
            yield _norm(f"left.norm.{key}", norm, language)


def _norm(key: str, norm: NormShown, language: Language) -> str:
    return phrase(
        key, language, line=norm.line, clause=shown(norm.clause), number=norm.number,
        words=shown(norm.words, _LONGEST), switch=shown(norm.switch or ""),
    )  # fmt: skip


def _places(one: Reference, coverage: Coverage, language: Language) -> str:
    return listed((_place(place, coverage, language) for place in one.citations), language)


def _place(place: Citation, coverage: Coverage, language: Language) -> str:
    """The line of a place, with the file where it is another's."""
    if place.source.name == coverage.source.name:
        return phrase("record", language, line=place.line)
    return f"{visible(Path(place.source.name).name)}:{place.line}"


def _full(place: Citation, coverage: Coverage, language: Language) -> str:
    """A place with the clause and the kinds of its norms, or the reason of the note."""
    where = _place(place, coverage, language)
    if place.clause is None:
        reason = shown(place.reason or "", _LONGEST)
        return phrase("place.note", language, where=where, reason=reason)
    kinds: Iterable[str] = (phrase(f"of.{kind}", language) for kind in place.norms)
    return phrase(
        "place.clause", language, where=where, clause=shown(place.clause),
        kinds=listed(kinds, language),
    )  # fmt: skip
