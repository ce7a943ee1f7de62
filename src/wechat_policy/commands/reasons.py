"""Why a clause is violated by an event or is not, in words and as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.drawing import explain_tree
from wechat_policy.engine.why import NormAnswer, Obstacle, Why
from wechat_policy.errors import Language
from wechat_policy.source import WIDEST
from wechat_policy.summary import condition_words
from wechat_policy.wording import Wording, shown
from wechat_policy.words import spell

_MOST = 5
"""Obstacles and event types that are listed; the rest are counted."""
_SOUGHT = frozenset({"complied", "unknown", "opens_not", "settles_not", "lifts_not"})


def reason_lines(
    why: Why, words: Mapping[int, str], language: Language, colour: bool = False
) -> Iterator[str]:
    """What every norm of the clause makes of the event; `words` are the norms' own, by number.

    Times are told in the zone of the event's own.
    """
    wording = Wording(language, zone=why.event.at.tzinfo)
    for answer in why.norms:
        told = shown(words.get(answer.number, ""), 2 * WIDEST)
        yield phrase("norm", language, number=answer.number + 1, words=told).rstrip()
        yield "   " + outcome(answer, wording)
        if answer.distance:
            reached, _, bound = map(wording.lasting, answer.distance.partition(" of "))
            distance = wording.phrase("say.distance", reached=reached, bound=bound)
            yield "   " + phrase("reached", language, distance=distance)
        if answer.trace is not None:
            yield "   " + phrase("condition", language)
            for line in explain_tree(answer.trace, language, colour).split("\n"):
                yield f"     {line}"
            yield from _obstacles(answer, wording)


def outcome(answer: NormAnswer, wording: Wording) -> str:
    """What a norm makes of an event, in one line."""
    language = wording.language
    if answer.outcome == "opens":
        if answer.due is None:
            return phrase("outcome.opens_unclear", language)
        return phrase("outcome.opens", language, due=wording.time(answer.due))
    if answer.outcome == "apart":
        types = [spell("event", name, language) for name in answer.types[:_MOST]]
        told = listed(types, language)
        if len(answer.types) > _MOST:
            told += " " + phrase("and_more", language, count=len(answer.types) - _MOST)
        return phrase("outcome.apart", language, types=told)
    clause = shown(answer.lifted_by or "")
    return phrase(f"outcome.{answer.outcome}", language, clause=clause)


def _obstacles(answer: NormAnswer, wording: Wording) -> Iterator[str]:
    found = answer.obstacles
    if not found or answer.outcome not in _SOUGHT:
        return
    key = "why_open" if answer.trace and answer.trace.truth is None else "why_not"
    yield "   " + phrase(key, wording.language)
    for one in found[:_MOST]:
        yield "     " + obstacle_words(one, wording)
    if len(found) > _MOST:
        yield "     " + phrase("and_more", wording.language, count=len(found) - _MOST)


def obstacle_words(obstacle: Obstacle, wording: Wording) -> str:
    """A test that stands in the way, with the values that it saw."""
    truth = {True: "true", False: "false", None: "unknown"}[obstacle.trace.truth]
    words = condition_words(wording, obstacle.trace)
    return phrase(f"obstacle.{truth}", wording.language, words=words)
