"""Completes the word before a place, in the skin of the text.

Chinese is typed without blanks: of 不得消 the first two characters are read as the keyword that
they are, the last as the beginning of an event, and what is put in has the blank between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from wechat_policy.errors import Language
from wechat_policy.language_server.choices import Choice, choices
from wechat_policy.language_server.describing import (
    category,
    condition,
    event,
    fixed,
    keyword_key,
    recognizer,
    word_at,
)
from wechat_policy.language_server.initials import initials, typed_as
from wechat_policy.language_server.meanings import NOTHING, Slot
from wechat_policy.language_server.names import Kind
from wechat_policy.language_server.pages import Page
from wechat_policy.language_server.slots import slot
from wechat_policy.language_server.telling import told
from wechat_policy.language_server.tokens import Before, before, partial
from wechat_policy.resolution import Environment
from wechat_policy.source import Span
from wechat_policy.vocabulary import vocabulary

_MOST = 300
"""Things that are offered at most."""

_COUNTED = re.compile(r"\d+(?:\.\d+)?(?:秒|分钟|小时|个?工作日|天|周|元|字|次)?")

_DEEPEST = 20
"""Words that may be glued to each other before a place."""


@attrs.frozen
class Completion:
    """Something to put in place of a part of the text.

    `filter` is what the editor compares with what is typed.
    """

    choice: Choice
    span: Span
    text: str
    filter: str

    @property
    def sort(self) -> str:
        """What the editor sorts by."""
        return f"{self.choice.rank}{self.choice.word}"


def complete(page: Page, offset: int) -> tuple[Completion, ...]:
    """What may be put in for the word before a place; nothing inside of quotes and comments."""
    outline = page.outline
    if outline.is_quoted(offset):
        return ()
    span = partial(outline, offset)
    typed = outline.folded[span.start : span.end]
    glued = ""
    for _ in range(_DEEPEST):
        ahead = before(outline, span.start, glued.replace("\x00", " "))
        found = list(_fitting(page, ahead, typed))
        if found or typed.isascii():
            return tuple(_put_in(found, span, glued.replace("\x00", " "), typed))
        longest = _longest(page, ahead, typed)
        if not longest:
            return ()
        glued += longest + "\x00"
        typed = typed[len(longest) :]
    return ()


def _offered(page: Page, ahead: Before, typed: str) -> Iterator[Choice]:
    what = slot(ahead) if ahead.key else NOTHING
    seen: set[str] = set()
    for one in choices(page, ahead, what, typed):
        if one.word not in seen:
            seen.add(one.word)
            yield one


def _fitting(page: Page, ahead: Before, typed: str) -> Iterator[Choice]:
    """What is offered and begins with, or holds, what is typed."""
    folded = typed.casefold()
    for one in _offered(page, ahead, typed):
        word = one.word.casefold()
        is_spelt = typed.isascii() and typed and typed_as(one.word, typed)
        if word.startswith(folded) or (len(typed) > 1 and folded in word) or is_spelt:
            yield one


def _longest(page: Page, ahead: Before, typed: str) -> str:
    """The longest word that may stand here and that what is typed begins with."""
    if counted := _COUNTED.match(typed):
        return counted[0]
    words = (one.word for one in _offered(page, ahead, "") if typed.startswith(one.word))
    return max((word for word in words if len(word) < len(typed)), key=len, default="")


def _put_in(found: Iterable[Choice], span: Span, lead: str, typed: str) -> Iterator[Completion]:
    ranked = sorted(found, key=lambda one: (one.rank, one.word))
    written = lead.replace(" ", "")
    for one in ranked[:_MOST]:
        yield Completion(one, span, lead + one.word, written + _filter(one.word, typed))


def _filter(word: str, typed: str) -> str:
    """What is compared with what is typed: the word, or its pinyin where letters are typed."""
    if word.isascii():
        return word
    if typed and typed.isascii():
        return typed_as(word, typed) or word
    return word if typed else f"{word} {initials(word)}"


def documentation(page: Page, topic: tuple[str, str], language: Language) -> str:
    """What there is to tell of something that was offered, as Markdown."""
    kind, word = topic
    match kind:
        case "keyword":
            return keyword_key(word, language)
        case "event":
            return event(word, language)
        case "category":
            return category(word, language)
        case "word":
            return condition(word, language)
        case "recognizer":
            return recognizer(word, language)
        case "fact" | "list":
            every = Environment(tuple(vocabulary().events))
            return word_at(word, Slot("fact", every), language)
        case "value":
            return f"`{word}`"
        case "sanction" | "day" | "reading" | "row" | "period":
            return fixed(kind, word, language)
    known: Kind = kind  # type: ignore[assignment]
    one = page.declared.get(known, {}).get(word)
    return told(page, one, language) if one is not None else ""
