"""Examples can be played: their events, rows, facts and times are ones that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, meant, meant_value, spot, words
from wechat_policy.checking.kinds import TIME_UNITS, WORDS, Kind, of_attribute, sample
from wechat_policy.checking.places import Places, types_of, violable
from wechat_policy.checking.timetables import (
    calendar_of,
    is_ambiguous,
    needs_calendar,
)
from wechat_policy.errors import Diagnostic
from wechat_policy.resolution import Environment, Resolved, attribute_names
from wechat_policy.vocabulary import Attribute, vocabulary
from wechat_policy.words import ROWS, spell

_BOUNDS = ("valid_from", "valid_until")


def events_can_happen(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """An event of an example is of one type of the vocabulary, or of one's own."""
    for happen, document, _ in _happenings(ground):
        name = happen.event
        if name is None or name in vocabulary().events or name.startswith("x."):
            continue
        span = spot(document, happen.span, name, "event")
        written = words(document, span)
        if name in ("content", "action", "snapshot"):
            yield fault("E229", document, span, name=written)
        else:
            yield fault(
                "E102", document, span, name=written,
                suggestion=meant(written, vocabulary().events, document, "event"),
            )  # fmt: skip


def rows_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A row that an example needs is that of a person, a group, an account or a device."""
    for row, document in _rows(ground):
        if row.kind not in ROWS:
            span = spot(document, row.span, row.kind, "row")
            written = words(document, span)
            yield fault(
                "E128", document, span, name=written,
                choices=", ".join(spell("row", one, document.skin) for one in ROWS),
                suggestion=meant(written, ROWS, document, "row"),
            )  # fmt: skip


def facts_can_be_told(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A fact of an example is one that its event, or its row, can have."""
    for fact, attribute, document, choices in _facts(ground):
        if attribute is None:
            span = spot(document, fact.span, fact.name, "path")
            written = words(document, span)
            yield fault(
                "E104", document, span, name=written,
                suggestion=meant(written, choices, document, "path"),
            )  # fmt: skip


def facts_have_values_of_theirs(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The value of a fact is of the fact's type."""
    for fact, attribute, document, _ in _facts(ground):
        if attribute is not None:
            yield from _told(fact.value, attribute, document)


def times_can_pass(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What passes in an example is a length of time."""
    for clause, document in ground.sections(nodes.Clause):
        for example in clause.examples:
            for step in example.steps:
                length = None
                if isinstance(step, nodes.Advance):
                    length = step.duration
                elif isinstance(step, nodes.Happen):
                    length = step.apart
                if length is not None and length.unit not in (*TIME_UNITS, "workdays"):
                    yield fault("E218", document, length.span, name=words(document, length.span))


def moments_are_plain(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The time of an event is one, and in the policy's zone it comes once."""
    for happen, document, _ in _happenings(ground):
        for fact in happen.facts:
            moment = _moment(fact)
            naive = moment is not None and moment.tzinfo is None
            if moment and naive and is_ambiguous(moment, ground.timezone):
                yield fault(
                    "W311", document, fact.value.span,
                    time=words(document, fact.value.span), zone=ground.timezone,
                )  # fmt: skip


def years_are_covered(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where working days matter, a calendar covers the first year and those of the examples."""
    calendar = None
    for header, document in ground.sections(nodes.Header):
        for item in header.items:
            if isinstance(item, nodes.Effective) and _lacks_calendar(ground, item.value.year):
                yield fault("W310", document, item.span, year=str(item.value.year))
    for happen, document, clause in _happenings(ground):
        for fact in happen.facts:
            moment = _moment(fact)
            if moment is None or not needs_calendar(clause, ground):
                continue
            calendar = calendar or calendar_of(ground)
            if not calendar.covers(moment.year):
                yield fault("W310", document, fact.value.span, year=str(moment.year))


def _lacks_calendar(ground: Ground, year: int) -> bool:
    """Whether a policy hangs on the working days of a year that no calendar covers."""
    clauses = (clause for clause, _ in ground.sections(nodes.Clause))
    needed = any(needs_calendar(clause, ground) for clause in clauses)
    return needed and not calendar_of(ground).covers(year)


def _happenings(ground: Ground) -> Iterator[tuple[nodes.Happen, nodes.Document, nodes.Clause]]:
    for clause, document in ground.sections(nodes.Clause):
        for example in clause.examples:
            for step in example.steps:
                if isinstance(step, nodes.Happen):
                    yield step, document, clause


def _rows(ground: Ground) -> Iterator[tuple[nodes.WithRow, nodes.Document]]:
    for clause, document in ground.sections(nodes.Clause):
        for example in clause.examples:
            for step in example.steps:
                if isinstance(step, nodes.WithRow):
                    yield step, document


def _facts(
    ground: Ground,
) -> Iterator[tuple[nodes.Fact, Attribute | None, nodes.Document, tuple[str, ...]]]:
    """Each fact with what the vocabulary says of it, and the names that could have stood there."""
    for happen, document, clause in _happenings(ground):
        if happen.event is None:
            events = types_of(violable(clause))
            events = (*events, "message") if events else ("message",)
        elif happen.event in vocabulary().events or happen.event.startswith("x."):
            events = (happen.event,)
        else:
            continue
        scope = Environment(events)
        for fact in happen.facts:
            found = scope.resolve(fact.name)
            attribute = found.attribute if isinstance(found, Resolved) else None
            choices = attribute_names(events) if isinstance(found, Resolved) else found.choices
            yield fact, attribute, document, choices
    bound = {name: Attribute(name=name, zh=name, type="any") for name in _BOUNDS}
    for row, document in _rows(ground):
        table: Mapping[str, Attribute] | None = vocabulary().facts.get(row.kind)
        if table is None:
            continue
        scope = Environment((), variables={"row": Attribute(name="", zh="", type=row.kind)})
        for fact in row.facts:
            found = scope.resolve(f"row.{fact.name}")
            attribute = found.attribute if isinstance(found, Resolved) else bound.get(fact.name)
            yield fact, attribute, document, (*table, *_BOUNDS)


def _told(
    value: nodes.FactValue, attribute: Attribute, document: nodes.Document
) -> Iterator[Diagnostic]:
    wanted = of_attribute(attribute)
    if wanted.is_open and not isinstance(value, nodes.FactMap):
        return
    match value:
        case nodes.Null():
            return
        case nodes.FactList(items):
            if wanted.is_list:
                for item in items:
                    yield from _one(item, attribute, wanted.element, document)
                return
        case nodes.FactMap(facts):
            single = wanted.element if wanted.is_list else wanted
            if single.is_open:
                for fact in facts:
                    inner = vocabulary().field(attribute, fact.name)
                    if inner is not None:
                        yield from _told(fact.value, inner, document)
                return
        case _:
            # One value where several may stand is a list of one.
            single = wanted.element if wanted.is_list else wanted
            yield from _one(value, attribute, single, document)
            return
    yield _wrong(value, attribute, wanted, document)


def _one(
    value: nodes.FactValue, attribute: Attribute, wanted: Kind, document: nodes.Document
) -> Iterator[Diagnostic]:
    """One value of a fact that is no list."""
    if wanted.type in ("enum", "category"):
        values = attribute.values or tuple(vocabulary().categories)
        if isinstance(value, nodes.Name | nodes.Text):
            if value.value not in values:
                quoted = isinstance(value, nodes.Text)
                written = value.value if quoted else words(document, value.span)
                kind = "category" if wanted.type == "category" else attribute.name
                yield fault(
                    "E211", document, value.span, name=written,
                    fact=spell("path", attribute.name, document.skin),
                    suggestion=meant_value(written, kind, values, document),
                )  # fmt: skip
            return
    elif wanted.type == "object":
        if isinstance(value, nodes.FactMap):
            yield from _told(value, attribute, document)
            return
    elif _suits(value, wanted):
        return
    yield _wrong(value, attribute, wanted, document)


def _suits(value: nodes.FactValue, wanted: Kind) -> bool:
    match value:
        case nodes.Text(text):
            if wanted.type == "datetime":
                return _read(text) is not None
            return wanted.type in WORDS or (wanted.type == "date" and _is_date(text))
        case nodes.Name():
            return wanted.type in WORDS
        case nodes.Boolean():
            return wanted.type == "bool"
        case nodes.Number(number):
            if wanted.type == "int":
                return not number % 1
            return wanted.type == "number" or wanted.type in WORDS
        case nodes.Quantity(_, unit):
            units = {"s": TIME_UNITS, "min": TIME_UNITS, "CNY": ("CNY",), None: ("times", "%")}
            if wanted.attribute is not None and wanted.attribute.name == "length":
                return unit == "chars"
            if wanted.type == "string":
                return True
            return wanted.type in ("number", "int") and unit in units.get(wanted.unit, ())
        case nodes.Date():
            return wanted.type in ("date", "datetime")
        case nodes.Time():
            return wanted.type in ("string", "datetime")
        case _:
            return False


def _wrong(
    value: nodes.FactValue, attribute: Attribute, wanted: Kind, document: nodes.Document
) -> Diagnostic:
    example = sample(wanted, document.skin)
    if wanted.is_list:
        example = "[“…”]" if document.skin == "zh" else '["…"]'
    elif wanted.type == "datetime":
        example = '"2026-03-02T09:30"'
    return fault(
        "E228", document, value.span, value=words(document, value.span),
        fact=spell("path", attribute.name, document.skin), example=example,
    )  # fmt: skip


def _moment(fact: nodes.Fact) -> datetime | None:
    """The day and time that an example gives to its event; None if it gives no day."""
    if fact.name != "at":
        return None
    if isinstance(fact.value, nodes.Date):
        return datetime.combine(fact.value.value, time(12))
    return _read(fact.value.value) if isinstance(fact.value, nodes.Text) else None


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_date(text: str) -> bool:
    found = _read(text)
    return found is not None and found.date().isoformat() == text
