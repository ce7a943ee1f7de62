"""What a policy cites, and how much there is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from wechat_policy import nodes

_REF = re.compile(r"(?P<lead>.*?)(?P<number>\d+)")
_DUTIES = nodes.Deadline | nodes.Daily | nodes.Periodic


def articles(placed: Iterable[nodes.Section]) -> str:
    """The first and the last article that is cited."""
    told = [one.article for one in _cites(placed) if one.article]
    if not told:
        return ""
    return told[0] if told[0] == told[-1] else f"{told[0]} – {told[-1]}"


def _cites(placed: Iterable[nodes.Section]) -> Iterator[nodes.Cites | nodes.Note]:
    for one in placed:
        if isinstance(one, nodes.Note):
            yield one
        elif isinstance(one, nodes.Clause):
            yield from (item for item in one.items if isinstance(item, nodes.Cites))


def references(refs: Iterable[str]) -> str:
    """References with runs of numbers drawn together: `P13-001–003`."""
    runs: list[list[str]] = []
    for ref in refs:
        if runs and _follows(runs[-1][-1], ref):
            runs[-1].append(ref)
        else:
            runs.append([ref])
    told = []
    for run in runs:
        last = _REF.fullmatch(run[-1])
        told.append(run[0] if len(run) == 1 or last is None else f"{run[0]}–{last['number']}")
    return ", ".join(told)


def _follows(before: str, after: str) -> bool:
    one, two = _REF.fullmatch(before), _REF.fullmatch(after)
    if one is None or two is None or one["lead"] != two["lead"]:
        return False
    return int(two["number"]) == int(one["number"]) + 1


def counts(
    clauses: Sequence[nodes.Clause], notes: Sequence[nodes.Note], placed: Sequence[nodes.Section]
) -> dict[str, int]:
    """How many there are of each kind."""
    norms = [norm for one in clauses for norm in one.norms]
    must = [one for one in norms if one.strength == "must"]
    return {
        "statements": len({ref for one in _cites(placed) for ref in one.refs}),
        "clauses": len(clauses),
        "forbidden": sum(isinstance(one, nodes.Forbid) for one in must),
        "required": sum(isinstance(one, nodes.Require) for one in must),
        "limited": sum(isinstance(one, nodes.Limit) for one in must),
        "duties": sum(isinstance(one, _DUTIES) for one in must),
        "suspected": sum(one.strength == "suspect" for one in norms),
        "advised": sum(one.strength == "should" for one in norms),
        "permitted": sum(isinstance(one, nodes.Permit) for one in norms),
        "note": len(notes),
        "parameters": sum(isinstance(one, nodes.Parameter) for one in placed),
        "examples": sum(len(one.examples) for one in clauses),
    }
