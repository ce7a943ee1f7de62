"""The groups of the made-up company, by what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import attrs

from wechat_policy.synthetic.chance import Chance
from wechat_policy.synthetic.grammar import Grammar
from wechat_policy.synthetic.people import Outsider, Person

ZONE = timezone(timedelta(hours=8))
LARGEST = 500
"""Members that a group has at most."""

_LEVELS = {
    "team": "department", "division": "department", "project": "project", "customer": "external",
    "notice": "company", "social": "exchange", "leaders": "executive",
}  # fmt: skip


@attrs.define(eq=False)
class Group:
    """A chat of several; `members` is replaced, never changed, since messages share it."""

    id: str
    name: str
    sort: str
    function: str
    owner: str
    members: tuple[str, ...]
    created: date
    department: str = ""
    guests: tuple[str, ...] = ()

    @property
    def everyone(self) -> tuple[str, ...]:
        """Members and guests."""
        return self.members + self.guests


def groups(
    people: Sequence[Person],
    others: Sequence[Outsider],
    grammar: Grammar,
    start: date,
    company: str,
    chance: Chance,
) -> list[Group]:
    """The groups that there are on the first day."""
    found: list[Group] = []

    def add(
        sort: str, name: str, function: str, owner: str, members: Sequence[str], **more: Any
    ) -> None:
        created = start - timedelta(days=10 + chance.below(900))
        id_ = f"wr{chance.letters(30)}"
        found.append(
            Group(
                id_,
                name,
                sort,
                function,
                owner,
                tuple(dict.fromkeys((owner, *members))),
                created,
                **more,
            )
        )

    divisions: dict[str, list[Person]] = {}
    for one in people:
        divisions.setdefault(one.division, []).append(one)
    for name, members in divisions.items():
        head = members[0]
        ids = [one.id for one in members]
        teams: dict[str, list[Person]] = {}
        for one in members:
            if one.team:
                teams.setdefault(one.team, []).append(one)
        for team, those in teams.items():
            add(
                "team",
                f"{team}工作群",
                head.function,
                those[0].id,
                [*(one.id for one in those), head.id],
                department=team,
            )
        if len(ids) > 1 and len(ids) <= LARGEST:
            sort = "division" if teams else "team"
            add(sort, f"{name}工作群", head.function, head.id, ids, department=name)
    heads = [one.id for one in people if one.rank < 2]
    add("leaders", f"{company}管理层", "management", people[0].id, heads)
    clerk = next((one for one in people if one.function == "hr"), people[0])
    for place in range(0, len(people), LARGEST - 1):
        part = [one.id for one in people[place : place + LARGEST - 1]]
        part_name = f"（{place // (LARGEST - 1) + 1}）" if len(people) >= LARGEST else ""
        add("notice", f"{company}通知群{part_name}", "hr", clerk.id, part)
    for _ in range(max(1, len(people) // 14)):
        size = min(len(people), chance.between(4, 12))
        those = chance.some(people, size)
        owner = min(those, key=lambda one: one.rank)
        add(
            "project",
            grammar["project"](chance.draw, {}) + chance.one(("沟通群", "项目组", "推进群", "")),
            owner.function,
            owner.id,
            [one.id for one in those],
        )
    hobbies = (
        "羽毛球",
        "吃饭搭子",
        "宝爸宝妈",
        "拼车",
        "钓鱼",
        "二手闲置",
        "跑步",
        "团购",
        "摄影",
        "篮球",
        "追剧",
        "老乡会",
    )
    for number in range(max(1, len(people) // 40)):
        those = chance.some(people, min(len(people), chance.between(5, 40)))
        label = hobbies[number % len(hobbies)] + (
            f"{number // len(hobbies) + 1}群" if number >= len(hobbies) else "群"
        )
        add("social", label, "", those[0].id, [one.id for one in those])
    by_id = {one.id: one for one in people}
    by_company: dict[tuple[str, str], list[Outsider]] = {}
    for other in others:
        if other.sort != "competitor":
            by_company.setdefault((other.staff, other.company), []).append(other)
    for (staff, named), guests in by_company.items():
        if not named or chance.happens(0.6):
            continue
        keeper = by_id[staff]
        helpers = chance.some(
            [
                one
                for one in people
                if one.function in ("service", "logistics", keeper.function) and one.id != staff
            ],
            chance.between(1, 3),
        )
        add(
            "customer",
            f"{named}对接群",
            keeper.function,
            staff,
            [one.id for one in helpers],
            guests=tuple(one.id for one in guests),
        )
    return found


def group_row(one: Group) -> dict[str, Any]:
    """The row of the directory."""
    opened = datetime.combine(one.created, time(10), ZONE)
    return {
        "id": one.id, "name": one.name, "level": _LEVELS[one.sort], "owner": one.owner,
        "admins": [one.owner], "members": list(one.everyone), "external": bool(one.guests),
        **({"department": one.department} if one.department else {}),
        "status": "active", "created": opened.isoformat(),
    }  # fmt: skip
