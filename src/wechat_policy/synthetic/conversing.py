"""Conversations: who takes part, when each speaks, and to whom."""

from __future__ import annotations

from collections.abc import Sequence

from wechat_policy.synthetic.chance import Chance
from wechat_policy.synthetic.grammar import Scene
from wechat_policy.synthetic.groups import Group
from wechat_policy.synthetic.journal import Journal, Marks
from wechat_policy.synthetic.rates import Rates
from wechat_policy.synthetic.rhythm import evening
from wechat_policy.synthetic.talk import speech, turns, work_words
from wechat_policy.synthetic.world import World

_ASKING = "收到请回复"
_READS = 0.93


def converse(sort: str, at: int, world: World, journal: Journal, rates: Rates) -> None:
    """A conversation of a sort that begins at a moment."""
    chance = journal.chance
    if sort == "colleagues":
        one, two = chance.one(world.colleagues)
        work(None, [one, two] if chance.happens(0.5) else [two, one], at, world, journal)
    elif sort == "client":
        client(None, *chance.one(world.clients), at, world, journal)
    elif sort == "customer":
        group = world.places[sort].pick(chance)
        guest = chance.one(group.guests)
        client(group, chance.one(group.members), guest, at, world, journal)
    elif sort == "social":
        leisure(world.places[sort].pick(chance), at, world, journal)
    elif sort == "notice":
        notice(at, world, journal, rates)
    else:
        group = world.places[sort].pick(chance)
        work(group, some(group, chance), at, world, journal)


def possible(sort: str, world: World) -> bool:
    """Whether there is anybody for conversations of a sort."""
    if sort == "colleagues":
        return bool(world.colleagues)
    return bool(world.clients) if sort == "client" else sort in world.places


def some(group: Group, chance: Chance) -> list[str]:
    """Those of a group who take part; the first ones of it talk the most."""
    members, draw = group.members, chance.draw
    count = 2 + int(draw() * draw() * 4)
    found = dict.fromkeys(members[int(draw() * draw() * len(members))] for _ in range(count + 2))
    return list(found)[:count]


def scene_of(speaker: str, others: Sequence[str], world: World, chance: Chance) -> Scene:
    """How a conversation begins: whom it is said to, and somebody it may be about."""
    person = world.people.get(speaker)
    other = world.people.get(others[0]) if others else None
    if other is not None:
        title = other.called(3 if person is None else person.rank, chance)
    else:
        title = f"{world.others[others[0]].family}总" if others else "各位"
    return {"to": title, "me": chance.one(world.present).name}


def work(group: Group | None, who: list[str], at: int, world: World, journal: Journal) -> None:
    """Talk about a matter at work."""
    chance, people, grammar = journal.chance, world.people, speech().grammar
    first = people[who[0]]
    listener = people[who[1]] if len(who) > 1 else first
    topics = speech().topics
    function = first.function if group is None or chance.happens(0.6) else group.function
    topic = chance.one(topics.get(function) or topics[""])
    scene: Scene = {"to": listener.called(first.rank, chance), "me": people[chance.one(who)].name}
    words = topic.open(chance.draw, scene)
    if listener.rank < first.rank and chance.happens(0.45 if group is None else 0.18):
        if not words.startswith(scene["to"]):
            words = grammar["polite"](chance.draw, scene) + words
        if chance.happens(0.3) and words[-1] not in "？?":
            words += grammar["polite_end"](chance.draw, scene)
    elif chance.happens(0.04):
        journal.say(at, first.id, group, who, grammar["greeting"](chance.draw, scene))
        at += 1000 * chance.between(2, 40)
    mentions = None
    if group is not None and len(who) > 1 and chance.happens(0.16):
        words, mentions = f"@{listener.name} {words}", [listener.id]
    last = journal.say(at, first.id, group, who, words, mentions=mentions)
    speaker, night = 0, evening(at)
    for turn in turns(chance, len(who)):
        one = people[who[turn]]
        before = speaker if speaker != turn else 0 if turn else min(1, len(who) - 1)
        other = people[who[before]]
        speaker = turn
        scene["to"] = other.called(one.rank, chance)
        at += int(1000 * (4 + chance.wait(38 if group else 30, 3600)))
        if group is not None and at >= night:
            return
        words = work_words(topic, turn == 0, one.rank < other.rank, chance, scene)
        answered = last if chance.happens(0.03) else ""
        last = journal.say(at, one.id, group, who, words, reply_to=answered)


def leisure(group: Group, at: int, world: World, journal: Journal, marks: Marks = ()) -> None:
    """Talk of other things than work."""
    chance, people, grammar = journal.chance, world.people, speech().grammar
    who = some(group, chance)
    scene: Scene = {
        "to": people[who[-1]].called(3, chance),
        "me": people[chance.one(group.members)].name,
    }
    words = grammar["social_open"](chance.draw, scene)
    journal.say(at, who[0], group, who, words, marks=marks)
    for turn in turns(chance, len(who)):
        at += int(1000 * (3 + chance.wait(30, 3600)))
        words = grammar["social_reply" if turn else "social_more"](chance.draw, scene)
        journal.say(at, who[turn], group, who, words, marks=marks)


def client(
    group: Group | None, staff: str, guest: str, at: int, world: World, journal: Journal
) -> None:
    """Talk with somebody outside."""
    chance, grammar = journal.chance, speech().grammar
    person, other = world.people[staff], world.others[guest]
    title = "女士" if other.woman else "先生"
    if other.company:
        title = chance.one(("总", "老板", "经理"))
    scene: Scene = {"to": other.family + title, "me": f"小{person.family}"}
    if other.company:
        scene["supplier" if other.sort == "partner" else "customer_company"] = other.company
    asked = chance.happens(0.62)
    who = [guest, staff] if asked else [staff, guest]
    words = grammar["open_customer" if asked else "open_staff"](chance.draw, scene)
    journal.say(at, who[0], group, who, words)
    for turn in turns(chance, 2):
        at += int(1000 * (5 + chance.wait(60, 5400)))
        table = "reply_staff" if who[turn] == staff else "reply_customer"
        words = grammar["short" if chance.happens(0.16) else table](chance.draw, scene)
        journal.say(at, who[turn], group, who, words)


def notice(at: int, world: World, journal: Journal, rates: Rates) -> None:
    """A notice to a whole group, who reads it and who answers where it asks for answers."""
    chance, people, grammar = journal.chance, world.people, speech().grammar
    sorts = [one for one in ("team", "division", "notice", "notice") if one in world.places]
    group = world.places[chance.one(sorts)].pick(chance)
    scene: Scene = {"to": "", "me": people[chance.one(group.members)].name}
    words = grammar["notice"](chance.draw, scene)
    at = min(at, evening(at) - 1_800_000)
    others = [one for one in group.members if one != group.owner]
    asks = group.sort != "notice" and _ASKING in words
    if not asks:
        words = words.replace(f"，{_ASKING}", "").replace(f"{_ASKING}。", "")
    silent = {one for one in others if asks and chance.draw() * 1000 < rates.unanswered_notice}
    marks = tuple(("unanswered_notice", False, "", one) for one in others if one in silent)
    id_ = journal.say(
        at, group.owner, group, [group.owner], f"@所有人 {words}",
        mentions=["all"], plainly=True, owed=marks,
    )  # fmt: skip
    if not id_:
        return
    for one in others:
        if one in silent and chance.happens(0.5):
            continue
        seen = at + int(1000 * (4 + chance.wait(300, 20000)))
        if chance.happens(_READS):
            told = {"actor": one, "message": id_, "group": group.id}
            journal.act(seen, "message.read", "rd", told)
        if asks and one not in silent:
            scene["me"] = people[one].name
            answer = grammar["notice_reply"](chance.draw, scene)
            after = min(seen, evening(at) - 900_000) + 1000 * chance.between(2, 600)
            reply = id_ if chance.happens(0.05) else ""
            journal.say(after, one, group, [one], answer, plainly=True, reply_to=reply)
