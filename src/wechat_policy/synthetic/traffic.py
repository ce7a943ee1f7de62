"""The traffic of the made-up company, slot by slot, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias

from wechat_policy.synthetic import rhythm
from wechat_policy.synthetic.breaches import breaches
from wechat_policy.synthetic.chance import Chance, Weighted
from wechat_policy.synthetic.cloaking import bare, cloaked
from wechat_policy.synthetic.grammar import Scene
from wechat_policy.synthetic.groups import Group
from wechat_policy.synthetic.manners import plain, written
from wechat_policy.synthetic.people import Manner, Outsider, Person
from wechat_policy.synthetic.rates import Label, Rates
from wechat_policy.synthetic.talk import Topic, speech, turns, work_words

Record: TypeAlias = dict[str, Any]
Told: TypeAlias = tuple[int, int, Record, tuple[Label, ...]]
"""When, in milliseconds since the first midnight; a number that settles the order; the event."""

Marks: TypeAlias = tuple[tuple[str, bool, str], ...]
"""Kinds of a message in the making, each with whether it only looks so, and how it is disguised."""

_ODD = 6364136223846793007
_IDS = 10**19

_KINDS = Weighted(
    ("text", "image", "sticker", "file", "link", "forward", "mixed", "location", "card"),
    (860, 58, 34, 24, 12, 4, 4, 2, 2),
)
_PLAIN_MANNER = Manner(False, False, False, 0.01, 0.003, False, 0.02)


class World:
    """Who and what there is, as the traffic finds and changes it."""

    def __init__(
        self,
        people: Sequence[Person],
        others: Sequence[Outsider],
        groups: Sequence[Group],
        chance: Chance,
    ) -> None:
        self.people = {one.id: one for one in people}
        self.others = {one.id: one for one in others}
        self.manners = {one.id: one.manner for one in people}
        self.groups = list(groups)
        self.chance = chance
        self._reached: dict[tuple[str, str], tuple[tuple[str, ...], list[str]]] = {}
        self.places: dict[str, Weighted[Group]] = {}
        self._seats: dict[tuple[str, str], list[Group | tuple[str, str]]] | None = None
        self._place()
        self.colleagues = _pairs(people, chance)
        self.clients = [(one.staff, one.id) for one in others if one.sort != "competitor"]
        self.offenders: dict[str, tuple[list[str], list[str]]] = {}
        """Those who can breach a rule of a kind, and the few who do it again and again."""
        for kind, breach in breaches().items():
            able = [one.id for one in people if self.spots(one.id, breach.where)]
            self.offenders[kind] = (able, chance.some(able, max(2, len(able) // 12)))

    def spots(self, person: str, where: Iterable[str]) -> list[Group | tuple[str, str]]:
        """The groups of those sorts that somebody is in, and those they talk with alone."""
        mine = self._mine()
        return [one for sort in where for one in mine.get((person, sort), ())]

    def _mine(self) -> dict[tuple[str, str], list[Group | tuple[str, str]]]:
        if self._seats is None:
            self._seats = {}
            for group in self.groups:
                for member in group.members:
                    self._seats.setdefault((member, group.sort), []).append(group)
            for one, two in self.colleagues:
                self._seats.setdefault((one, "colleagues"), []).append((one, two))
            for one, two in self.clients:
                self._seats.setdefault((one, "client"), []).append((one, two))
        return self._seats

    def _place(self) -> None:
        sorts: dict[str, list[Group]] = {}
        for one in self.groups:
            sorts.setdefault(one.sort, []).append(one)
        self.places = {
            sort: Weighted(
                found,
                [(2 + min(len(one.everyone), 40)) * (1 + self.chance.below(3)) for one in found],
            )
            for sort, found in sorts.items()
        }

    def reached(self, group: Group, sender: str) -> list[str]:
        """Whom a message in a group reaches; the list is shared by messages."""
        everyone = group.everyone
        key = (group.id, sender)
        known = self._reached.get(key)
        if known is None or known[0] != everyone:
            known = self._reached[key] = (everyone, [one for one in everyone if one != sender])
        return known[1]


class Traffic:
    """One run over the days."""

    def __init__(
        self, world: World, start: date, days: int, messages: int, rates: Rates, chance: Chance
    ) -> None:
        self.world = world
        self.chance = chance
        self.days = rhythm.days(start, days)
        self.messages = messages
        self.rates = rates
        self.end = days * rhythm.DAY
        self.made = 0
        self.serial = 0
        self.later: list[Told] = []
        self._dates = [day.isoformat() for day, _ in self.days]
        self._base = int(chance.draw() * 2**52) * 1021
        self._due_breaches = dict.fromkeys((*breaches(), "chitchat", "near_misses"), 0.0)

    def told(self) -> Iterator[Told]:
        """Every event with its labels, in the order of time."""
        plan = [
            rhythm.weights(day, worked, slot) for day, worked in self.days for slot in range(48)
        ]
        sums = [sum(one.values()) for one in plan]
        total = sum(sums)
        working = [sum(one.get(sort, 0.0) for sort in rhythm.WORK) for one in plan]
        resting = [rhythm.pressing(worked, slot) for _, worked in self.days for slot in range(48)]
        whole = {"chitchat": sum(working), "off_hours": sum(resting)}
        upto = 0.0
        for number, weights in enumerate(plan):
            part = {"chitchat": working[number], "off_hours": resting[number]}
            for kind in self._due_breaches:
                share = part.get(kind, sums[number]) / (whole.get(kind, total) or 1.0)
                rate: float = getattr(self.rates, kind)
                self._due_breaches[kind] += self.messages * rate / 1000 * share
            upto += sums[number]
            wanted = self.messages if number == len(plan) - 1 else int(self.messages * upto / total)
            begin = number * rhythm.SLOT
            sorts = {
                sort: weight for sort, weight in weights.items() if weight and self._open(sort)
            }
            self._misbehave(begin)
            if sorts:
                where = Weighted(tuple(sorts), list(sorts.values()))
                while self.made < wanted:
                    self._converse(where.pick(self.chance), begin + self.chance.below(rhythm.SLOT))
            yield from self._due(begin + rhythm.SLOT)
        yield from self._due(self.end)

    def _open(self, sort: str) -> bool:
        if sort == "colleagues":
            return bool(self.world.colleagues)
        if sort == "client":
            return bool(self.world.clients)
        return sort in self.world.places

    def _due(self, until: int) -> list[Told]:
        due = [one for one in self.later if one[0] < until]
        self.later = [one for one in self.later if one[0] >= until]
        due.sort(key=itemgetter(0, 1))
        return due

    # What ought not to be said --------------------------------------------------------------------

    def _misbehave(self, begin: int) -> None:
        """The breaches that are due in a slot, and what looks like one."""
        chance = self.chance
        for kind in self._due_breaches:
            while self._due_breaches[kind] > chance.draw() and self.made < self.messages:
                at = begin + chance.below(rhythm.SLOT)
                if kind == "chitchat":
                    told = self._chat_at_work(at)
                elif kind == "off_hours":
                    if chance.draw() < 0.15:
                        self._press(at, near=True)
                    told = self._press(at)
                elif kind == "near_misses":
                    told = self._breach(chance.one(_WORDED), at, near=True)
                else:
                    told = self._breach(kind, at)
                if not told:
                    self._due_breaches[kind] = 0.0
                    break
                self._due_breaches[kind] -= told

    def _breach(self, kind: str, at: int, near: bool = False) -> int:
        """A breach in words, with what goes on around it; how many messages it took."""
        chance, world, breach = self.chance, self.world, breaches()[kind]
        able, again = world.offenders[kind]
        if not able:
            return 0
        who = chance.one(again) if not near and chance.draw() < 0.7 else chance.one(able)
        where = (*breach.where, "team", "project") if near and not breach.outward else breach.where
        spot = chance.one(world.spots(who, where))
        if isinstance(spot, Group):
            group, others = spot, [one for one in self._some(spot) if one != who]
            others = others or [one for one in spot.everyone if one != who][:1]
        else:
            group, others = None, [spot[1]]
        scene = self._scene(who, others)
        outside = group is None and others[0] in world.others
        count = 1 if near or chance.draw() < 0.75 else 2
        for _ in range(count):
            words = breach.words(near, outside)(chance.draw, scene)
            how = ""
            if not near and chance.draw() < self.rates.cloaked:
                words, how = cloaked(words, chance)
            words = bare(words)
            self._say(at, who, group, [who, *others], words, labels=((kind, near, how),))
            at += int(1000 * (6 + chance.wait(25, 900)))
        if others and not near and chance.draw() < 0.5:
            other = chance.one(others)
            scene = self._scene(other, [who])
            self._say(at, other, group, [who, *others], bare(breach.answers(chance.draw, scene)))
        return count

    def _scene(self, speaker: str, others: Sequence[str]) -> Scene:
        people = self.world.people
        other = people.get(others[0]) if others else None
        rank = people[speaker].rank if speaker in people else 3
        if other is not None:
            title = other.called(rank, self.chance)
        else:
            title = f"{self.world.others[others[0]].family}总" if others else "各位"
        everyone = list(people.values())
        return {"to": title, "me": self.chance.one(everyone).name}

    def _chat_at_work(self, at: int) -> int:
        """Talk of other things in a group for work."""
        places = [one for one in ("team", "project", "division") if one in self.world.places]
        if not places:
            return 0
        before = self.made
        self._social(
            self.world.places[self.chance.one(places)].pick(self.chance),
            at,
            (("chitchat", False, ""),),
        )
        return self.made - before

    def _press(self, at: int, near: bool = False) -> int:
        """A superior who asks for work at night or on a day off; `near` because it must be."""
        chance, world = self.chance, self.world
        places = [one for one in ("team", "project") if one in world.places]
        if not places:
            return 0
        group = world.places[chance.one(places)].pick(chance)
        owner = world.people[group.owner]
        others = [one for one in self._some(group) if one != owner.id]
        scene = self._scene(owner.id, others)
        if near:
            words = bare(breaches()["off_hours"].near(chance.draw, scene))
        else:
            topics = speech().topics
            topic = chance.one(topics.get(owner.function) or topics[""])
            words = topic.open(chance.draw, scene)
        mentions = None
        if others and chance.draw() < 0.6:
            words, mentions = f"@{world.people[others[0]].name} {words}", [others[0]]
        self._say(
            at,
            owner.id,
            group,
            [owner.id, *others],
            words,
            mentions=mentions,
            labels=(("off_hours", near, ""),),
        )
        for one in others[:2]:
            if chance.draw() < 0.6:
                at += int(1000 * (20 + chance.wait(180, 3600)))
                table = breaches()["off_hours"].answers if near else speech().grammar["short"]
                self._say(at, one, group, [one], table(chance.draw, scene))
        return 1

    # What is said ---------------------------------------------------------------------------------

    def _converse(self, sort: str, at: int) -> None:
        world, chance = self.world, self.chance
        if sort == "colleagues":
            one, two = chance.one(world.colleagues)
            if chance.draw() < 0.5:
                one, two = two, one
            self._work(None, [one, two], at, private=True)
        elif sort == "client":
            self._client(None, *chance.one(world.clients), at)
        elif sort == "customer":
            group = world.places[sort].pick(chance)
            self._client(group, chance.one(group.members), chance.one(group.guests), at)
        elif sort == "social":
            self._social(world.places[sort].pick(chance), at)
        elif sort == "notice":
            self._notice(at)
        else:
            group = world.places[sort].pick(chance)
            self._work(group, self._some(group), at)

    def _some(self, group: Group) -> list[str]:
        """Those of a group who take part; the first ones of it talk the most."""
        members = group.members
        count = 2 + int(self.chance.draw() * self.chance.draw() * 4)
        found: dict[str, None] = {}
        for _ in range(count + 2):
            found[members[int(self.chance.draw() * self.chance.draw() * len(members))]] = None
        return list(found)[:count]

    def _work(self, group: Group | None, who: list[str], at: int, private: bool = False) -> None:
        chance, people = self.chance, self.world.people
        first = people[who[0]]
        topics = speech().topics
        function = first.function if group is None or chance.draw() < 0.6 else group.function
        topic: Topic = chance.one(topics.get(function) or topics[""])
        order = turns(chance, len(who))
        scene: Scene = {}
        listener = people[who[1]] if len(who) > 1 else first
        scene["to"] = listener.called(first.rank, chance)
        scene["me"] = people[chance.one(who)].name
        words = topic.open(chance.draw, scene)
        upwards = listener.rank < first.rank and (private or chance.draw() < 0.4)
        if upwards and chance.draw() < 0.45:
            grammar = speech().grammar
            if not words.startswith(scene["to"]):
                words = grammar["polite"](chance.draw, scene) + words
            if chance.draw() < 0.3 and words[-1] not in "？?":
                words += grammar["polite_end"](chance.draw, scene)
        mentions = None
        if group is not None and len(who) > 1 and chance.draw() < 0.16:
            words, mentions = f"@{listener.name} {words}", [listener.id]
        last = self._say(at, first.id, group, who, words, mentions=mentions)
        speaker = 0
        for turn in order:
            one = people[who[turn]]
            other = people[
                who[speaker if speaker != turn else (0 if turn else min(1, len(who) - 1))]
            ]
            speaker = turn
            scene["to"] = other.called(one.rank, chance)
            at += int(1000 * (4 + chance.wait(38 if group else 30, 3600)))
            words = work_words(topic, turn == 0, one.rank < other.rank, chance, scene)
            reply = last if chance.draw() < 0.03 else None
            last = self._say(at, one.id, group, who, words, reply_to=reply)

    def _social(self, group: Group, at: int, labels: Marks = ()) -> None:
        chance, people = self.chance, self.world.people
        who = self._some(group)
        scene: Scene = {"to": "", "me": people[chance.one(group.members)].name}
        grammar = speech().grammar
        order = turns(chance, len(who))
        scene["to"] = people[who[-1]].called(3, chance)
        words = grammar["social_open"](chance.draw, scene)
        self._say(at, who[0], group, who, words, labels=labels)
        for turn in order:
            at += int(1000 * (3 + chance.wait(30, 3600)))
            table = "social_more" if turn == 0 else "social_reply"
            words = grammar[table](chance.draw, scene)
            self._say(at, who[turn], group, who, words, labels=labels)

    def _client(self, group: Group | None, staff: str, client: str, at: int) -> None:
        chance = self.chance
        person, other = self.world.people[staff], self.world.others[client]
        title = other.family + (
            chance.one(("总", "老板", "经理"))
            if other.company
            else "女士"
            if other.woman
            else "先生"
        )
        scene: Scene = {"to": title, "me": f"小{person.family}"}
        if other.sort == "partner":
            scene["supplier"] = other.company
        elif other.company:
            scene["customer_company"] = other.company
        grammar = speech().grammar
        by_client = chance.draw() < 0.62
        who = [client, staff] if by_client else [staff, client]
        words = grammar["open_customer" if by_client else "open_staff"](chance.draw, scene)
        self._say(at, who[0], group, who, words)
        for turn in turns(chance, 2):
            at += int(1000 * (5 + chance.wait(60, 5400)))
            table = (
                "short"
                if chance.draw() < 0.16
                else "reply_staff"
                if who[turn] == staff
                else "reply_customer"
            )
            self._say(at, who[turn], group, who, grammar[table](chance.draw, scene))

    def _notice(self, at: int) -> None:
        chance, world = self.chance, self.world
        sort = chance.one(
            [one for one in ("team", "division", "notice", "notice") if one in world.places]
        )
        group = world.places[sort].pick(chance)
        scene: Scene = {"to": "", "me": world.people[chance.one(group.members)].name}
        grammar = speech().grammar
        words = grammar["notice"](chance.draw, scene)
        id_ = self._say(
            at,
            group.owner,
            group,
            [group.owner],
            f"@所有人 {words}",
            mentions=["all"],
            plainly=True,
        )
        if sort == "notice" or "回复" not in words:
            return
        for one in group.members[1:]:
            scene["me"] = world.people[one].name
            after = at + int(1000 * (8 + chance.wait(420, 14000)))
            reply = id_ if chance.draw() < 0.05 else None
            self._say(
                after,
                one,
                group,
                [one],
                grammar["notice_reply"](chance.draw, scene),
                reply_to=reply,
                plainly=True,
            )

    def _say(
        self,
        at: int,
        sender: str,
        group: Group | None,
        who: Sequence[str],
        words: str,
        *,
        mentions: list[str] | None = None,
        reply_to: str | None = None,
        plainly: bool = False,
        labels: Marks = (),
    ) -> str:
        """Puts a message on record, if there is room for it; its id."""
        if self.made >= self.messages:
            return ""
        chance = self.chance
        at = min(at, self.end - 1)
        if group is None:
            recipients = [one for one in who if one != sender]
            outside = any(one in self.world.others for one in who)
        else:
            recipients = self.world.reached(group, sender)
            outside = bool(group.guests)
        self.made += 1
        self.serial += 1
        id_ = f"{(self.serial * _ODD + self._base) % _IDS:019d}_{at}" + (
            "_external" if outside else ""
        )
        record: Record = {
            "type": "message",
            "id": id_,
            "at": self.stamp(at),
            "sender": sender,
            "recipients": recipients,
            "group": None if group is None else group.id,
            "kind": "text",
        }
        manner = self.world.manners.get(sender, _PLAIN_MANNER)
        kind = "text"
        if not plainly and mentions is None and not labels:
            kind = "voice" if manner.voice and chance.draw() < manner.voice else _KINDS.pick(chance)
        if kind == "text":
            record["text"] = plain(words) if plainly else written(words, manner, chance)
            record["mentions"] = mentions or []
            if reply_to:
                record["reply_to"] = reply_to
        else:
            record["kind"] = kind
            self._body(record, kind, words)
        found = tuple(Label(id_, kind, near, cloaking, sender) for kind, near, cloaking in labels)
        self.later.append((at, self.serial, record, found))
        return id_

    def _body(self, record: Record, kind: str, words: str) -> None:
        """What a message that is no text holds."""
        chance = self.chance
        if kind == "voice":
            record["duration"] = chance.between(2, 59)
        elif kind in ("image", "sticker"):
            record["file"] = {"size": chance.between(8, 2400) * 1024 + chance.below(1024)}
            if kind == "image" and chance.draw() < 0.3:
                record["image_source"] = chance.one(("camera", "album", "screenshot", "screenshot"))
        elif kind == "file":
            name = speech().grammar["doc"](chance.draw, {}) + chance.one(
                (".xlsx", ".docx", ".pdf", ".pptx", ".zip")
            )
            record["file"] = {
                "name": name,
                "size": chance.between(12, 9000) * 1024 + chance.below(1024),
            }
        elif kind == "link":
            record["title"] = record["text"] = speech().grammar["doc"](chance.draw, {})
            record["url"] = f"https://docs.example/{chance.letters(10)}"
        elif kind == "mixed":
            record["items"] = [{"kind": "text", "text": plain(words)}, {"kind": "image"}]
            record["text"] = plain(words)
        elif kind == "forward":
            record["title"] = record["text"] = "群聊的聊天记录"
            record["items"] = [
                {
                    "kind": "text",
                    "text": speech().grammar["status"](chance.draw, {"to": "您", "me": ""}),
                }
                for _ in range(chance.between(2, 5))
            ]
        elif kind == "location":
            record["title"] = record["text"] = speech().grammar["store"](chance.draw, {})
        elif kind == "card":
            record["text"] = speech().grammar["customer_company"](chance.draw, {})

    def stamp(self, at: int) -> str:
        """A moment in ISO 8601."""
        day, rest = divmod(at, rhythm.DAY)
        seconds, thousandths = divmod(rest, 1000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return f"{self._dates[day]}T{hour:02d}:{minute:02d}:{second:02d}.{thousandths:03d}+08:00"


_WORDED = tuple(kind for kind in breaches() if kind != "off_hours")


def _pairs(people: Sequence[Person], chance: Chance) -> list[tuple[str, str]]:
    """Colleagues who talk with each other alone."""
    found = []
    teams: dict[tuple[str, str], list[Person]] = {}
    for one in people:
        teams.setdefault((one.division, one.team), []).append(one)
    for one in people:
        near = [other for other in teams[one.division, one.team] if other is not one]
        found += [(one.id, other.id) for other in chance.some(near, 4)]
        if one.manager:
            found += [(one.id, one.manager)] * 2
        far = chance.one(people)
        if far is not one:
            found.append((one.id, far.id))
    return found


__all__ = ["Record", "Told", "Traffic", "World"]
