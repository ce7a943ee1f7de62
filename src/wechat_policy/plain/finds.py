"""What is found in a text: like tests are told together, `the text holds insult, fraud`."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from wechat_policy import nodes
from wechat_policy.plain.names import common, lexicon, operand, path, topic
from wechat_policy.plain.table import table
from wechat_policy.plain.voice import Voice
from wechat_policy.plain.written import samples
from wechat_policy.words import spell

_OWN = ("account", "group", "device")
"""What an event has one of, where a list has many."""


@attrs.frozen
class Find:
    """A test of a text: what kind it is, where it looks, for what, and its further terms."""

    kind: str
    paths: tuple[str, ...]
    items: tuple[str, ...]
    more: nodes.Operand | tuple[nodes.Operand, ...] | None = None


def find(node: nodes.Condition, voice: Voice) -> Find | None:
    """The test that a condition is; None if it is none of a text."""
    match node:
        case nodes.Holds(nodes.Name(name)) if (
            name not in voice.conditions and (told := common(name)) is not None
        ):
            return Find(told[0] or "有", (), (told[1],))
        case nodes.Holds(nodes.Call(place, word, arguments)):
            return _called(place.value, word, arguments)
        case nodes.Compare(nodes.Call(place, "score", (nodes.Name(name),)), ">=", bound):
            return Find("words", (place.value,), (name,), bound)
        case nodes.Compare(nodes.Name(name), "=", (nodes.Name() | nodes.Text()) as wanted) if (
            wanted != nodes.Text("")
        ):
            return Find("is", (name,), (repr(wanted),), (wanted,))
    return None


def _called(place: str, word: str, arguments: tuple[nodes.Operand, ...]) -> Find:
    if word in ("contains", "has") and arguments and isinstance(arguments[0], nodes.Name):
        return Find(word, (place,), (arguments[0].value,), arguments[1:] or None)
    return Find(word, (place,), (), arguments)


def grouped(finds: Iterable[Find]) -> list[Find]:
    """The finds with like ones made one: first those of one place, then those of one sort."""
    by_place: dict[object, Find] = {}
    for one in finds:
        if one.kind == "is":
            key: object = ("is", one.paths)
        else:
            key = (one.kind, one.paths, one.more) if one.items else one
        old = by_place.get(key)
        by_place[key] = one if old is None else _with_items(old, one)
    by_sort: dict[object, Find] = {}
    for one in by_place.values():
        key = one if one.kind == "is" else (one.kind, one.items, one.more)
        old = by_sort.get(key)
        paths = (*(old.paths if old else ()), *one.paths)
        by_sort[key] = attrs.evolve(one, paths=tuple(dict.fromkeys(paths)))
    found = list(by_sort.values())
    sure = next((one for one in found if one.kind == "有"), None)
    maybe = next((one for one in found if one.kind == "似"), None)
    if sure and maybe and set(maybe.items) == set(sure.items):
        found.remove(maybe)
        found[found.index(sure)] = attrs.evolve(sure, kind="有似")
    return found


def _with_items(old: Find, new: Find) -> Find:
    more = old.more
    if old.kind == "is" and isinstance(more, tuple) and isinstance(new.more, tuple):
        more = tuple(dict.fromkeys((*more, *new.more)))
    return attrs.evolve(old, items=tuple(dict.fromkeys((*old.items, *new.items))), more=more)


def told(one: Find, voice: Voice, negated: bool) -> str:
    """A find in words."""
    places = [path(name, voice) for name in one.paths]
    place = voice.either(places) if places else ""
    if negated and len(places) > 1:  # neither of them holds
        if voice.language == "zh":
            place = f"{voice.listed(places)}都"
        else:
            place, negated = f"neither {' nor '.join(places)}", False
    if one.kind in ("有", "似", "有似"):
        return _shipped(one, voice, negated)
    if one.kind == "is":
        attribute = one.paths[0].rsplit(".", 1)[-1]
        assert isinstance(one.more, tuple)
        wanted = voice.either(operand(item, voice, attribute) for item in one.more)
        if one.paths[0] in ("it", "id") and any(wanted == path(name, voice) for name in _OWN):
            wanted = voice.say("{a} of this event", "本次的{a}", a=wanted)
        if negated:
            return voice.say("{a} is not {b}", "{a}不是{b}", a=place, b=wanted)
        return voice.say("{a} is {b}", "{a}为{b}", a=place, b=wanted)
    return _in_text(one, place, voice, negated)


def _shipped(one: Find, voice: Voice, negated: bool) -> str:
    topics = voice.listed(topic(name, voice) for name in one.items)
    if negated:
        verb = {
            "有": voice.say("does not hold", "不含"),
            "似": voice.say("does not seem to hold", "不像含有"),
            "有似": voice.say("neither holds nor seems to hold", "不含、也不像含有"),
        }[one.kind]
    elif one.kind == "似":
        verb = voice.say("seems to hold", "疑似含有")
    elif one.kind == "有似":
        verb = voice.say("holds or seems to hold", "含有或疑似含有")
    else:
        verb = voice.say("holds", "含有")
    return voice.say(
        "the text {verb}: {topics}", "正文{verb}{topics}内容", verb=verb, topics=topics
    )


def _in_text(one: Find, place: str, voice: Voice, negated: bool) -> str:
    holds = voice.say("does not hold", "没有") if negated else voice.say("holds", "含有")
    arguments = one.more if isinstance(one.more, tuple) else ()
    match one.kind:
        case "words":
            lists = voice.listed(lexicon(name, voice) for name in one.items)
            bound = "" if one.more is None else operand(one.more, voice)  # type: ignore[arg-type]
            text = voice.say(
                "{place} {holds} words of {lists}", "{place}{holds}{lists}类词语",
                place=place, holds=holds, lists=lists,
            )  # fmt: skip
            return voice.bracketed(text, voice.say("score {b} or more", "计分达到{b}", b=bound))
        case "contains":
            lists = voice.listed(lexicon(name, voice) for name in one.items)
            text = voice.say(
                "{place} {holds} words of {lists}", "{place}{holds}{lists}类词语",
                place=place, holds=holds, lists=lists,
            )  # fmt: skip
            if negated and arguments:
                return voice.say(
                    "no words of {lists} in {place} stand {near}", "{place}里的{lists}类词语{near}",
                    lists=lists, place=place, near=_near(arguments, voice, negated),
                )  # fmt: skip
            return voice.bracketed(text, _near(arguments, voice))
        case "has":
            kinds = voice.either(_recognized(name, voice) for name in one.items)
            text = voice.say(
                "{place} {holds} {kinds}", "{place}{holds}{kinds}",
                place=place, holds=voice.say("holds no", "没有") if negated else holds, kinds=kinds,
            )  # fmt: skip
            return voice.bracketed(text, _near(arguments, voice))
        case "matches" if arguments and isinstance(arguments[0], nodes.Regex):
            return _written(place, arguments[0].pattern, voice, negated)
        case "longer_than" if arguments:
            return voice.say(
                "{place} is {no}longer than {n}", "{place}{no}超过{n}", place=place,
                no=voice.say("not ", "不") if negated else "", n=operand(arguments[0], voice),
            )  # fmt: skip
        case "links_beyond" if arguments:
            return voice.say(
                "{place} {holds} links to other sites than {n}", "{place}{holds}指向{n}以外的链接",
                place=place, holds=holds, n=operand(arguments[0], voice),
            )  # fmt: skip
        case "follows" if arguments:
            return voice.say(
                "{place} {does} the form {n}", "{place}{does}格式{n}", place=place,
                does=voice.say("does not have", "不符合") if negated else voice.say("has", "符合"),
                n=operand(arguments[0], voice),
            )  # fmt: skip
        case "older_than" if arguments:
            return voice.say(
                "{place} is {no}older than {n}", "{place}{no}早于{n}", place=place,
                no=voice.say("not ", "不") if negated else "", n=operand(arguments[0], voice),
            )  # fmt: skip
    return voice.say(
        "{place} {does} the test “{word}”", "{place}{does}“{word}”的检验", place=place,
        does=voice.say("fails", "不合") if negated else voice.say("meets", "合乎"), word=one.kind,
    )  # fmt: skip


def _near(arguments: tuple[nodes.Operand, ...], voice: Voice, negated: bool = False) -> str:
    names = [one.value for one in arguments if isinstance(one, nodes.Name)]
    names = [name for name in names if name not in ("near", "chars")]
    sizes = [one for one in arguments if isinstance(one, nodes.Quantity)]
    if not names:
        return ""
    room = f"{voice.number(sizes[0].value)}" if sizes else "?"
    return voice.say(
        "within {room} characters of words of {name}", "前后{room}字内{has}{name}类词语",
        room=room, name=lexicon(names[0], voice), has="没有" if negated else "有",
    )  # fmt: skip


def _recognized(name: str, voice: Voice) -> str:
    from wechat_policy.recognizers import RECOGNIZERS

    if voice.language == "zh":
        return RECOGNIZERS[name].zh if name in RECOGNIZERS else spell("path", name, "zh")
    return table().recognizers.get(name) or voice.quoted(name)


def _written(place: str, pattern: str, voice: Voice, negated: bool) -> str:
    """A regular expression by the words that it looks for; one that has none is a form."""
    words = samples(pattern)
    shown = voice.listed(map(voice.quoted, words))
    if not words or pattern.startswith("^"):
        form = voice.say(
            "{place} {does} the form that the clause prescribes", "{place}{does}条款所定的写法",
            place=place,
            does=voice.say("does not have", "不合") if negated else voice.say("has", "合乎"),
        )  # fmt: skip
        return voice.bracketed(
            form, shown and voice.say("such as {words}", "如{words}", words=shown)
        )
    return voice.say(
        "{place} {holds} words such as {words}", "{place}{holds}{words}等字样", place=place,
        holds=voice.say("holds no", "没有") if negated else voice.say("holds", "含有"), words=shown,
    )  # fmt: skip
