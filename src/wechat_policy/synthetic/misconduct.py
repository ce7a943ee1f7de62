"""What ought not to be said, how often and by whom, and what only looks like it."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from wechat_policy.synthetic import conversing
from wechat_policy.synthetic.breaches import breaches
from wechat_policy.synthetic.cloaking import bare, cloaked
from wechat_policy.synthetic.groups import Group
from wechat_policy.synthetic.journal import Journal
from wechat_policy.synthetic.rates import WORDED, Rates
from wechat_policy.synthetic.rhythm import SLOT, WORK, pressing
from wechat_policy.synthetic.talk import speech
from wechat_policy.synthetic.world import World

_KINDS = (*WORDED, "off_hours", "chitchat", "near_misses")

_HABIT = 0.7
"""The share of breaches by the few who do it again and again."""


class Misconduct:
    """The breaches of one run, each kind as often as its rate says."""

    def __init__(
        self,
        world: World,
        journal: Journal,
        rates: Rates,
        plan: Sequence[dict[str, float]],
        worked: Sequence[bool],
    ) -> None:
        self.world = world
        self.journal = journal
        self.rates = rates
        self._due = dict.fromkeys(_KINDS, 0.0)
        spoken = _shares([fsum(one.values()) for one in plan])
        at_work = _shares([fsum(one.get(sort, 0.0) for sort in WORK) for one in plan])
        pressed = _shares([pressing(worked[slot // 48], slot % 48) for slot in range(len(plan))])
        self._when = {**dict.fromkeys(_KINDS, spoken), "chitchat": at_work, "off_hours": pressed}

    def happen(self, slot: int) -> None:
        """What is due in a slot."""
        chance, journal = self.journal.chance, self.journal
        for kind in _KINDS:
            rate: float = getattr(self.rates, kind)
            self._due[kind] += journal.messages * rate / 1000 * self._when[kind][slot]
            while self._due[kind] > chance.draw() and not journal.full:
                at = slot * SLOT + chance.below(SLOT)
                told = self._one(kind, at)
                if not told:  # nobody can
                    self._due[kind] = 0.0
                self._due[kind] -= told

    def _one(self, kind: str, at: int) -> int:
        chance = self.journal.chance
        if kind == "chitchat":
            return self._chat(at)
        if kind == "off_hours":
            if chance.happens(0.15):
                self._press(at, near=True)
            return self._press(at)
        if kind == "near_misses":
            return self._breach(chance.one(WORDED), at, near=True)
        return self._breach(kind, at)

    def _breach(self, kind: str, at: int, near: bool = False) -> int:
        """A breach in words, with what is answered; how many messages of it there were."""
        journal, world, breach = self.journal, self.world, breaches()[kind]
        chance = journal.chance
        able, again = world.offenders[kind]
        if not able:
            return 0
        who = chance.one(again if not near and chance.happens(_HABIT) else able)
        where = (*breach.where, "team", "project") if near and not breach.outward else breach.where
        spot = chance.one(world.spots(who, where))
        if isinstance(spot, Group):
            group = spot
            others = [one for one in conversing.some(spot, chance) if one != who]
        else:
            group, others = None, [spot[1]]
        outside = group is None and others[0] in world.others
        scene = conversing.scene_of(who, others, world, chance)
        count = 1 if near or chance.happens(0.75) else 2
        for _ in range(count):
            words, how = breach.words(near, outside)(chance.draw, scene), ""
            if not near and chance.happens(self.rates.cloaked):
                words, how = cloaked(words, chance)
            marks = ((kind, near, how),)
            journal.say(at, who, group, [who, *others], bare(words), marks=marks)
            at += int(1000 * (6 + chance.wait(25, 900)))
        if others and not near and chance.happens(0.5):
            other = chance.one(others)
            scene = conversing.scene_of(other, [who], world, chance)
            answer = bare(breach.answers(chance.draw, scene))
            journal.say(at, other, group, [who, *others], answer)
        return count

    def _chat(self, at: int) -> int:
        """Talk of other things in a group for work."""
        chance, places = self.journal.chance, self.world.places
        sorts = [one for one in ("team", "project", "division") if one in places]
        if not sorts:
            return 0
        before = self.journal.made
        group = places[chance.one(sorts)].pick(chance)
        conversing.leisure(group, at, self.world, self.journal, (("chitchat", False, ""),))
        return self.journal.made - before

    def _press(self, at: int, near: bool = False) -> int:
        """A superior asks for work at night or on a day off; `near` because it cannot wait."""
        journal, world, breach = self.journal, self.world, breaches()["off_hours"]
        chance, places = journal.chance, world.places
        sorts = [one for one in breach.where if one in places]
        if not sorts:
            return 0
        group = places[chance.one(sorts)].pick(chance)
        owner = world.people[group.owner]
        others = [one for one in conversing.some(group, chance) if one != owner.id]
        scene = conversing.scene_of(owner.id, others, world, chance)
        topics = speech().topics
        topic = chance.one(topics.get(owner.function) or topics[""])
        words = bare((breach.near if near else topic.open)(chance.draw, scene))
        mentions = None
        if others and chance.happens(0.6):
            words, mentions = f"@{world.people[others[0]].name} {words}", [others[0]]
        marks = (("off_hours", near, ""),)
        journal.say(at, owner.id, group, [], words, mentions=mentions, marks=marks)
        for one in others[:2]:
            if chance.happens(0.6):
                at += int(1000 * (20 + chance.wait(180, 3600)))
                table = breach.answers if near else speech().grammar["short"]
                journal.say(at, one, group, [], table(chance.draw, scene))
        return 1


def _shares(weights: Sequence[float]) -> list[float]:
    total = fsum(weights)
    return [one / total if total else 0.0 for one in weights]
