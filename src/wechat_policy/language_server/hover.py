"""What is shown of the word at a place: of the language, or a name of the author's."""

from __future__ import annotations

import attrs

from wechat_policy.errors import Language
from wechat_policy.language_server.describing import event, keyword, keyword_key, word_at
from wechat_policy.language_server.meanings import NOTHING
from wechat_policy.language_server.outline import Outline
from wechat_policy.language_server.pages import Page
from wechat_policy.language_server.slots import slot
from wechat_policy.language_server.telling import told
from wechat_policy.language_server.tokens import before
from wechat_policy.lexical import keywords, spelling
from wechat_policy.source import Span
from wechat_policy.words import canonical


@attrs.frozen
class Hover:
    """What is shown of a word, as Markdown."""

    span: Span
    text: str


def hover(page: Page, offset: int, language: Language) -> Hover | None:
    """What is shown of the word at a place; None where there is nothing to tell."""
    outline = page.outline
    if outline.is_quoted(offset):
        return None
    one = page.occurrence_at(offset)
    if one is not None and (declared := page.declaration(one)) is not None:
        return Hover(one.span, told(page, declared, language))
    if (span := _phrase(outline, offset)) is not None:
        text = keyword(" ".join(outline.folded[span.start : span.end].split()), language)
        return Hover(span, text)
    whole = outline.word_at(offset)
    if whole is None:
        return None
    return _word(outline, whole, offset, language)


def _word(outline: Outline, whole: Span, offset: int, language: Language) -> Hover | None:
    """A word of the language: in a path the steps up to the one that is pointed at."""
    word = outline.folded[whole.start : whole.end]
    ahead = before(outline, whole.start)
    found = slot(ahead) if ahead.key else NOTHING
    text = ""
    end = whole.end
    if found.kind in ("fact", "list", "value", "argument", "bound", "fact_name"):
        step = outline.folded.find(".", offset, whole.end)
        end = whole.end if step == -1 else step
        text = word_at(outline.folded[whole.start : end], found, language)
    elif found.kind:
        text = word_at(word, found, language)
    if not text:
        text, end = _keyword(word, ahead.key, ahead.follow, language), whole.end
    if not text:
        text = event(canonical("event", word), language)
    return Hover(Span(whole.start, end), text) if text else None


def _keyword(word: str, key: str, follow: frozenset[str] | None, language: Language) -> str:
    """A keyword; of several with one spelling the one that may stand there."""
    for name, one in keywords().items():
        spelt = word in (*one.en, *one.zh)
        if spelt and (f"_{name.upper()}" in (follow or ()) or (one.role == "section" and not key)):
            return keyword_key(name, language)
    return keyword(word, language)


def _phrase(outline: Outline, offset: int) -> Span | None:
    """The keyword of several words that a place lies in."""
    import re

    words = [word for one in keywords().values() for word in (*one.en, *one.zh) if " " in word]
    start = outline.folded.rfind("\n", 0, offset) + 1
    for match in re.compile(rf"(?:{spelling(words)})(?!\w)").finditer(outline.blank, start):
        if match.start() > offset:
            return None
        if offset <= match.end():
            return Span(match.start(), match.end())
    return None
