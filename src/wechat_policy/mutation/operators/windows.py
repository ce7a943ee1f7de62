"""Windows, limits and deadlines that are a little off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.mutation.operators.lengths import TIME_UNITS, longer, shorter

_LAST = 24 * 60

_Stretch = Callable[[Any], Any]


def widened_window(node: nodes.Node) -> Iterator[nodes.Node]:
    """Events are counted or looked for over twice the time."""
    yield from _stretched(node, longer)


def narrowed_window(node: nodes.Node) -> Iterator[nodes.Node]:
    """Events are counted or looked for over half the time."""
    yield from _stretched(node, shorter)


def _stretched(node: nodes.Node, stretch: _Stretch) -> Iterator[nodes.Node]:
    match node:
        case nodes.Limit(window=window) if (new := stretch(window)) is not None:
            yield attrs.evolve(node, window=new)
        case nodes.Aggregate(within=window) if window is not None and (new := stretch(window)):
            yield attrs.evolve(node, within=new)
        case nodes.Within(duration) | nodes.Ago(duration) if new := stretch(duration.length):
            yield attrs.evolve(node, duration=attrs.evolve(duration, length=new))
        case nodes.Spanned(gap) if (new := stretch(gap)) is not None:
            yield attrs.evolve(node, gap=new)


def changed_limit(node: nodes.Node) -> Iterator[nodes.Node]:
    """A limit lets one more pass."""
    if isinstance(node, nodes.Limit) and isinstance(node.bound, nodes.Number | nodes.Quantity):
        yield attrs.evolve(node, bound=one_more(node.bound))


def widened_deadline(node: nodes.Node) -> Iterator[nodes.Node]:
    """A duty has twice the time, or an hour more where it is due at a time of day."""
    match node:
        case nodes.Deadline(within=within) if (new := longer(within.length)) is not None:
            yield attrs.evolve(node, within=attrs.evolve(within, length=new))
        case nodes.Daily(before=before):
            later = min(before.minutes + 60, _LAST)
            yield attrs.evolve(node, before=attrs.evolve(before, minutes=later))
        case nodes.Periodic(period=period) if (new := longer(period)) is not None:
            yield attrs.evolve(node, period=new)


def changed_parameter(node: nodes.Node) -> Iterator[nodes.Node]:
    """The default of a parameter is one more, twice as long, or the opposite."""
    if not isinstance(node, nodes.Parameter):
        return
    match node.value:
        case nodes.Boolean(value):
            yield attrs.evolve(node, value=attrs.evolve(node.value, value=not value))
        case nodes.Quantity(_, unit) if unit not in TIME_UNITS:
            yield attrs.evolve(node, value=one_more(node.value))
        case nodes.Number():
            yield attrs.evolve(node, value=one_more(node.value))
        case nodes.Worked(nodes.Quantity() as length, hours):
            twice = attrs.evolve(length, value=length.value * 2)
            yield attrs.evolve(node, value=nodes.Worked(twice, hours, span=node.value.span))
        case nodes.Quantity() as length if (new := longer(length)) is not None:
            yield attrs.evolve(node, value=new)


def one_more(node: nodes.Number | nodes.Quantity) -> nodes.Number | nodes.Quantity:
    """The next number; of a fraction the next of its last decimal."""
    exponent = node.value.as_tuple().exponent
    step = Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else Decimal(1)
    if isinstance(node, nodes.Quantity) and node.unit in TIME_UNITS:
        return attrs.evolve(node, value=node.value * 2)
    return attrs.evolve(node, value=node.value + step)
