"""The people of the made-up company, and those outside with whom it deals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import attrs

from wechat_policy.synthetic.chance import Chance, Weighted
from wechat_policy.synthetic.grammar import Grammar, data

TEAM = 14
"""Members that a team has at most."""

_REGIONS = ("north", "north", "southwest", "east", "south")
_ROLES = {
    "hr": "hr", "finance": "finance", "it": "it", "legal": "legal", "marketing": "marketing",
    "sales": "sales", "service": "customer_service", "admin": "administration",
}  # fmt: skip


@attrs.frozen(eq=False)
class Manner:
    """How somebody writes: the share of messages with a habit."""

    full_stop: bool
    spaced: bool
    tilde: bool
    emoji: float
    typo: float
    traditional: bool
    voice: float
    region: str


@attrs.frozen(eq=False)
class Person:
    """Somebody of the company: rank 0 leads it, 1 a division, 2 a team, 3 nobody."""

    id: str
    name: str
    woman: bool
    family: str
    function: str
    division: str
    team: str
    post: str
    rank: int
    manager: str | None
    hours: str
    joined: date
    manner: Manner

    def called(self, by_rank: int, chance: Chance) -> str:
        """How colleagues of a rank address this person."""
        if self.rank == 0:
            return f"{self.family}总"
        if self.rank == 1 and by_rank > 1:
            return self.family + chance.one(("总", "经理", "经理", "总"))
        if self.rank == 2 and by_rank == 3:
            return self.family + chance.one(
                ("主管", "组长", "工" if not self.woman else "姐", "哥" if not self.woman else "姐")
            )
        given = self.name[len(self.family) :]
        plain = given if len(given) > 1 else self.name
        older = self.family + ("姐" if self.woman else "哥")
        return chance.one(
            (
                plain,
                plain,
                older,
                f"小{self.family}",
                f"老{self.family}" if not self.woman else plain,
                self.name,
            )
        )


@attrs.frozen(eq=False)
class Outsider:
    """Somebody outside: a customer, a supplier, or one of another company in the trade."""

    id: str
    name: str
    family: str
    woman: bool
    company: str
    sort: str
    staff: str
    """Who of the company looks after them."""


def staff(count: int, start: date, days: int, chance: Chance) -> list[Person]:
    """So many people in divisions and teams, heads first; a few begin within the days."""
    divisions = data("organization")["division"]
    names = _names(chance)
    people: list[Person] = []
    taken: set[str] = set()

    def add(
        division: Mapping[str, Any],
        team: str,
        post: str,
        rank: int,
        manager: str | None,
        hours: str,
    ) -> Person:
        name, family, spelt, woman = next(names)
        stem, number = spelt, 1
        while spelt in taken:
            number += 1
            spelt = f"{stem}{number}"
        taken.add(spelt)
        ago = int(chance.draw() * chance.draw() * 3600) + 40 + (1500 if rank < 2 else 0)
        if rank == 3 and chance.happens(days / 1500):
            ago = -chance.below(days)
        one = Person(
            spelt, name, woman, family, division["function"], division["name"], team, post, rank,
            manager, hours, start - timedelta(days=ago), _manner(chance),
        )  # fmt: skip
        people.append(one)
        return one

    sizes = _sizes(count, [one["share"] for one in divisions])
    chief = None
    for division, size in zip(divisions, sizes, strict=True):
        posts = division["posts"].split()
        head = (
            add(
                division,
                "",
                division["head"],
                1 if chief else 0,
                chief.id if chief else None,
                "office",
            )
            if size
            else None
        )
        chief = chief or head
        left = size - 1
        teams = -(-left // TEAM)
        for team in range(teams):
            name = f"{division['name']}{_numeral(team + 1)}组" if teams > 1 else ""
            members = left // teams + (team < left % teams)
            assert head is not None
            shift = (
                ("early", "late")[team % 2] if division["hours"] == "shift" else division["hours"]
            )
            above = head.id
            if members > 3:
                above = add(division, name, division["lead"], 2, head.id, shift).id
                members -= 1
            for _ in range(members):
                add(division, name, chance.one(posts), 3, above, shift)
    return people


def outsiders(people: Sequence[Person], grammar: Grammar, chance: Chance) -> list[Outsider]:
    """Customers and suppliers of those who deal with them, and a few of other companies."""
    names = _names(chance)
    found: list[Outsider] = []

    def add(sort: str, company: str, person: Person) -> None:
        name, family, _, woman = next(names)
        found.append(
            Outsider(f"wm{chance.letters(30)}", name, family, woman, company, sort, person.id)
        )

    for person in people:
        if person.function in ("sales", "service", "ecommerce"):
            for _ in range(3 + chance.below(6)):
                company = (
                    grammar["customer_company"](chance.draw, {})
                    if person.function == "sales"
                    else ""
                )
                add("customer", company, person)
        elif person.function == "purchase":
            for _ in range(2 + chance.below(4)):
                add("partner", grammar["supplier"](chance.draw, {}), person)
    if people and not found:
        add("customer", grammar["customer_company"](chance.draw, {}), people[0])
    competing = [one for one in people if one.function in ("sales", "research")] or list(people)
    for _ in range(1 + len(people) // 80):
        add("competitor", "", chance.one(competing))
    return found


def person_row(one: Person, domain: str) -> dict[str, Any]:
    """The row of the directory."""
    department = [one.team, one.division] if one.team else [one.division]
    hours = data("organization")["hours"][one.hours]
    roles = [_ROLES[one.function]] if one.function in _ROLES else []
    if one.rank == 0:
        roles += ["executive", "general_manager"]
    elif one.rank < 3:
        roles += ["department_head" if one.rank == 1 else "supervisor", "manager"]
    return {
        "id": one.id, "name": one.name, "department": department, "position": one.post,
        **({"manager": one.manager} if one.manager else {}),
        "roles": roles, "status": "active", "external": False, "employment": "regular",
        "joined": one.joined.isoformat(), "email": f"{one.id}@{domain}",
        "working_hours": dict(hours),
    }  # fmt: skip


def outsider_row(one: Outsider) -> dict[str, Any]:
    """The row of the directory."""
    shown = (
        f"{one.name}-{one.company}"
        if one.company
        else f"{one.family}{'女士' if one.woman else '先生'}"
    )
    return {
        "id": one.id, "name": one.name, "nickname": shown, "external": True,
        "customer": one.sort == "customer", "partner": one.sort == "partner",
        "competitor": one.sort == "competitor",
    }  # fmt: skip


def _sizes(count: int, shares: Sequence[int]) -> list[int]:
    """The count by shares; the first is never empty."""
    total, given, upto = sum(shares), 0, 0
    sizes = []
    for share in shares:
        upto += share
        size = (count * upto * 2 + total) // (total * 2) - given
        sizes.append(size)
        given += size
    if not sizes[0]:
        largest = sizes.index(max(sizes))
        sizes[largest] -= 1
        sizes[0] = 1
    return sizes


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _manner(chance: Chance) -> Manner:
    return Manner(
        full_stop=chance.happens(0.2),
        spaced=chance.happens(0.12),
        tilde=chance.happens(0.1),
        emoji=chance.one((0.0, 0.0, 0.02, 0.05, 0.12)),
        typo=chance.one((0.0, 0.003, 0.008, 0.02)),
        traditional=chance.happens(0.015),
        voice=chance.one((0.0, 0.01, 0.02, 0.08)),
        region=chance.one(_REGIONS) if chance.happens(0.12) else "",
    )


def _names(chance: Chance) -> Iterator[tuple[str, str, str, bool]]:
    """Names without end, each with its family name, its spelling and whether it is a woman's."""
    families, given, never = _name_tables()
    while True:
        woman = chance.happens(0.45)
        family, family_spelt = families.pick(chance)
        single = chance.happens(0.14)
        first, first_spelt = given[woman, single].pick(chance)
        if family + first in never:
            continue
        yield family + first, family, family_spelt + first_spelt, woman


@cache
def _name_tables() -> tuple[
    Weighted[tuple[str, str]], dict[tuple[bool, bool], Weighted[tuple[str, str]]], frozenset[str]
]:
    def table(name: str) -> Weighted[tuple[str, str]]:
        cells = [
            row.split() for row in data("names")[name].replace("\n", " ").split(",") if row.strip()
        ]
        return Weighted([(row[0], row[1]) for row in cells], [float(row[2]) for row in cells])

    given = {
        (woman, single): table(f"{'women' if woman else 'men'}_{'single' if single else 'double'}")
        for woman in (False, True)
        for single in (False, True)
    }
    return table("family"), given, frozenset(data("names")["never"].split())


def company_names(chance: Chance) -> tuple[list[str], str]:
    """The names of the company, the longest first, and its domain."""
    words = data("organization")["company"]
    first, second, trade = (words[name].split() for name in ("first", "second", "trade"))
    place = chance.below(len(first))
    short = first[place] + chance.one([sign for sign in second if sign != first[place]])
    line = chance.one(trade)
    domain = f"{words['latin'].split()[place]}{chance.between(10, 99)}.example"
    return [f"{short}{line}有限公司", f"{short}{line}", short], domain
