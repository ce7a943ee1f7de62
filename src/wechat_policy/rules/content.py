"""Conditions on what is said: words, weights, patterns, recognizers, links."""

from __future__ import annotations

from collections.abc import Sequence

from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import (
    Characters,
    Pattern,
    Recognizer,
    ScannedText,
    Spans,
    Words,
    condition,
)
from wechat_policy.rules.patterns import search
from wechat_policy.source import Span
from wechat_policy.text import plain

_NEAR = Characters(10)


@condition("出现", needs="hit", near="近", chars="距离")
def contains(
    text: ScannedText,
    lexicon: Words,
    *,
    near: Words | None = None,
    chars: Characters = _NEAR,
) -> Spans:
    """The text holds a word of the lexicon, and `near` it a word of another one.

    `near` allows at most `chars` characters (10 unless said) between the two words, of which
    neither holds the other.
    """
    hits = text.hits(lexicon)
    if near is None:
        return tuple(hit.span for hit in hits)
    others = text.hits(near) if hits else ()
    found: list[Span] = []
    for hit in hits:
        for other in others:
            gap = max(other.span.start - hit.span.end, hit.span.start - other.span.end)
            if 0 <= gap <= chars:
                found += [hit.span, other.span]
    return tuple(sorted(set(found), key=lambda span: (span.start, span.end)))


@condition("得分", needs="hit")
def score(text: ScannedText, lexicon: Words) -> float:
    """The sum of the weights of the lexicon's different words that the text holds."""
    return text.total(lexicon)


@condition("匹配", needs="clue")
def matches(text: str, pattern: Pattern) -> Spans | None:
    """A regular expression finds something in the text.

    It is shown the text in half width and simplified script, and if it finds nothing, the text as
    it stands; capitals and punctuation stay. Unknown where the search takes too long; such a
    result may differ on another machine.
    """
    shown = plain(text)
    found = search(pattern, shown)
    return search(pattern, text) if found == () and shown != text else found


@condition("含有", needs="gate")
def has(text: str, recognizer: Recognizer) -> Spans:
    """The text holds a phone number, identity card or whatever else the recognizer finds."""
    return tuple(Span(start, end) for start, end in RECOGNIZERS[recognizer.name].find(text))


@condition("链接超出")
def links_beyond(text: str, domains: Sequence[str]) -> Spans:
    """The text holds a link to a place outside these domains and their subdomains."""
    found = []
    for start, end in RECOGNIZERS["url"].find(text):
        host = _host(text[start:end])
        if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
            found.append(Span(start, end))
    return tuple(found)


@condition("超长", specific=False)
def longer_than(text: str, characters: Characters) -> bool:
    """The text has more than this many characters."""
    return len(text) > characters


def _host(address: str) -> str:
    rest = address.split("://", 1)[-1]
    for mark in "/?#":
        rest = rest.split(mark, 1)[0]
    return rest.rsplit("@", 1)[-1].split(":", 1)[0].lower()
