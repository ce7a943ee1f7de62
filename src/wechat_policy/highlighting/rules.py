"""What the stretches of a policy text are, as regular expressions that Python and Oniguruma share.

They are about the text as it is written: full-width signs stand beside their ASCII forms.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from wechat_policy import words
from wechat_policy.lexical import Keyword, keywords
from wechat_policy.parser.language import standing
from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.rules.words import BUILT_IN
from wechat_policy.vocabulary import vocabulary

Kind = Literal[
    "comment", "string", "escape", "slot", "regex", "date", "reference", "number",
    "section", "declared", "statement", "structure", "logic", "constant", "closer",
    "event", "condition", "fixed", "fact", "name", "operator", "punctuation", "space",
]  # fmt: skip
"""What a stretch is. `declared` is the name behind the keyword of a section, `slot` what a string
leaves open: {department}. `fixed` are days, sanctions, readings and other words of the language."""


@attrs.frozen
class Rule:
    """A stretch of text: one kind for the whole, or one for each group."""

    pattern: str
    kinds: tuple[Kind, ...]


NAME = r"[^\W\d]\w*"
DOTTED = rf"{NAME}(?:[.．]{NAME})*"
BLANK = r"[^\S\r\n]"

STRINGS = tuple(
    rf"[{first}](?:[^{first}{last}\\\r\n]|\\.)*[{last}]"
    for first, last in (('"', '"'), ("“”", "“”"), ("＂", "＂"), ("「", "」"))
)
INSIDE_STRINGS = (Rule(r"\\.", ("escape",)), Rule(r"\{[\w.]+\}", ("slot",)))
"""What stands inside a string besides its words."""

_UNITS = "秒|分钟|小时|个?工作日|天|周|元|字|次"
_QUANTITY = (
    rf"\d+(?:[.．]\d+)?(?:\s*(?:CNY|chars|times|workdays)(?!\w)|[smhdw%％](?![A-Za-z0-9_])"
    rf"|{_UNITS}|\s+(?:{_UNITS})(?!\w)|(?!\w))"
)
_NO_OPERAND = rf"(?!{BLANK}*[=<>!,)＝＜＞！，、）])"
"""A keyword that is a fact's name too is one where something is said of it: note = "…"."""

_DECLARING = frozenset({"days", "hours", "parameter", "lexicon", "condition", "clause"})
_OPENING = frozenset({"section", "cases", "step"})
_LOGIC = frozenset({"and", "or", "not"})
_CONSTANTS = frozenset({"true", "false", "null", "none", "unstated"})
_IN_ORDER: tuple[Kind, ...] = ("statement", "structure", "logic", "constant", "closer")
"""Kinds of keywords: of `should not`, `should`, `or other` and `or` the longer one goes before."""


@functools.cache
def rules() -> tuple[Rule, ...]:
    """The table: at each place of a text the first that fits, and none may fit nothing."""
    return (
        Rule(r"[#＃][^\r\n]*", ("comment",)),
        *(Rule(one, ("string",)) for one in STRINGS),
        Rule(r"/(?:[^/\\\r\n]|\\.)+/[ims]*", ("regex",)),
        *_opening(),
        Rule(r"\d{4}[-－]\d{2}[-－]\d{2}(?!\d)", ("date",)),
        Rule(r"\d{1,2}[:：]\d{2}(?!\d)", ("date",)),
        Rule(r"[A-Za-z]+\d*-\d+[a-z]?(?!\w)", ("reference",)),
        Rule(_QUANTITY, ("number",)),
        Rule(r"\d+(?:[.．]\d+)?", ("number",)),
        *_inside(),
        Rule(_one_of(_events()), ("event",)),
        Rule(_one_of(_condition_words()), ("condition",)),
        Rule(_one_of(set(_fixed()) - set(_facts())), ("fixed",)),
        Rule(rf"(?:{_either(_facts())})(?!\w)(?:[.．]{NAME})*", ("fact",)),
        Rule(DOTTED, ("name",)),
        Rule(r"\.\.|．．|[=<>!＝＜＞！]=?|[-+－＋]", ("operator",)),
        Rule(r"[(){}\[\],:（）｛｝［］，：、]", ("punctuation",)),
        Rule(rf"{BLANK}+|\r?\n|\r", ("space",)),
    )


def _spelled(found: Iterable[Keyword]) -> list[tuple[Keyword, str]]:
    """Every spelling with its keyword, the longest first: `or other` goes before `or`."""
    pairs = [(one, word) for one in found for word in (*one.en, *one.zh)]
    return sorted(pairs, key=lambda pair: len(pair[1]), reverse=True)


def _opening() -> Iterator[Rule]:
    """Keywords at the start of a line: of sections, with the name that follows, and statements."""
    sections = [one for one in keywords().values() if one.role in ("section", "cases")]
    begin = _at_the_start(one for one in sections if one.key in _DECLARING)
    yield Rule(rf"{begin}({BLANK}+)({DOTTED})", ("space", "section", "space", "declared"))
    yield Rule(_at_the_start(sections), ("space", "section"))
    statements = [one for one in keywords().values() if one.role in ("statement", "step")]
    yield Rule(_at_the_start(statements), ("space", "statement"))


def _at_the_start(found: Iterable[Keyword]) -> str:
    told = _either(word for _, word in _spelled(found))
    return rf"^({BLANK}*)({told})(?![\w.．]){_NO_OPERAND}"


def _inside() -> Iterator[Rule]:
    """Keywords anywhere, a rule for each kind; those of sections and of cases open a line."""
    facts = set(_facts())
    found: dict[Kind, list[str]] = {kind: [] for kind in _IN_ORDER}
    for keyword, word in _spelled(one for one in keywords().values() if one.role not in _OPENING):
        pattern = standing(keyword, [word]).replace(r"\(", "[(（]")
        if word in facts:
            pattern += _NO_OPERAND
            if keyword.role == "statement" or keyword.key == "file":
                pattern += rf"(?={BLANK}*[\"“”＂「\d])"
        found[_kind(keyword)].append(pattern)
    for kind, patterns in found.items():
        yield Rule("|".join(patterns), (kind,))


def _kind(keyword: Keyword) -> Kind:
    if keyword.key in _LOGIC:
        return "logic"
    if keyword.key in _CONSTANTS:
        return "constant"
    match keyword.role:
        case "statement" | "structure" | "closer":
            return keyword.role
        case role:
            raise ValueError(f"keywords of the role `{role}` have no colour")


def _either(found: Iterable[str]) -> str:
    """Any of some words, the longest first; a blank in one stands for any run of blanks."""
    every = sorted(dict.fromkeys(found), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", rf"{BLANK}+") for word in every)


def _one_of(found: Iterable[str]) -> str:
    return rf"(?:{_either(found)})(?![\w])(?![.．]\w)"


def _events() -> Iterator[str]:
    known = vocabulary()
    for event in (*known.events.values(), known.content):
        yield from (event.name, event.zh)
    yield from ("action", "snapshot")
    for category in known.categories.values():
        yield from (category.name, category.zh)


def _condition_words() -> Iterator[str]:
    ours = {module.__name__ for module in BUILT_IN}
    for condition in CONDITIONS.values():
        if condition.function.__module__ in ours:
            yield from (condition.name, condition.alias)
            for parameter in condition.parameters:
                if parameter.named and parameter.alias is not None:
                    yield from (parameter.name, parameter.alias)


def _fixed() -> Iterator[str]:
    for table in (words.DAYS, words.PERIODS, words.POPULATIONS, words.ROWS, words.SANCTIONS,
                  words.READINGS):  # fmt: skip
        for name, aliases in table.items():
            yield from (name, *aliases)
    for recognizer in RECOGNIZERS.values():
        yield from (recognizer.name, recognizer.zh)


def _facts() -> Iterator[str]:
    for name, alias in vocabulary().words.items():
        yield from (name, alias)
    for name, aliases in words.VARIABLES.items():
        yield from (name, *aliases)
