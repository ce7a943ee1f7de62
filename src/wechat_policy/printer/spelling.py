"""Words and values as a skin writes them, and how phrases are put together."""

from __future__ import annotations

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
from wechat_policy.source import cells
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

_FULL_WIDTH = frozenset("（），：、")


def keyword(key: str, skin: Skin) -> str:
    """A reserved word in its printed spelling."""
    return keywords()[key].spelled(skin)


def phrase(*parts: str) -> str:
    """The parts that are not empty with a blank between them, none beside full-width signs."""
    text = ""
    for part in parts:
        if not part:
            continue
        if text and text[-1] not in _FULL_WIDTH and part[0] not in _FULL_WIDTH:
            text += " "
        text += part
    return text


def wrapped(parts: Iterable[str], widest: int, indent: int) -> str:
    """The parts on as few lines as hold them; those after the first are indented further.

    A part that is wider stays as it is.
    """
    lines = [""]
    room = widest - indent
    for part in parts:
        joined = phrase(lines[-1], part)
        if lines[-1] and cells(joined) > room:
            lines.append(part)
            room = widest - indent - 2
        else:
            lines[-1] = joined
    return ("\n" + " " * (indent + 2)).join(lines)


def listed(parts: Iterable[str], skin: Skin) -> str:
    """Parts of equal rank in a row."""
    return (", " if skin == "en" else "、").join(parts)


def bracketed(text: str, skin: Skin) -> str:
    """A text in round brackets."""
    return f"({text})" if skin == "en" else f"（{text}）"


def braced(parts: Iterable[str], skin: Skin) -> str:
    """A set in braces."""
    return "{" + listed(parts, skin) + "}"


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


def known_day(word: str) -> bool:
    """Whether a day is one of the language and not a table of the author's."""
    return known("day", word)


def known_period(word: str) -> bool:
    """Whether a word is a period of the calendar and not a parameter."""
    return known("period", word)


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
