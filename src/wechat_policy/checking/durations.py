"""Lengths of time are lengths of time: windows, deadlines, periods and pauses."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, words
from wechat_policy.checking.kinds import TIME_UNITS
from wechat_policy.checking.places import Place, Places, Role
from wechat_policy.errors import Diagnostic
from wechat_policy.lowering import SECONDS
from wechat_policy.penalties import PERIODS
from wechat_policy.suggestion import nearest
from wechat_policy.words import PERIODS as PERIOD_WORDS

LONGEST = 100 * 365 * 86400
"""Seconds: a hundred years, beyond which no clause means what it says."""

_BY_PERIOD: tuple[Role, ...] = ("window", "period", "within")
_IN_WORKDAYS: tuple[Role, ...] = ("deadline",)
_IN_HOURS: tuple[Role, ...] = ("deadline", "within", "ago")
_ROLES: tuple[Role, ...] = ("window", "period", "gap", "within", "ago", "deadline", "lapse")


def lengths_are_lengths(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What follows `within`, `per`, `every` and the like is a length, or a parameter of one."""
    for node, place in _lengths(places):
        length = node.length if isinstance(node, nodes.Duration) else node
        if isinstance(length, nodes.Name):
            if place.role in _BY_PERIOD and length.value in PERIODS:
                if isinstance(node, nodes.Duration) and node.hours is not None:
                    yield fault(
                        "E226", place.document, node.span, hours=node.hours,
                        name=words(place.document, length.span),
                    )  # fmt: skip
                elif isinstance(node, nodes.Duration) and node.person is not None:
                    written = words(place.document, length.span)
                    yield fault("E236", place.document, node.person.span, name=written)
                continue
            if length.value not in ground.parameters:
                if length.value not in ground.unread:
                    yield _unknown(length, place, ground)
                continue
        value, _ = meant_length(node, ground)
        if value is None:
            yield fault(
                "E218", place.document, length.span, name=words(place.document, length.span)
            )


def lengths_can_be_counted(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Working days are whole, and stand where days can be counted; hours where hours can."""
    for node, place in _lengths(places):
        value, hours = meant_length(node, ground)
        if value is None:
            continue
        at = node.length.span if isinstance(node, nodes.Duration) else node.span
        written = words(place.document, at)
        if value.unit == "workdays":
            if place.role not in _IN_WORKDAYS:
                yield fault("E225", place.document, at, name=written)
            elif value.value % 1 or value.value < 1:
                yield fault("E219", place.document, at, name=written)
        elif hours is not None and place.role not in _IN_HOURS:
            yield fault("E226", place.document, node.span, name=written, hours=hours)
        elif hours is None and isinstance(node, nodes.Duration) and node.person is not None:
            yield fault("E236", place.document, node.person.span, name=written)


def lengths_are_possible(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A length of time is more than nothing and at most a hundred years."""
    for node, place in _lengths(places):
        value, _ = meant_length(node, ground)
        if value is not None and value.unit != "workdays" and not value.value:
            at = node.length.span if isinstance(node, nodes.Duration) else node.span
            yield fault("E312", place.document, at, name=words(place.document, at))
    for one, document in ground.all(nodes.Quantity):
        if _too_long(one):
            yield fault("E312", document, one.span, name=words(document, one.span))


def meant_length(
    node: nodes.Operand | nodes.Duration, ground: Ground
) -> tuple[nodes.Quantity | None, str | None]:
    """The quantity and the hours of a length of time; None for what is none."""
    hours = node.hours if isinstance(node, nodes.Duration) else None
    length: nodes.Node | None = node.length if isinstance(node, nodes.Duration) else node
    if isinstance(length, nodes.Name):
        length = ground.parameters.get(length.value)
    if isinstance(length, nodes.Worked):
        hours = length.hours
        length = length.value
    if isinstance(length, nodes.Quantity) and length.unit in (*TIME_UNITS, "workdays"):
        return length, hours
    return None, None


def in_seconds(quantity: nodes.Quantity) -> int:
    """A quantity of time in seconds, cut at the longest that is let pass."""
    seconds = quantity.value * SECONDS[quantity.unit]
    return LONGEST + 1 if seconds > LONGEST else int(seconds)


def _too_long(quantity: nodes.Quantity) -> bool:
    if quantity.unit == "workdays":
        return quantity.value * 86400 > LONGEST
    return quantity.unit in TIME_UNITS and in_seconds(quantity) > LONGEST


def _lengths(places: Places) -> Iterator[tuple[nodes.Operand | nodes.Duration, Place]]:
    operands = (
        nodes.Text, nodes.Number, nodes.Quantity, nodes.Date, nodes.Time, nodes.Boolean,
        nodes.Name, nodes.Duration,
    )  # fmt: skip
    for node, place in places.of(*operands):
        if place.role in _ROLES:
            yield node, place


def _unknown(length: nodes.Name, place: Place, ground: Ground) -> Diagnostic:
    written = words(place.document, length.span)
    choices = list(ground.parameters)
    if place.role in _BY_PERIOD:
        choices += [*PERIOD_WORDS, *(zh for aliases in PERIOD_WORDS.values() for zh in aliases)]
    return fault(
        "E118", place.document, length.span, name=written, suggestion=nearest(written, choices)
    )
