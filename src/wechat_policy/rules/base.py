"""The registry of condition words: a module-level function is a word of the language.

Its name is the word, its annotations are the types the checker enforces, its docstring is the
reference entry. The first parameter is the fact that is tested; the others are what the author
writes after the word.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NewType, Protocol, TypeVar

import attrs

from wechat_policy.source import Span

Characters = NewType("Characters", int)
"""A number of characters as an argument: `8 chars`."""

Weight = float
"""A number that a clause compares: the return type of a measuring condition."""

Spans = tuple[Span, ...]
"""Where a condition is met; an empty tuple says that it is not."""


class Words(Protocol):
    """A lexicon as a condition sees it."""

    @property
    def name(self) -> str:
        """The lexicon's name in the policy."""


class Hit(Protocol):
    """One occurrence of a word of a lexicon."""

    @property
    def span(self) -> Span:
        """Where in the original text."""

    @property
    def word(self) -> str:
        """The word of the lexicon."""

    @property
    def weight(self) -> float:
        """The word's weight, 1 unless the lexicon gives another."""


class ScannedText(Protocol):
    """A text fact as a condition sees it: the words and what the lexicons find in it."""

    @property
    def value(self) -> str:
        """The original text."""

    def hits(self, lexicon: Words) -> tuple[Hit, ...]:
        """The occurrences of a lexicon's words that no phrase of it protects."""

    def total(self, lexicon: Words) -> float:
        """The sum of the weights of the different words among its hits."""


@attrs.frozen
class Recognizer:
    """The name of a finder of phone numbers, identity cards and the like."""

    name: str


@attrs.frozen
class Pattern:
    """A regular expression as an argument."""

    source: str
    flags: str = ""


@attrs.frozen
class Parameter:
    """One argument of a condition word."""

    name: str
    alias: str | None
    type: Any
    named: bool
    required: bool


@attrs.frozen
class Condition:
    """A condition word of the language."""

    name: str
    alias: str
    function: Callable[..., Any] = attrs.field(eq=False)
    fact: Any
    parameters: tuple[Parameter, ...]
    measures: bool
    specific: bool
    needs: Literal["", "hit", "gate", "clue"]

    @property
    def doc(self) -> str:
        """The reference entry."""
        return inspect.getdoc(self.function) or ""


FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

_CONDITIONS: dict[str, Condition] = {}
_ALIASES: dict[str, str] = {}


def condition(
    alias: str,
    *,
    specific: bool = True,
    needs: Literal["", "hit", "gate", "clue"] = "",
    **arguments: str,
) -> Callable[[FunctionT], FunctionT]:
    """Registers a module-level function as a condition word with its Chinese alias.

    `arguments` gives the Chinese alias of keyword-only parameters. A condition is `specific` where
    being met says something about this very event (a word, a pattern), not only about its frame.
    `needs` promises that it finds nothing unless its first lexicon has a hit, or its recognizer's
    gate is open, or its pattern's clue is there, so that an engine need not ask.
    Raises ValueError for a name that is taken, or a function that has no name of its own.
    """

    def register(function: FunctionT) -> FunctionT:
        name = function.__name__
        if "<" in function.__qualname__:
            raise ValueError(f"the condition `{name}` has to be a function of a module")
        for word in (name, alias):
            if _ALIASES.get(word, name) != name:
                raise ValueError(f"the condition word `{word}` is taken by `{_ALIASES[word]}`")
        hints = typing.get_type_hints(function)
        fact, *others = inspect.signature(function).parameters.values()
        _CONDITIONS[name] = Condition(
            name=name,
            alias=alias,
            function=function,
            fact=hints.get(fact.name, Any),
            parameters=tuple(
                Parameter(
                    name=one.name,
                    alias=arguments.get(one.name),
                    type=hints.get(one.name, Any),
                    named=one.kind is inspect.Parameter.KEYWORD_ONLY,
                    required=one.default is inspect.Parameter.empty,
                )
                for one in others
            ),
            measures=_measures(hints.get("return")),
            specific=specific,
            needs=needs,
        )
        _ALIASES[name] = _ALIASES[alias] = name
        return function

    return register


def _measures(answer: Any) -> bool:
    """Whether a return type is a number, be it that it may be unknown."""
    kinds = {one for one in typing.get_args(answer) or (answer,) if one is not type(None)}
    return bool(kinds) and kinds <= {float, int}


class _Registry(Mapping[str, Condition]):
    """The condition words that are known now, by name; a view that grows with registration."""

    def __getitem__(self, word: str) -> Condition:
        return _CONDITIONS[_ALIASES[word]]

    def __iter__(self) -> Iterator[str]:
        return iter(_CONDITIONS)

    def __len__(self) -> int:
        return len(_CONDITIONS)


CONDITIONS: Mapping[str, Condition] = _Registry()
