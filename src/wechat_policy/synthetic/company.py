"""A made-up company with its directory, its traffic and what is true of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

import attrs

from wechat_policy.synthetic.chance import Chance
from wechat_policy.synthetic.groups import Group, group_row, groups
from wechat_policy.synthetic.journal import Record
from wechat_policy.synthetic.people import (
    Outsider,
    Person,
    company_names,
    outsider_row,
    outsiders,
    person_row,
    staff,
)
from wechat_policy.synthetic.rates import Label, Rates
from wechat_policy.synthetic.talk import speech
from wechat_policy.synthetic.traffic import traffic

START = date(2026, 3, 1)


@attrs.frozen(slots=False)
class Company:
    """A company that does not exist: the same arguments give the same bytes everywhere.

    `people` work there; `messages` are sent on `days` days from `start` on.
    """

    people: int
    days: int
    messages: int
    seed: int
    rates: Rates
    start: date

    @cached_property
    def _roll(self) -> tuple[list[Person], list[Outsider], list[Group], list[str], str]:
        chance = Chance(self.seed, 1)
        grammar = speech().grammar
        names, domain = company_names(chance)
        people = staff(self.people, self.start, self.days, chance)
        there = [one for one in people if one.joined < self.start]
        others = outsiders(there, grammar, chance)
        rooms = groups(there, others, grammar, self.start, names[-1], chance)
        return people, others, rooms, names, domain

    @cached_property
    def directory(self) -> dict[str, Any]:
        """People, groups, accounts and the organization as `Directory` reads them."""
        people, others, rooms, names, domain = self._roll
        return {
            "people": [*(person_row(one, domain) for one in people), *map(outsider_row, others)],
            "groups": [group_row(one) for one in rooms],
            "accounts": [
                {"id": f"wk-{one.id}", "holder": one.id, "type": "wecom", "status": "active",
                 "opened": f"{one.joined.isoformat()}T09:30:00+08:00", "department": one.division}
                for one in people
                if one.joined < self.start
            ],
            "devices": [],
            "organization": {"names": names, "domains": [domain], "timezone": "Asia/Shanghai"},
        }  # fmt: skip

    def labelled(self) -> Iterator[tuple[Record, tuple[Label, ...]]]:
        """Every event in the order of time, with what is true of it; most have no label."""
        people, others, rooms, _, _ = self._roll
        groups = [attrs.evolve(one) for one in rooms]
        chance = Chance(self.seed, 2)
        told = traffic(
            people, others, groups, self.start, self.days, self.messages, self.rates, chance
        )
        for _, _, record, labels in told:
            yield record, labels

    def events(self) -> Iterator[Record]:
        """Every event in the order of time, as a native record; made as it is asked for."""
        for record, _ in self.labelled():
            yield record

    def labels(self) -> Iterator[Label]:
        """What is true of the events that matter, in their order."""
        for _, labels in self.labelled():
            yield from labels


def company(
    people: int = 200,
    days: int = 30,
    messages: int | None = None,
    seed: int = 1,
    rates: Rates | None = None,
    start: date = START,
) -> Company:
    """A made-up company with so many people, and its traffic of so many days.

    Unless told, each of the people sends 25 messages a day.

    Raises:
        ValueError: there are no people or no days, messages are fewer than none, or the first day
            lies outside the years 1970 to 2100.
    """
    if people < 1 or days < 1 or (messages is not None and messages < 0):
        raise ValueError("a company needs people and days, and no fewer messages than none")
    if not 1970 <= start.year <= 2100:
        raise ValueError("the days have to lie between 1970 and 2100")
    sent = people * days * 25 if messages is None else messages
    return Company(people, days, sent, seed, rates or Rates(), start)
