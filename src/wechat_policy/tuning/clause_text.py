"""The text of a learned lexicon in the language: its words, and a clause about their score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wechat_policy.formatting import format_text
from wechat_policy.lexical import Skin
from wechat_policy.source import Source

if TYPE_CHECKING:
    from wechat_policy.tuning.learned import LearnedLexicon

_TITLE = {"en": "Learned from labelled messages", "zh": "从标注消息学来"}
_SAID = {
    "en": (
        "Learned from {wanted} messages that should be found, {others} that should not, and "
        "{harmless} everyday ones.",
        "On messages left out ({parts} parts): F1 {f1}, precision {precision}, recall {recall}.",
        "Of everyday messages left out it flags {alarms}.",
        "It suspects only: a person has to look. Try it on messages of your own first.",
    ),
    "zh": (
        "学自 {wanted} 条应找出的消息、{others} 条不应找出的消息和 {harmless} 条日常消息。",
        "对留出的消息（分 {parts} 份）：F1 {f1}，精确率 {precision}，召回率 {recall}。",
        "留出的日常消息中，误报 {alarms}。",
        "只作疑似，须经人看过。先用自己的消息试一试。",
    ),
}


def clause_text(learned: LearnedLexicon, skin: Skin) -> str:
    """A policy of one lexicon and one clause, which suspects what scores the threshold or more.

    Raises:
        InvalidPolicy: the name of the lexicon is none in the language.
    """
    words = ", ".join(f'"{_quoted(one.word)}" {one.weight:g}' for one in learned.entries)
    text = "\n".join(
        [
            *(f"# {line}" for line in _told(learned, skin)),
            f'policy "{_quoted(learned.name)}" "{_TITLE[skin]}"',
            '  version "1"',
            f"lexicon {learned.name} = {{{words}}}",
            f"clause {learned.name}",
            f"  suspect message when text score {learned.name} >= {learned.threshold:g}",
            "",
        ]
    )
    return format_text(Source(learned.name, text), skin)


def _told(learned: LearnedLexicon, skin: Skin) -> Iterator[str]:
    about, quality, alarms, doubt = _SAID[skin]
    yield about.format(
        wanted=learned.wanted, others=learned.others, harmless=learned.harmless
    )  # fmt: skip
    measured = learned.measured
    if measured is not None:
        figures = {
            name: "–" if one is None else f"{one.value:.2f} ({one.low:.2f}–{one.high:.2f})"
            for name in ("f1", "precision", "recall")
            for one in [getattr(measured.quality, name)]
        }
        yield quality.format(parts=learned.parts, **figures)
        if measured.false_alarms is not None:
            yield alarms.format(alarms=f"{measured.false_alarms.value:.1%}")
    yield doubt


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
