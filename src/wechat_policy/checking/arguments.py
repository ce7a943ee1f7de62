"""What stands before and behind a condition word is what the word is made for."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, cast

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, words
from wechat_policy.checking.kinds import NUMBERS, WORDS, Kind, kind, sample
from wechat_policy.checking.places import Place, Places
from wechat_policy.errors import Diagnostic
from wechat_policy.lowering import bind, wants
from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import (
    CONDITIONS,
    Characters,
    Condition,
    Pattern,
    Recognizer,
    ScannedText,
    Words,
)
from wechat_policy.source import Span
from wechat_policy.suggestion import nearest

_TEXTS = (str, ScannedText)
_WORDS = cast(type, Words)


def facts_suit_their_word(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The fact before a condition word is of the type that the word tests."""
    for call, place, condition in _calls(places):
        found = kind(call.path, place.scope, ground.parameters)
        if found is not None and not _suits(condition.fact, found):
            yield fault(
                "E212", place.document, call.path.span, name=words(place.document, call.path.span),
                word=words(place.document, call.word_span),
            )  # fmt: skip


def arguments_are_there(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A condition word has all the arguments that it needs, and no others."""
    for call, place, condition in _calls(places):
        positional, named = bind(condition, call.arguments)
        plain = [one for one in condition.parameters if not one.named]
        missing = [one for one in plain[len(positional) :] if one.required]
        missing += [
            one
            for one in condition.parameters
            if one.named and one.required and one.name not in named
        ]
        written = words(place.document, call.word_span)
        unfilled = [one for one in positional if one.span == nodes.NOWHERE]
        if missing or unfilled:
            yield fault("E213", place.document, call.span, word=written)
        for extra in positional[len(plain) :]:
            if extra not in unfilled:
                yield fault(
                    "E214", place.document, extra.span, word=written,
                    name=words(place.document, extra.span),
                )  # fmt: skip


def lexicons_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where a condition word wants a list of words, a lexicon is named."""
    for argument, type_, place, _ in _arguments(places):
        if wants(type_, _WORDS) and (
            not isinstance(argument, nodes.Name)
            or (argument.value not in ground.lexicons and argument.value not in ground.unread)
        ):
            written = words(place.document, argument.span)
            yield fault(
                "E106", place.document, argument.span, name=written,
                suggestion=nearest(written, ground.lexicons),
            )  # fmt: skip


def recognizers_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where a condition word wants a recognizer, there is one of that name."""
    for argument, type_, place, _ in _arguments(places):
        if type_ is Recognizer and (
            not isinstance(argument, nodes.Name) or argument.value not in RECOGNIZERS
        ):
            chinese = place.document.skin == "zh"
            choices = [one.zh if chinese else one.name for one in RECOGNIZERS.values()]
            written = words(place.document, argument.span)
            yield fault(
                "E115", place.document, argument.span, name=written,
                choices=("、" if chinese else ", ").join(choices),
                suggestion=nearest(written, choices),
            )  # fmt: skip


def forbidden_finds_are_certain(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What a recognizer only suspects is suspected by the norm too, not forbidden outright."""
    norms = [
        (norm, place.document)
        for norm, place in places.of(nodes.Forbid)
        if norm.strength != "suspect"
    ]
    for argument, type_, place, _ in _arguments(places):
        if type_ is not Recognizer or not isinstance(argument, nodes.Name):
            continue
        found = RECOGNIZERS.get(argument.value)
        if found is None or found.certain:
            continue
        for norm, document in norms:
            lifted = norm.unless is not None and _within(argument.span, norm.unless.span)
            if document is place.document and _within(argument.span, norm.span) and not lifted:
                written = words(document, argument.span)
                yield fault("W315", document, argument.span, name=written)


def arguments_are_of_their_type(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """An argument is a text, number, length or expression as the condition word wants it."""
    for argument, type_, place, call in _arguments(places):
        if wants(type_, _WORDS) or type_ is Recognizer:
            continue
        found = kind(argument, place.scope, ground.parameters)
        expected = None if found is None else _expected(type_, argument, found, ground)
        if expected is not None:
            yield fault(
                "E215", place.document, argument.span, name=words(place.document, argument.span),
                word=words(place.document, call.word_span),
                example=_example(expected, place),
            )  # fmt: skip


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _calls(places: Places) -> Iterator[tuple[nodes.Call, Place, Condition]]:
    for call, place in places.of(nodes.Call):
        condition = CONDITIONS.get(call.word)
        if condition is not None:
            yield call, place, condition


def _arguments(places: Places) -> Iterator[tuple[nodes.Operand, Any, Place, nodes.Call]]:
    """Each argument with the type that its parameter has."""
    for call, place, condition in _calls(places):
        positional, named = bind(condition, call.arguments)
        plain = [one for one in condition.parameters if not one.named]
        for parameter, argument in zip(plain, positional, strict=False):
            if argument.span != nodes.NOWHERE:
                yield argument, parameter.type, place, call
        for parameter in condition.parameters:
            if parameter.name in named:
                yield named[parameter.name], parameter.type, place, call


def _suits(wanted: Any, found: Kind) -> bool:
    """Whether a fact of a kind can be given to a function that is annotated so."""
    if found.is_open or wanted is Any:
        return True
    if wanted in _TEXTS:
        return found.type in WORDS
    if wanted in (int, float, Decimal):
        return found.type in NUMBERS
    if wanted is bool:
        return found.type == "bool"
    if typing.get_origin(wanted) in (list, tuple, Sequence):
        return found.is_list
    return True


def _expected(type_: Any, argument: nodes.Operand, found: Kind, ground: Ground) -> Any:
    """The type that an argument fails to be; None if it is right."""
    options = [one for one in getattr(type_, "__args__", ()) if one is not type(None)]
    if type_ is Pattern:
        return None if found.type == "regex" else Pattern
    if found.type == "regex":
        return type_
    if found.is_open:
        return None
    if typing.get_origin(type_) is Sequence:
        right = found.is_list and all(
            isinstance(one, nodes.Text | nodes.Name) for one in _items(argument, ground)
        )
        return None if right else Sequence
    if found.is_list:
        return str if type_ is str else (type_ if type_ is not Any and not options else None)
    if type_ is str:
        return None if found.type in WORDS else str
    if type_ is Characters or Characters in options:
        return None if _whole(argument, ground) or found.type in NUMBERS else Characters
    if type_ in (int, float, Decimal):
        return None if found.type in (*NUMBERS, "times", "percent") else float
    if type_ is bool:
        return None if found.type == "bool" else bool
    return None


def _items(argument: nodes.Operand, ground: Ground) -> tuple[nodes.Operand, ...]:
    if isinstance(argument, nodes.Name):
        value = ground.parameters.get(argument.value)
        return value.items if isinstance(value, nodes.Choices) else ()
    return argument.items if isinstance(argument, nodes.Choices) else ()


def _whole(argument: nodes.Operand | nodes.Worked, ground: Ground) -> bool:
    """Whether an argument is a whole number of characters."""
    if isinstance(argument, nodes.Name):
        value = ground.parameters.get(argument.value)
        return value is not None and not isinstance(value, nodes.Name) and _whole(value, ground)
    if isinstance(argument, nodes.Quantity):
        return argument.unit == "chars" and not argument.value % 1
    return False


def _example(expected: Any, place: Place) -> str:
    skin = place.document.skin
    if expected is Pattern:
        return "/…/"
    if expected is Sequence:
        return sample(Kind("set"), skin)
    names = {Characters: "characters", float: "number", bool: "bool"}
    return sample(Kind(names.get(expected, "string")), skin)
