"""Every word of a condition names something: a fact, a value, an event, a category, hours, days."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, meant, meant_value, spot, words
from wechat_policy.checking.places import Place, Places
from wechat_policy.errors import Diagnostic
from wechat_policy.lowering import is_value
from wechat_policy.resolution import (
    POPULATIONS,
    Environment,
    Resolved,
    Unresolved,
    pattern_types,
)
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.source import Span
from wechat_policy.suggestion import nearest
from wechat_policy.vocabulary import Attribute, vocabulary
from wechat_policy.words import DAYS, canonical_path, spell

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FAMILIES = ("content", "action", "snapshot")
_SHOWN = 4
_WHY = {"list": "E205", "scalar": "E206", "reference": "E206", "that": "E216", "it": "E217"}


def events_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The event of a pattern is a type of the vocabulary, a family, or a type of one's own."""
    for pattern, place in places.of(nodes.Pattern):
        if not pattern_types(pattern.event):
            span = spot(place.document, pattern.span, pattern.event, "event")
            choices = (*FAMILIES, *vocabulary().events)
            written = words(place.document, span)
            yield fault(
                "E102", place.document, span, name=written,
                suggestion=meant(written, choices, place.document, "event"),
            )  # fmt: skip


def categories_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The category of a report stands in the vocabulary."""
    for pattern, place in places.of(nodes.Pattern):
        if pattern.category is not None and vocabulary().category(pattern.category) is None:
            span = spot(place.document, pattern.span, pattern.category, "category")
            written = words(place.document, span)
            yield fault(
                "E105", place.document, span, name=written,
                suggestion=meant(written, vocabulary().categories, place.document, "category"),
            )  # fmt: skip


def facts_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A path that is tested, counted or blamed, or whose hours count, leads to a known fact."""
    for name, place in places.of(nodes.Name):
        if place.role == "subject" and name.value in ground.parameters:
            continue
        if place.role in ("subject", "blame", "worker"):
            yield from _leads(name.value, place.scope, place, name.span, ground)
    for measure, place in places.of(nodes.Summed, nodes.Distinct):
        yield from _leads(measure.field, place.scope, place, measure.span, ground)
    for quantified, place in places.of(nodes.Quantified):
        yield from _leads(quantified.path, place.scope, place, quantified.span, ground)
    for each, place in places.of(nodes.ForEach):
        yield from _leads(each.population.path, place.scope, place, each.population.span, ground)
    for covering, place in places.of(nodes.Covering):
        yield from _leads(covering.field, place.scope, place, covering.span, ground)


def lists_are_told_apart(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where a list of the event has the name of a population, it is said which is meant."""
    for node, place in places.of(nodes.Quantified, nodes.ForEach):
        path = node.path if isinstance(node, nodes.Quantified) else node.population.path
        found = place.scope.resolve(path)
        if path not in POPULATIONS or not isinstance(found, Resolved):
            continue
        if found.path.root == "attribute":
            document, skin = place.document, place.document.skin
            span = spot(document, node.span, path, "population")
            yield fault(
                "E131", document, span, name=words(document, span),
                events=_listed(place.scope.events, place),
                own=spell("path", f"event.{path}", skin),
                all=spell("path", f"organization.{path}", skin),
            )  # fmt: skip


def keys_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The fields of a correlation are facts of the events on their side."""
    for key, place in places.of(nodes.Key):
        yield from _leads(key.other or key.field, place.scope, place, key.span, ground)
        if place.earlier is not None:
            yield from _leads(key.field, place.earlier, place, key.span, ground)


def values_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A bare word beside a fact is one of its values, a parameter, or a fact itself."""
    for name, place in places.of(nodes.Name):
        if place.role not in ("value", "argument", "person", "bound"):
            continue
        if name.value in ground.parameters or name.value in ground.unread:
            continue
        if place.beside is not None and is_value(place.beside, name.value):
            continue
        found = place.scope.resolve(name.value)
        if isinstance(found, Resolved):
            owner = place.scope.supposed(name.value)
            if owner is not None:
                yield _supposed(name, owner, place)
            continue
        if place.role == "person" and _role(name.value):
            continue
        first = name.value.split(".")[0]
        inside = first != name.value and isinstance(place.scope.resolve(first), Resolved)
        if inside or found.reason != "unknown":
            yield _nowhere(name.value, found, place, name.span, place.scope)
        elif place.beside is not None and place.beside.values:
            yield _no_value(name.span, place, place.beside)
        else:
            written = words(place.document, name.span)
            known = place.beside.known if place.beside is not None else ()
            choices = [*ground.parameters, *known, *_spelled(found.choices, place)]
            yield fault(
                "E109", place.document, name.span, name=written,
                suggestion=nearest(written, choices),
            )  # fmt: skip


def quoted_values_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A quoted text beside a fact with fixed values is one of them."""
    for node, place in places.of(nodes.Compare, nodes.In, nodes.Includes, nodes.Subset):
        attribute = _beside(node.left, place.scope, ground)
        if attribute is None or attribute.element not in ("enum", "category"):
            continue
        right = node.choices if isinstance(node, nodes.In) else node.right
        items = right.items if isinstance(right, nodes.Choices) else (right,)
        for item in items:
            if isinstance(item, nodes.Text) and not _exactly(attribute, item.value):
                yield _no_value(item.span, place, attribute, item.value)


def hours_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Hours that a clause, a length of time or a parameter names are defined."""
    for during, place in places.of(nodes.During):
        yield from _hours(during.hours, place.document, during.span, ground)
    for duration, place in places.of(nodes.Duration):
        if duration.hours is not None:
            yield from _hours(duration.hours, place.document, duration.span, ground)
    for parameter, document in ground.sections(nodes.Parameter):
        if isinstance(parameter.value, nodes.Worked):
            yield from _hours(parameter.value.hours, document, parameter.value.span, ground)


def days_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Days are words of the language, ranges of weekdays, or tables of the policy."""
    for node, place in places.of(nodes.OnDays, nodes.Daily):
        yield from _days(node.days, place.document, ground)
    for hours, document in ground.sections(nodes.HoursTable):
        for shift in hours.shifts:
            yield from _days(shift.days, document, ground)


def clauses_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A clause that another lifts, or waits for, exists."""
    for clause, document in ground.sections(nodes.Clause):
        for norm in clause.norms:
            wanted: tuple[tuple[str, Span], ...] = ()
            if isinstance(norm, nodes.Permit):
                wanted = tuple((name, norm.span) for name in norm.lifts)
            elif isinstance(norm, nodes.Deadline) and isinstance(norm.opening, nodes.ViolationOf):
                wanted = ((norm.opening.clause, norm.opening.span),)
            for name, span in wanted:
                if name not in ground.clauses and name not in ground.unread:
                    yield fault(
                        "E112", document, spot(document, span, name), name=name,
                        suggestion=nearest(name, ground.clauses),
                    )  # fmt: skip


def conditions_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A condition word is registered."""
    for call, place in places.of(nodes.Call):
        if call.word not in CONDITIONS:
            choices = [word for one in CONDITIONS.values() for word in (one.name, one.alias)]
            written = words(place.document, call.word_span)
            yield fault(
                "E101", place.document, call.word_span, name=written,
                suggestion=nearest(written, choices),
            )  # fmt: skip


def _leads(
    path: str, scope: Environment, place: Place, within: Span, ground: Ground
) -> Iterator[Diagnostic]:
    found = scope.resolve(path)
    if isinstance(found, Unresolved) and path not in ground.unread:
        yield _nowhere(path, found, place, within, scope)


def _nowhere(
    path: str, found: Unresolved, place: Place, within: Span, scope: Environment
) -> Diagnostic:
    """The fault of a path that leads nowhere."""
    document = place.document
    span = _segment(place, within, path, found.segment)
    written = words(document, span)
    if found.reason != "unknown":
        before = spell("path", found.after, document.skin) if found.after else written
        return fault(_WHY[found.reason], document, span, name=written, before=before)
    kinds = vocabulary().events
    holders = [name for name, one in kinds.items() if found.segment in one.attributes]
    if not found.after and holders and scope.events and scope.events[0] in kinds:
        return fault(
            "E127", document, span, name=written,
            events=_listed(scope.events, place), others=_listed(holders, place),
        )  # fmt: skip
    return fault(
        "E104", document, span, name=written,
        suggestion=meant(written, found.choices, document, "path"),
    )  # fmt: skip


def _supposed(name: nodes.Name, owner: Attribute, place: Place) -> Diagnostic:
    """The fault of a word that only an element that owns every name could hold."""
    document = place.document
    written = words(document, name.span)
    beside = place.beside
    return fault(
        "E130", document, name.span, name=written,
        suggestion=meant_value(written, beside.name, beside.known, document) if beside else None,
        list=spell("path", owner.name, document.skin),
        it=spell("path", "it", document.skin),
    )  # fmt: skip


def _listed(events: tuple[str, ...] | list[str], place: Place) -> str:
    skin = place.document.skin
    shown = [f"`{spell('event', name, skin)}`" for name in events[:_SHOWN]]
    more = "…" if len(events) > _SHOWN else ""
    return ("、" if skin == "zh" else ", ").join(shown) + more


def _segment(place: Place, within: Span, path: str, segment: str) -> Span:
    """Where a segment of a path stands."""
    for kind in ("path", "population"):
        span = spot(place.document, within, path, "path" if kind == "path" else "population")
        if span != within or canonical_path(words(place.document, within)) == path:
            break
    written = place.document.source.text[span.start : span.end].split(".")
    segments = path.split(".")
    if len(written) != len(segments) or segment not in segments:
        return span
    number = segments.index(segment)
    start = span.start + sum(len(one) + 1 for one in written[:number])
    return Span(start, start + len(written[number]))


def _no_value(
    span: Span, place: Place, attribute: Attribute, written: str | None = None
) -> Diagnostic:
    """The fault of a word that is no value of a fact with fixed values."""
    document = place.document
    word = words(document, span) if written is None else written
    values = attribute.values or tuple(vocabulary().categories)
    kind = "category" if attribute.element == "category" else attribute.name
    return fault(
        "E211", document, span, name=word,
        fact=spell("path", attribute.name, document.skin),
        suggestion=meant_value(word, kind, values, document),
    )  # fmt: skip


def _exactly(attribute: Attribute, word: str) -> bool:
    if attribute.element == "category":
        return word in vocabulary().categories
    return word in attribute.values or word in attribute.known


def _beside(operand: nodes.Operand, scope: Environment, ground: Ground) -> Attribute | None:
    if isinstance(operand, nodes.Name) and operand.value not in ground.parameters:
        found = scope.resolve(operand.value)
        return found.attribute if isinstance(found, Resolved) else None
    return None


def _role(word: str) -> bool:
    return word in vocabulary().facts["person"]["roles"].known


def _spelled(choices: tuple[str, ...], place: Place) -> list[str]:
    return [spell("path", one, place.document.skin) for one in choices]


def _hours(
    name: str, document: nodes.Document, within: Span, ground: Ground
) -> Iterator[Diagnostic]:
    if name not in ground.hours and name not in ground.unread:
        yield fault(
            "E107", document, spot(document, within, name), name=name,
            suggestion=nearest(name, ground.hours),
        )  # fmt: skip


def _days(days: nodes.Days, document: nodes.Document, ground: Ground) -> Iterator[Diagnostic]:
    for day in days:
        if isinstance(day, nodes.DayRange):
            wrong = [one for one in (day.first, day.last) if one not in WEEKDAYS]
        elif day.name in DAYS or day.name in ground.days or day.name in ground.unread:
            continue
        else:
            wrong = [day.name]
        for name in wrong:
            span = spot(document, day.span, name, "day")
            written = words(document, span)
            choices = [*DAYS, *ground.days]
            yield fault(
                "E108", document, span, name=written,
                suggestion=meant(written, choices, document, "day"),
            )  # fmt: skip
