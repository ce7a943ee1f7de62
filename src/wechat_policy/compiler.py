"""From a checked assembly to a Policy. What the checker has passed cannot fail here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path as File
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly, folder_of
from wechat_policy.calendars import read_calendar
from wechat_policy.errors import Diagnostic
from wechat_policy.hours import Hours, Shift
from wechat_policy.lowering import Lowering, Resources, words_of
from wechat_policy.norms import Norms
from wechat_policy.policy import Clause, Note, Policy, Use
from wechat_policy.resolution import OUTCOME, Environment
from wechat_policy.rules.base import Pattern
from wechat_policy.rules.clues import clue
from wechat_policy.rules.lexicons import Entry, Lexicon
from wechat_policy.rules.series import Series
from wechat_policy.rules.tests import Test
from wechat_policy.sentences import penalty_table
from wechat_policy.verdict import identity
from wechat_policy.vocabulary import vocabulary
from wechat_policy.wordlists import build_lexicon
from wechat_policy.workdays import WorkCalendar

TIMEZONE = "Asia/Shanghai"

_BY_CALENDAR = frozenset({"workdays", "holidays", "weekends"})


def compile_policy(
    assembly: Assembly,
    bindings: Mapping[str, nodes.Operand | nodes.Worked] | None = None,
    warnings: tuple[Diagnostic, ...] = (),
    ready: Mapping[str, Lexicon] | None = None,
) -> Policy:
    """The policy of an assembly that has been checked, with parameters bound to other values.

    Lexicons that are `ready` from another time are not built again.
    """
    header = assembly.others(nodes.Header)[-1][0]
    items: dict[type, Any] = {type(item): item.value for item in header.items}
    timezone = items.get(nodes.Timezone, TIMEZONE)
    calendar = _calendar(assembly)
    lexicons = _Lexicons(
        {
            name: (node, folder_of(document))
            for name, (node, document) in assembly.all(nodes.Lexicon).items()
        },
        ready or {},
    )
    resources = _resources(assembly, timezone, calendar, bindings or {}, lexicons)
    clauses: list[Clause] = []
    series: list[Series] = []
    nodes_by_name = {name: node for name, (node, _) in assembly.all(nodes.Clause).items()}
    for name, (node, document) in assembly.all(nodes.Clause).items():
        lowering = Lowering(resources, name, words_of(document), len(series))
        norms = Norms(lowering, nodes_by_name).all(node.norms)
        series += lowering.series
        clauses.append(_clause(node, norms, _fingerprint(node, resources), _uses(node, resources)))
    table, conditions = penalty_table(assembly, resources)
    row_tests: dict[int, Test] = {}
    environment = Environment(tuple(vocabulary().events), extra=OUTCOME)
    for number, (condition, document) in conditions.items():
        rows = Lowering(resources, "", words_of(document), len(series))
        row_tests[number] = rows.test(condition, environment)
        series += rows.series
    return Policy(
        id=header.id,
        title=header.title or header.id,
        version=items.get(nodes.Version, ""),
        timezone=timezone,
        effective=items.get(nodes.Effective),
        clauses=tuple(clauses),
        series=tuple(series),
        penalties=table,
        row_tests=row_tests,
        needs_calendar=_needs_calendar(assembly, resources),
        rows_fingerprint=identity(*(repr(one) for one, _ in conditions.values())),
        lexicons=tuple(lexicons.built.values()),
        calendar=calendar,
        parameters={name: _plain(value) for name, value in resources.parameters.items()},
        notes=tuple(
            Note(note.article or "", note.refs, note.text)
            for note, _ in assembly.others(nodes.Note)
        ),
        warnings=warnings,
    )


def _calendar(assembly: Assembly) -> WorkCalendar:
    found = assembly.others(nodes.CalendarFile)
    if not found:
        return WorkCalendar()
    section, document = found[-1]
    return read_calendar(folder_of(document) / section.path)


def _resources(
    assembly: Assembly,
    timezone: str,
    calendar: WorkCalendar,
    bindings: Mapping[str, nodes.Operand | nodes.Worked],
    lexicons: _Lexicons,
) -> Resources:
    days = {
        name: table_days(node, folder_of(document))
        for name, (node, document) in assembly.all(nodes.DateTable).items()
    }
    parameters = {name: node.value for name, (node, _) in assembly.all(nodes.Parameter).items()}
    parameters.update(bindings)
    resources = Resources(
        parameters=parameters,
        hours={},
        days=days,
        lexicons=lexicons,
        clues=lexicons.clue,
        calendar=calendar,
        zone=ZoneInfo(timezone),
    )
    lowering = Lowering(resources, "", lambda span: "", 0)
    hours = {
        name: build_hours(node, lowering, timezone, calendar)
        for name, (node, _) in assembly.all(nodes.HoursTable).items()
    }
    return attrs.evolve(resources, hours=hours)


def build_hours(
    node: nodes.HoursTable, lowering: Lowering, timezone: str, calendar: WorkCalendar
) -> Hours:
    """Hours from their definition."""
    shifts = tuple(
        Shift(
            lowering.days(shift.days),
            tuple((span.start.minutes, span.end.minutes) for span in shift.times),
        )
        for shift in node.shifts
    )
    return Hours(shifts, node.timezone or timezone, calendar)


def table_days(node: nodes.DateTable, folder: File) -> frozenset[date]:
    """The days of a table: written in place, or a day a line in a file."""
    days: set[date] = set()
    if node.file is not None:
        for line in (folder / node.file).read_text(encoding="utf-8-sig").splitlines():
            word = line.split(",", 1)[0].strip()
            if word and not word.startswith("#") and word[0].isdigit():
                days.add(date.fromisoformat(word))
    for span in node.spans:
        for number in range((span.last - span.first).days + 1):
            days.add(span.first + timedelta(days=number))
    return frozenset(days)


class _Lexicons:
    """The lexicons that conditions ask for, each built once."""

    def __init__(
        self,
        definitions: Mapping[str, tuple[nodes.Lexicon, File]],
        ready: Mapping[str, Lexicon],
    ) -> None:
        self.definitions = definitions
        self.ready = ready
        self.built: dict[str, Lexicon] = {}

    def __call__(self, name: str) -> Lexicon:
        if name not in self.built:
            self.built[name] = self.ready.get(name) or build_lexicon(name, self.definitions)
        return self.built[name]

    def clue(self, pattern: Pattern) -> Lexicon | None:
        """The words of which every match of a pattern holds one; None where none are known."""
        name = f"/{pattern.source}/{pattern.flags}"
        if name not in self.built:
            words = clue(pattern.source, pattern.flags)
            if words is None:
                return None
            self.built[name] = self.ready.get(name) or Lexicon(
                name, tuple(map(Entry, sorted(words)))
            )
        return self.built[name]


def _clause(
    node: nodes.Clause, norms: tuple[Any, ...], fingerprint: str, uses: tuple[Use, ...]
) -> Clause:
    items: dict[type, Any] = {}
    for item in node.items:
        items[type(item)] = item
    cites = items.get(nodes.Cites, nodes.Cites(None, ()))
    graded = items.get(nodes.Graded)
    return Clause(
        id=node.name,
        title=items[nodes.Title].value if nodes.Title in items else node.name,
        article=cites.article or "",
        refs=cites.refs,
        severity=items[nodes.Severity].name if nodes.Severity in items else None,
        grades=(graded.lowest, graded.highest) if graded else (),
        tags=items[nodes.Tags].names if nodes.Tags in items else (),
        remark=items[nodes.Remark].value if nodes.Remark in items else None,
        formerly=items[nodes.Formerly].name if nodes.Formerly in items else None,
        if_unknown=items[nodes.IfUnknown].action if nodes.IfUnknown in items else "ignore",
        norms=norms,
        fingerprint=fingerprint,
        uses=uses,
    )


def _fingerprint(node: nodes.Clause, resources: Resources) -> str:
    """Changes with what the norms mean: their trees, and the values and hours that they name.

    Word lists and calendars grow and are mended; they do not make it another clause.
    """
    parts: list[object] = [node.norms, resources.zone.key]
    for one in nodes.walk(node.norms):
        for name in _named(one):
            if name in resources.parameters:
                parts.append((name, resources.parameters[name]))
            elif name in resources.hours:
                parts.append((name, *_timetable(resources.hours[name])))
    return identity(*map(repr, parts))


def _uses(node: nodes.Clause, resources: Resources) -> tuple[Use, ...]:
    """What the norms mean and name, each by itself: what changed between two versions."""
    found = {("norms", ""): Use("norms", "", identity(repr(node.norms)))}
    for one in nodes.walk(node.norms):
        for name in _named(one):
            if name in resources.parameters:
                value = resources.parameters[name]
                told = str(_plain(value))
                found["parameter", name] = Use("parameter", name, identity(repr(value)), told)
            elif name in resources.hours:
                hours = _timetable(resources.hours[name])
                found["hours", name] = Use("hours", name, identity(*map(repr, hours)))
        if isinstance(one, nodes.DayWord) and one.name in resources.days:
            days = sorted(resources.days[one.name])
            found["days", one.name] = Use("days", one.name, identity(*days))
    return tuple(found.values())


def _needs_calendar(assembly: Assembly, resources: Resources) -> bool:
    """Whether something in a policy hangs on which days are worked."""
    if any(
        not _BY_CALENDAR.isdisjoint(shift.days.names)
        for hours in resources.hours.values()
        for shift in hours.shifts
    ):
        return True
    return any(
        (isinstance(one, nodes.DayWord) and one.name in _BY_CALENDAR)
        or (isinstance(one, nodes.Quantity) and one.unit == "workdays")
        # Hours of one's own may be those of working days.
        or (isinstance(one, nodes.During | nodes.Duration) and one.person is not None)
        for clause, _ in assembly.all(nodes.Clause).values()
        for one in nodes.walk(clause.norms)
    )


def _timetable(hours: Hours) -> tuple[object, ...]:
    """What hours are, in an order of its own: that of a set differs from one run to the next."""
    return (
        hours.timezone,
        *((sorted(one.days.names), sorted(one.days.dates), one.ranges) for one in hours.shifts),
    )


def _named(node: nodes.Node) -> tuple[str, ...]:
    match node:
        case nodes.Name(value):
            return (value,)
        case nodes.During(hours, _):
            return (hours,)
        case nodes.Duration(_, hours) if hours is not None:
            return (hours,)
        case _:
            return ()


def _plain(value: nodes.Operand | nodes.Worked) -> Any:
    """A parameter's value for people who look at the policy."""
    match value:
        case nodes.Worked(nodes.Quantity(number, unit), hours):
            return f"{number}{unit} of {hours}"
        case nodes.Quantity(number, unit):
            return f"{number}{unit}"
        case nodes.Choices(items):
            return tuple(_plain(item) for item in items)
        case _:
            return getattr(value, "value", None)
