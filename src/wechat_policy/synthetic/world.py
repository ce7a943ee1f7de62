"""Who there is and who talks with whom, as the days of the traffic change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from wechat_policy.synthetic.breaches import breaches
from wechat_policy.synthetic.chance import Chance, Weighted
from wechat_policy.synthetic.groups import Group
from wechat_policy.synthetic.people import Manner, Outsider, Person

Spot: TypeAlias = "Group | tuple[str, str]"
"""Where somebody speaks: a group, or alone with another."""

OUTSIDE = Manner(False, False, False, 0.01, 0.003, False, 0.02, "")
"""How people outside write."""


class World:
    """The people, the groups and the pairs of one run."""

    def __init__(
        self,
        people: Sequence[Person],
        newcomers: Sequence[Person],
        others: Sequence[Outsider],
        groups: Sequence[Group],
        chance: Chance,
    ) -> None:
        self.chance = chance
        self.people = {one.id: one for one in (*people, *newcomers)}
        self.present = list(people)
        self.others = {one.id: one for one in others}
        self.groups = list(groups)
        self.colleagues = list(_pairs(people, chance))
        self.clients = [(one.staff, one.id) for one in others if one.sort != "competitor"]
        self.places: dict[str, Weighted[Group]] = {}
        self.offenders: dict[str, tuple[list[str], list[str]]] = {}
        self._seats: dict[tuple[str, str], list[Spot]] = {}
        self._reached: dict[tuple[str, str], tuple[tuple[str, ...], list[str]]] = {}
        self._liveliness: dict[str, int] = {}
        self.settle()

    def settle(self) -> None:
        """Takes note of what has changed in people, groups and pairs."""
        chance = self.chance
        sorts: dict[str, list[Group]] = {}
        for group in self.groups:
            sorts.setdefault(group.sort, []).append(group)
            if group.id not in self._liveliness:
                self._liveliness[group.id] = 1 + chance.below(3)
        self.places = {
            sort: Weighted(found, [self._share(one) for one in found])
            for sort, found in sorts.items()
        }
        self._seats = {}
        for group in self.groups:
            for member in group.members:
                self._seats.setdefault((member, group.sort), []).append(group)
        for sort, pairs in (("colleagues", self.colleagues), ("client", self.clients)):
            for pair in pairs:
                self._seats.setdefault((pair[0], sort), []).append(pair)
        for kind, breach in breaches().items():
            able = [one.id for one in self.present if self.spots(one.id, breach.where)]
            known = set(able)
            again = [one for one in self.offenders.get(kind, ((), ()))[1] if one in known]
            again = again or chance.some(able, max(2, len(able) // 12))
            self.offenders[kind] = (able, again)

    def spots(self, person: str, where: Iterable[str]) -> list[Spot]:
        """The groups of those sorts that somebody is in, and those they talk with alone."""
        return [one for sort in where for one in self._seats.get((person, sort), ())]

    def reached(self, group: Group, sender: str) -> list[str]:
        """Whom a message in a group reaches; the list is shared by messages."""
        known = self._reached.get((group.id, sender))
        if known is None or known[0] is not group.members:
            reached = [one for one in group.everyone if one != sender]
            known = self._reached[group.id, sender] = (group.members, reached)
        return known[1]

    def manner(self, id_: str) -> Manner:
        """How somebody writes."""
        person = self.people.get(id_)
        return OUTSIDE if person is None else person.manner

    def arrive(self, person: Person) -> list[Group]:
        """Somebody new is there; the groups they are brought into."""
        self.present.append(person)
        if person.manager:
            self.colleagues += [(person.id, person.manager)] * 2
        wanted = (person.team or person.division, person.division)
        joined = [one for one in self.groups if one.department in wanted and one.sort != "social"]
        joined += [one for one in self.groups if one.sort == "notice"][-1:]
        for group in joined:
            group.members = (*group.members, person.id)
        return joined

    def depart(self, person: Person) -> list[Group]:
        """Somebody is gone; the groups they were in."""
        self.present.remove(person)
        self.colleagues = [pair for pair in self.colleagues if person.id not in pair]
        heir = person.manager or self.present[0].id
        self.clients = [(heir if one == person.id else one, two) for one, two in self.clients]
        left = [one for one in self.groups if person.id in one.members]
        for group in left:
            group.members = tuple(one for one in group.members if one != person.id)
            if group.owner == person.id and group.members:
                group.owner = group.members[0]
        self.groups = [one for one in self.groups if one.members]
        return left

    def _share(self, group: Group) -> int:
        return (2 + min(len(group.members) + len(group.guests), 40)) * self._liveliness[group.id]


def _pairs(people: Sequence[Person], chance: Chance) -> Iterator[tuple[str, str]]:
    """Colleagues who talk with each other alone."""
    teams: dict[tuple[str, str], list[Person]] = {}
    for one in people:
        teams.setdefault((one.division, one.team), []).append(one)
    for one in people:
        near = [other for other in teams[one.division, one.team] if other is not one]
        for other in chance.some(near, 4):
            yield one.id, other.id
        if one.manager:
            yield one.id, one.manager
            yield one.manager, one.id
        far = chance.one(people)
        if far is not one:
            yield one.id, far.id
