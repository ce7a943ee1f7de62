"""Words and values as a skin writes them, and how phrases are put together."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from decimal import Decimal

from wechat_policy import nodes
from wechat_policy.lexical import Skin, keywords, quote
from wechat_policy.rules.words import (
    canonical_argument,
    canonical_condition,
    spell_argument,
    spell_condition,
)
from wechat_policy.vocabulary import vocabulary
from wechat_policy.words import (
    Kind,
    canonical,
    canonical_list,
    canonical_path,
    canonical_value,
    known,
    spell,
    spell_value,
)

Spell = Callable[[str], str]
"""The spelling of a bare word in a skin."""

_FULL_WIDTH = "（），：、"
_OPENING, _CLOSING = frozenset(_FULL_WIDTH + "([{"), frozenset(_FULL_WIDTH + ")]},:")


def keyword(key: str, skin: Skin) -> str:
    """A reserved word in its printed spelling."""
    return keywords()[key].spelled(skin)


def phrase(*parts: str) -> str:
    """The parts that are not empty with a blank between them, none beside full-width signs.

    Nor is there one behind what opens brackets, or before what closes them, a comma or a colon.
    """
    text = ""
    for part in parts:
        if not part:
            continue
        if text and text[-1] not in _OPENING and part[0] not in _CLOSING:
            text += " "
        text += part
    return text


# -------------------------------------------------------------------------------- words


def _read_back(word: str, candidates: Iterable[str], read: Spell) -> str:
    """The first spelling that is read as the word again; two words may share an alias."""
    return next((candidate for candidate in candidates if read(candidate) == word), word)


def of_kind(kind: Kind, word: str, skin: Skin) -> str:
    """A canonical word of a kind."""
    return _read_back(word, [spell(kind, word, skin)], lambda text: canonical(kind, text))


def path(word: str, skin: Skin) -> str:
    """A dotted path, each known segment spelled."""
    return of_kind("path", word, skin)


def population(word: str, skin: Skin) -> str:
    """A list of the directory, or the path of a list of the event."""

    alias = spell("population", word, skin)
    candidates = [*([alias] if alias != word else []), spell("path", word, skin)]
    return _read_back(word, candidates, canonical_list)


def value_or_path(attribute: str, word: str, skin: Skin) -> str:
    """A word that an attribute is compared with: one of its values, else a path."""

    def read(text: str) -> str:
        found = canonical_value(attribute, text)
        return found if found != text else canonical_path(text)

    alias = spell_value(attribute, word, skin)
    candidates = [*([alias] if alias != word else []), spell("path", word, skin)]
    return _read_back(word, candidates, read)


def value(attribute: str, word: str, skin: Skin) -> str:
    """A value of an attribute in an example."""
    candidates = [spell_value(attribute, word, skin)]
    return _read_back(word, candidates, lambda text: canonical_value(attribute, text))


def condition_word(name: str, skin: Skin) -> str:
    """A registered condition."""
    return _read_back(name, [spell_condition(name, skin)], canonical_condition)


def argument(condition: str, word: str, skin: Skin) -> str:
    """A bare word among the arguments of a condition."""
    candidates = [spell_argument(condition, word, skin)]
    return _read_back(word, candidates, lambda text: canonical_argument(condition, text))


def of_people(path: str) -> bool:
    """Whether a list holds people, as far as the vocabulary knows."""
    return path == "people" or path.rsplit(".", 1)[-1] in _lists_of_people()


@functools.cache
def _lists_of_people() -> frozenset[str]:
    table = vocabulary()
    places = [*(event.attributes for event in table.events.values()), *table.facts.values()]
    return frozenset(
        name for place in places for name, one in place.items() if one.type == "list[person]"
    )


def known_day(word: str) -> bool:
    """Whether a day is one of the language and not a table of the author's."""
    return known("day", word)


def known_period(word: str) -> bool:
    """Whether a word is a period of the calendar and not a parameter."""
    return known("period", word)


def joins_each(node: nodes.Operand) -> bool:
    """Whether the Chinese 每 joins a window: a length of time or a period of the calendar."""
    if isinstance(node, nodes.Quantity):
        return node.unit in ("s", "m", "h", "d", "w", "workdays")
    return isinstance(node, nodes.Name) and known_period(node.value)


def whose(person: nodes.Name | None, skin: Skin) -> str:
    """Whose hours are meant, if they are somebody's."""
    return "" if person is None else f"{keyword('for', skin)} {path(person.value, skin)}"


def days(items: nodes.Days, skin: Skin) -> str:
    """Days of the week, kinds of days and tables of days."""
    return " ".join(_day(item, skin) for item in items)


def _day(node: nodes.DayWord | nodes.DayRange, skin: Skin) -> str:
    if isinstance(node, nodes.DayWord):
        return of_kind("day", node.name, skin)
    first, last = of_kind("day", node.first, skin), of_kind("day", node.last, skin)
    if skin == "en":
        return f"{first}-{last}"
    joined = known_day(node.first) and known_day(node.last)
    return f"{first}至{last}" if joined else f"{first} {keyword('until', skin)} {last}"


# ------------------------------------------------------------------------------- values


def numeral(number: Decimal) -> str:
    """A number in plain digits."""
    return format(number, "f")


def quantity(amount: nodes.Quantity, skin: Skin) -> str:
    """A number with its unit: 30m, 50 CNY, 30分钟."""
    unit = spell("unit", amount.unit, skin)
    apart = skin == "en" and len(unit) > 1
    return f"{numeral(amount.value)}{' ' if apart else ''}{unit}"


def times(count: int, skin: Skin) -> str:
    """How often, inside a phrase that has its own word for it in English."""
    return f"{count}" if skin == "en" else f"{count}次"


def clock(time: nodes.Time) -> str:
    """A time of day."""
    return f"{time.minutes // 60:02}:{time.minutes % 60:02}"


def literal(node: nodes.Node, skin: Skin) -> str:
    """A value that needs no vocabulary. Raises TypeError for any other node."""
    match node:
        case nodes.Text():
            return quote(node.value, skin)
        case nodes.Number():
            return numeral(node.value)
        case nodes.Quantity():
            return quantity(node, skin)
        case nodes.Date():
            return node.value.isoformat()
        case nodes.Time():
            return clock(node)
        case nodes.Boolean():
            return keyword("true" if node.value else "false", skin)
        case nodes.Regex():
            return "/" + node.pattern.replace("/", "\\/") + "/" + node.flags
    raise TypeError(f"{type(node).__name__} is not a value that stands by itself")
