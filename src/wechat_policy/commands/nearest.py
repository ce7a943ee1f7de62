"""The clauses that came nearest to being violated by an event, in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import attrs

from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.reasons import obstacle_words
from wechat_policy.engine.closest import Near, Stop, types_of
from wechat_policy.engine.why import Obstacle
from wechat_policy.errors import Language
from wechat_policy.events import Event
from wechat_policy.policy import Policy
from wechat_policy.wording import Wording, shown
from wechat_policy.words import spell

_MOST = 5
"""Stops and event types that are listed; the rest are counted."""


def told_closest(
    near: Sequence[Near], event: Event, policies: Sequence[Policy], form: str, language: Language
) -> str:
    """The clauses that came nearest, in one of the forms of `--as`."""
    if form == "json":
        told = {
            "event": event.id,
            "type": event.type,
            "at": event.at.isoformat(),
            "violated": any(one.violated for one in near),
            "closest": [one.to_dict() for one in near],
        }
        return json.dumps(told, ensure_ascii=False) + "\n"
    wording = Wording(language, zone=policies[0].zone)
    lines = [event_line(event, wording), ""]
    for number, one in enumerate(near, 1):
        policy = next(policy for policy in policies if policy.id == one.policy)
        lines += _lines(number, one, policy, event, attrs.evolve(wording, zone=policy.zone))
    if not near:
        types = dict.fromkeys(name for policy in policies for name in types_of(policy))
        told_type = _type(event.type, language)
        lines.append(
            phrase("nothing_near", language, type=told_type, types=_types(types, language))
            if event.type not in types
            else phrase("nothing_near_asked", language)
        )
    return "".join(f"{line}\n" for line in lines)


def event_line(event: Event, wording: Wording) -> str:
    """Which event is asked about."""
    return phrase(
        "of_event", wording.language, event=shown(event.id), time=wording.time(event.at),
        type=_type(event.type, wording.language),
    )  # fmt: skip


def _lines(
    number: int, near: Near, policy: Policy, event: Event, wording: Wording
) -> Iterator[str]:
    language, clause = wording.language, near.clause
    title = shown(clause.id)
    if clause.title != clause.id:
        title = wording.bracketed(shown(clause.title), title)
    places = (f"{policy.id} {policy.version}".strip(), clause.article, *clause.refs)
    under = " · ".join(shown(place) for place in places if place)
    yield phrase("near", language, number=number, clause=title, policy=under)
    if near.violated:
        yield "   " + phrase("near.violated", language)
        return
    key = "near.one" if near.tests == 1 else "near.several"
    yield "   " + phrase(key, language, hold=near.tests - len(near.stops), tests=near.tests)
    for stop in near.stops[:_MOST]:
        yield "     " + _stop(stop, near, event, wording)
    if len(near.stops) > _MOST:
        yield "     " + phrase("and_more", language, count=len(near.stops) - _MOST)


def _stop(stop: Stop, near: Near, event: Event, wording: Wording) -> str:
    language = wording.language
    match stop.kind:
        case "permitted":
            key = "near.permitted" if near.outcome == "lifted" else "near.perhaps_permitted"
            return phrase(key, language, clause=shown(near.lifted_by or ""))
        case "early" | "fulfilled":
            return phrase(f"near.{stop.kind}", language)
        case "due" if near.due is not None:
            return phrase("near.due", language, due=wording.time(near.due))
        case "due":
            return phrase("near.due_later", language)
        case "type":
            types = _types(near.types, language)
            return phrase("near.type", language, types=types, type=_type(event.type, language))
        case _:
            return _test(stop, near, wording)


def _test(stop: Stop, near: Near, wording: Wording) -> str:
    """A test that stopped a clause, with what its lexicon would nearly have found."""
    assert stop.trace is not None
    language = wording.language
    if stop.trace.joined and near.distance:
        reached, _, bound = map(wording.lasting, near.distance.partition(" of "))
        distance = wording.phrase("say.distance", reached=reached, bound=bound)
        words = shown(stop.trace.text)
        return phrase("near.amount", language, distance=distance, words=words)
    told = obstacle_words(Obstacle(stop.trace, stop.wanted), wording)
    if not stop.words or stop.trace.truth is not False:
        return told
    if stop.overlooked is None:
        return phrase("overlooked.none", language, words=told)
    one = stop.overlooked
    by = wording.quoted(one.by)
    if one.reason != "protected":
        by = spell("reading", one.by, language)
    key = f"overlooked.{one.reason}"
    return phrase(key, language, words=told, word=wording.quoted(one.word), by=by)


def _type(name: str, language: Language) -> str:
    return shown(spell("event", name, language))


def _types(names: Iterable[str], language: Language) -> str:
    every = tuple(names)
    told = listed([_type(name, language) for name in every[:_MOST]], language)
    if len(every) > _MOST:
        told += " " + phrase("and_more", language, count=len(every) - _MOST)
    return told
