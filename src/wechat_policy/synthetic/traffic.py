"""The traffic of a made-up company, half an hour by half an hour, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import fsum

from wechat_policy.synthetic import rhythm
from wechat_policy.synthetic.chance import Chance, Weighted
from wechat_policy.synthetic.changes import Changes
from wechat_policy.synthetic.clock import WorkClock
from wechat_policy.synthetic.conversing import converse, possible
from wechat_policy.synthetic.duties import Duties
from wechat_policy.synthetic.groups import Group
from wechat_policy.synthetic.journal import Journal, Told
from wechat_policy.synthetic.misconduct import Misconduct
from wechat_policy.synthetic.people import Outsider, Person
from wechat_policy.synthetic.rates import Rates
from wechat_policy.synthetic.world import World

_SLOTS = rhythm.DAY // rhythm.SLOT
_ARRIVAL = 18
"""The slot of 9 o'clock, at which those who are new arrive."""


def traffic(
    people: Sequence[Person],
    others: Sequence[Outsider],
    groups: Sequence[Group],
    start: date,
    days: int,
    messages: int,
    rates: Rates,
    chance: Chance,
) -> Iterator[Told]:
    """Every event with its labels, in the order of time; no more is held than is still to come."""
    known = rhythm.days(start, days)
    dates = [day for day, _ in known]
    worked = [is_worked for _, is_worked in known]
    newcomers = [one for one in people if one.joined >= start]
    world = World([one for one in people if one.joined < start], newcomers, others, groups, chance)
    journal = Journal(world, dates, messages, chance)
    plan = [
        rhythm.weights(day, is_worked, slot) for day, is_worked in known for slot in range(_SLOTS)
    ]
    sums = [fsum(one.values()) for one in plan]
    total = fsum(sums)
    changes = Changes(world, journal, rates, dates, newcomers)
    duties = Duties(world, journal, rates, WorkClock(worked), dates)
    misconduct = Misconduct(world, journal, rates, plan, worked)
    on_workdays = fsum(sums[slot] for slot in range(len(plan)) if worked[slot // _SLOTS])
    upto = 0.0
    for slot, weights in enumerate(plan):
        day, place = divmod(slot, _SLOTS)
        if not place:
            mine = fsum(sums[slot : slot + _SLOTS])
            changes.happen(day, worked[day], mine / on_workdays if on_workdays else 0.0)
            duties.happen(day, worked[day])
        if place == _ARRIVAL:
            changes.welcome(day, slot * rhythm.SLOT)
        misconduct.happen(slot)
        upto += sums[slot]
        wanted = messages if slot == len(plan) - 1 else int(messages * upto / total)
        open_ones = {one: weights[one] for one in weights if weights[one] and possible(one, world)}
        if open_ones:
            where = Weighted(tuple(open_ones), list(open_ones.values()))
            while journal.made < wanted:
                at = slot * rhythm.SLOT + chance.below(rhythm.SLOT)
                converse(where.pick(chance), at, world, journal, rates)
        yield from journal.due((slot + 1) * rhythm.SLOT)
