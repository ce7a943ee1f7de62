"""What is declared and stands nowhere: lexicons, hours, tables of days, severities."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, named, spot
from wechat_policy.checking.places import Places
from wechat_policy.checking.severities import had
from wechat_policy.errors import Diagnostic
from wechat_policy.linting.usage import named_lexicons


def lexicons_are_used(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A lexicon is looked for, or taken in or away by another one."""
    used: set[str] = set()
    for call, _ in ground.all(nodes.Call):
        used |= named_lexicons(call)
        used |= {one.value for one in call.arguments if isinstance(one, nodes.Name)}
    used |= {name.name for name, _ in ground.all(nodes.LexiconName)}
    yield from _unused(ground, nodes.Lexicon, used, "L431")


def hours_are_used(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Hours are those of some test or length of time."""
    used = {one.hours for one, _ in ground.all(nodes.During)}
    used |= {one.hours for one, _ in ground.all(nodes.Worked)}
    lengths = [one for one, _ in ground.all(nodes.Duration)]
    used |= {one.hours for one in lengths if one.hours is not None}
    persons = [one.person for one in lengths] + [one.person for one, _ in ground.all(nodes.During)]
    if not any(persons):  # else the directory may name them as a person's own
        yield from _unused(ground, nodes.HoursTable, used, "L432")


def days_are_used(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A table of days is that of some test, duty or hours."""
    used = {one.name for one, _ in ground.all(nodes.DayWord)}
    yield from _unused(ground, nodes.DateTable, used, "L433")


def severities_are_used(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A severity of the order is that of some clause, or has a row."""
    own = ground.assembly.document
    if not own.all(nodes.Clause):
        return
    used = {*had(ground)}
    for row, _ in ground.rows():
        if isinstance(row, nodes.Repeat):
            used |= {row.raised} if isinstance(row.raised, str) else set()
        elif isinstance(row, nodes.Row) and isinstance(row.head, nodes.NameHead):
            used.add(row.head.name)  # that nothing reaches it is told there
    for section in own.all(nodes.Severities):
        for name in section.names:
            if name not in used:
                yield fault("L434", own, spot(own, section.span, name), name=name)


def _unused(
    ground: Ground,
    kind: type[nodes.Lexicon] | type[nodes.HoursTable] | type[nodes.DateTable],
    used: set[str],
    code: str,
) -> Iterator[Diagnostic]:
    """The sections of a policy with clauses that nothing names; a library's are for others."""
    own = ground.assembly.document
    if own.all(nodes.Clause):
        for section in own.all(kind):
            if section.name not in used:
                yield fault(code, own, named(own, section), name=section.name)
