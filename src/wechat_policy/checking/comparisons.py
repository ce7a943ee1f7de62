"""Both sides of a test are of kinds that can meet: numbers with numbers, lists where lists go."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, words
from wechat_policy.checking.kinds import (
    MOMENTS,
    NUMBERS,
    QUANTITIES,
    WORDS,
    Kind,
    attribute_of,
    clash,
    kind,
    of_attribute,
    sample,
)
from wechat_policy.checking.places import Place, Places
from wechat_policy.errors import Diagnostic
from wechat_policy.resolution import Environment, Resolved

_PERSONS = frozenset({"person", "any", "list[person]", "list[any]"})


def sides_can_be_compared(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The two sides of a comparison are of one kind, in one unit, and have an order if asked."""
    for node, place in places.of(nodes.Compare):
        left, right = _sides(node.left, node.right, place, ground)
        if left is not None and right is not None:
            yield from _clashing(node.left, left, node.right, right, place, node.operator)


def choices_can_be_the_value(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The left side of `in` is one value, and each choice could be it."""
    for node, place in places.of(nodes.In):
        left, _ = _sides(node.left, node.left, place, ground)
        if left is None:
            continue
        if left.is_list:
            yield _whole_list(node.left, left, place)
            continue
        beside = attribute_of(node.left, place.scope, ground.parameters)
        for choice in node.choices.items:
            right = kind(choice, place.scope, ground.parameters, beside)
            if right is not None and not right.is_list:
                yield from _clashing(node.left, left, choice, right, place)


def lists_are_lists(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What includes a value or is a subset is a list, and so is what it is a subset of."""
    for node, place in places.of(nodes.Includes, nodes.Subset):
        left, right = _sides(node.left, node.right, place, ground)
        if left is not None and not (left.is_list or left.is_open):
            yield fault("E208", place.document, node.left.span, name=_words(node.left, place))
        elif left is not None and right is not None:
            if isinstance(node, nodes.Includes):
                if right.is_list:
                    yield _whole_list(node.right, right, place)
                else:
                    yield from _clashing(node.left, left.element, node.right, right, place)
            elif not (right.is_list or right.is_open):
                yield fault("E208", place.document, node.right.span, name=_words(node.right, place))
            elif isinstance(node.right, nodes.Choices) and left.is_list:
                beside = attribute_of(node.left, place.scope, ground.parameters)
                for choice in node.right.items:
                    one = kind(choice, place.scope, ground.parameters, beside)
                    if one is not None:
                        yield from _clashing(node.left, left.element, choice, one, place)


def persons_are_persons(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What `is` somebody is a person, named by an id, a name, a post, a department or a role."""
    for node, place in places.of(nodes.Is):
        left, _ = _sides(node.left, node.left, place, ground)
        if left is not None and left.type not in ("person", "any"):
            yield fault("E209", place.document, node.left.span, name=_words(node.left, place))
        items = node.right.items if isinstance(node.right, nodes.Choices) else (node.right,)
        for item in items:
            one = kind(item, place.scope, ground.parameters)
            if one is not None and not (one.is_list or one.is_open or one.type in WORDS):
                yield fault(
                    "E201", place.document, item.span, left=_words(node.left, place),
                    right=_words(item, place), example=sample(Kind("string"), place.document.skin),
                )  # fmt: skip


def tests_are_true_or_false(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A fact or condition word that stands by itself is true or false."""
    for node, place in places.of(nodes.Holds):
        found = kind(node.operand, place.scope, ground.parameters)
        if found is not None and found.type not in ("bool", "any"):
            yield fault(
                "E210", place.document, node.span, name=_words(node.operand, place),
                example=sample(found, place.document.skin),
            )  # fmt: skip


def quantified_are_lists(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What `any`, `all` and `for each` go through is a list or an object."""
    for node, place in places.of(nodes.Quantified, nodes.ForEach):
        path = node.path if isinstance(node, nodes.Quantified) else node.population.path
        found = place.scope.resolve(path)
        if isinstance(found, Resolved):
            one = of_attribute(found.attribute)
            if not (one.is_list or one.is_open):
                yield fault("E207", place.document, node.span, name=path)


def sums_are_of_numbers(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What is summed up is a number."""
    for node, place in places.of(nodes.Summed):
        found = place.scope.resolve(node.field)
        if isinstance(found, Resolved) and found.type not in (*NUMBERS, "any"):
            yield fault("E227", place.document, node.span, name=node.field)


def keys_can_be_equal(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The two sides of a correlation are of one kind."""
    for key, place in places.of(nodes.Key):
        here = place.scope.resolve(key.other or key.field)
        if place.earlier is None or not isinstance(here, Resolved):
            continue
        there = place.earlier.resolve(key.field)
        if isinstance(there, Resolved) and clash(
            of_attribute(there.attribute), of_attribute(here.attribute)
        ):
            yield fault(
                "E201", place.document, key.span, left=key.field, right=key.other or key.field,
                example=sample(of_attribute(there.attribute), place.document.skin),
            )  # fmt: skip


def approvers_can_be_told(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """An order of approvers is asked of events that name their approvers or their request."""
    for node, place in places.of(nodes.Approvers):
        names = ("approvers", "request", "approval")
        if not any(isinstance(place.scope.resolve(name), Resolved) for name in names):
            yield fault("E220", place.document, node.span)


def persons_are_blamed(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Who answers is a person or several; a department stands in quotes."""
    for name, place in places.of(nodes.Name):
        if place.role == "blame":
            found = place.scope.resolve(name.value)
            if isinstance(found, Resolved) and found.type not in _PERSONS:
                yield fault("E222", place.document, name.span, name=_words(name, place))


def persons_have_hours(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Whose hours are meant is one person."""
    for name, place in places.of(nodes.Name):
        if place.role == "worker":
            found = place.scope.resolve(name.value)
            if isinstance(found, Resolved) and found.type not in ("person", "any"):
                yield fault("E235", place.document, name.span, name=_words(name, place))


def bounds_are_numbers(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The bound of a limit is what the limit measures: a number, a sum, a part, or a length."""
    for node, place in places.of(nodes.Limit):
        beside = None
        match node.measure:
            case nodes.Summed(field):
                found = place.scope.resolve(field)
                beside = found.attribute if isinstance(found, Resolved) else None
                measured = of_attribute(beside) if beside else Kind("any")
            case nodes.Share():
                measured = Kind("number", "share")
            case nodes.Spanned():
                measured = Kind("length")
            case _:
                measured = Kind("number", "times")
        bound = kind(node.bound, place.scope, ground.parameters, beside)
        if bound is None or bound.is_open or measured.type not in (*NUMBERS, "length"):
            continue
        if bound.type not in NUMBERS | QUANTITIES or clash(measured, bound):
            yield fault(
                "E221", place.document, node.bound.span, name=_words(node.bound, place),
                example=sample(measured, place.document.skin),
            )  # fmt: skip


def _sides(
    left: nodes.Operand, right: nodes.Operand, place: Place, ground: Ground
) -> tuple[Kind | None, Kind | None]:
    """The kinds of two operands, each read beside the other."""
    scope: Environment = place.scope
    beside = attribute_of(left, scope, ground.parameters)
    other = attribute_of(right, scope, ground.parameters) if beside is None else None
    return (
        kind(left, scope, ground.parameters, other),
        kind(right, scope, ground.parameters, beside),
    )


def _clashing(
    left: nodes.Operand,
    left_kind: Kind,
    right: nodes.Operand,
    right_kind: Kind,
    place: Place,
    operator: str = "=",
) -> Iterator[Diagnostic]:
    code = clash(left_kind, right_kind, operator)
    document = place.document
    if code == "E204":
        many, one = (left, left_kind) if left_kind.is_list else (right, right_kind)
        yield _whole_list(many, one, place)
    elif code == "E202":
        yield fault(code, document, left.span, name=_words(left, place), operator=operator)
    elif code is not None:
        shown = left_kind if left_kind.type not in MOMENTS or code == "E201" else Kind("date")
        yield fault(
            code, document, right.span, left=_words(left, place), right=_words(right, place),
            example=sample(shown, document.skin),
        )  # fmt: skip


def _whole_list(node: nodes.Operand, one: Kind, place: Place) -> Diagnostic:
    return fault("E204", place.document, node.span, name=_words(node, place))


def _words(node: nodes.Node, place: Place) -> str:
    return words(place.document, node.span)
