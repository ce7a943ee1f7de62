"""As much of an event as shows why it is told: the sentence with the found words, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.events import Event
from wechat_policy.evidence import located, texts_of
from wechat_policy.verdict import Evidence, Undetermined, Violation

LONGEST = 120
"""Code points of an excerpt."""

_END = re.compile(r"[。！？!?；;\r\n]+")
_BROKEN = re.compile("[\ud800-\udfff]")
_ACTORS = ("sender", "actor")


@attrs.frozen
class Excerpt:
    """The sentence of an event that a violation stands on, with the places of the found words.

    `spans` are code points of `text`, half-open, in order; without any the text tells the facts
    that decided. `status` is that of the violation, or "undetermined", or "missed". `subject` is an
    id of the directory, or a pseudonym; None where it is unknown.
    """

    event: str | None
    event_type: str | None
    at: datetime
    subject: str | None
    status: str
    field: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "event": self.event,
            "type": self.event_type,
            "at": self.at.isoformat(),
            "subject": self.subject,
            "status": self.status,
            "field": self.field,
            "text": self.text,
            "spans": [list(span) for span in self.spans],
        }


def excerpt_of(
    one: Violation | Undetermined, event: Event | None, at: datetime, name: str | None
) -> Excerpt:
    """The excerpt of a violation, or of what stayed undetermined, on the event of an id.

    `event` is None where it is not at hand: then the words are told that the verdict quotes.
    """
    stamp = name, None if event is None else event.type, at, one.subject
    if isinstance(one, Undetermined):
        told = ", ".join(one.missing)
        return Excerpt(*stamp, "undetermined", "", _sound(_cut(told, 0, 0)[0]))
    texts = None if event is None else texts_of(event.facts)
    for found in located(one.evidence, texts):
        if found.spans:
            text, spans = _sentence(found.text, [(each.start, each.end) for each in found.spans])
            return Excerpt(*stamp, one.status, found.field, _sound(text), spans)
    quoted = [each for each in one.evidence if each.start is not None] or one.evidence
    field = quoted[0].field if quoted else ""
    text = _told(quoted) or one.distance or ""
    return Excerpt(*stamp, one.status, field, _sound(text))


def excerpt_missed(event: Event) -> Excerpt:
    """The excerpt of an event in which nothing was found: its first sentence."""
    field = next((name for name in ("text", "title") if event.facts.get(name)), "")
    text, _ = _sentence(str(event.facts[field]).strip(), [(0, 0)]) if field else ("", ())
    subject = next((event.facts[name] for name in _ACTORS if event.facts.get(name)), None)
    return Excerpt(event.id, event.type, event.at, subject, "missed", field, _sound(text))


def _told(evidence: Iterable[Evidence]) -> str:
    """Facts in a row, without the events that a limit counted."""
    told = [one.text if one.start is not None else f"{one.field}: {one.text}"
            for one in dict.fromkeys(evidence) if one.field != "event"]  # fmt: skip
    return _cut("; ".join(told), 0, 0)[0]


def _sentence(text: str, spans: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The sentences that the first span stands in, and the spans that lie there, cut to fit."""
    start, end = spans[0]
    low = max((one.end() for one in _END.finditer(text, 0, start)), default=0)
    ending = _END.search(text, max(start, end - 1))
    high = len(text) if ending is None else ending.end()
    while low < start and text[low].isspace():
        low += 1
    while high > end and text[high - 1].isspace():
        high -= 1
    told, shift = _cut(text[low:high], start - low, end - low)
    kept = range(low + shift, low + shift + len(told))
    lead = 0
    if shift:
        told, lead = "…" + told, 1
    if low + shift + len(told) - lead < high:
        told += "…"
    found = [
        (one - kept.start + lead, min(other, kept.stop) - kept.start + lead)
        for one, other in spans
        if kept.start <= one < kept.stop and one < other
    ]
    return told, tuple(found)


def _cut(text: str, start: int, end: int) -> tuple[str, int]:
    """So much of a text around a place as fits, and where that begins."""
    if len(text) <= LONGEST:
        return text, 0
    room = max(0, LONGEST - (end - start)) // 2
    first = max(0, min(start - room, len(text) - LONGEST))
    return text[first : first + LONGEST], first


def _sound(text: str) -> str:
    """A text that JSON can hold."""
    return _BROKEN.sub("\ufffd", text)
