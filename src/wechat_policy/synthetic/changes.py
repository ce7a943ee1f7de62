"""What changes from day to day: people, groups, customers, accounts, files and screens."""

from __future__ import annotations

from datetime import date

from wechat_policy.synthetic.clock import MINUTE, working_moment
from wechat_policy.synthetic.grammar import Grammar
from wechat_policy.synthetic.groups import Group
from wechat_policy.synthetic.journal import Journal, Record
from wechat_policy.synthetic.people import Person
from wechat_policy.synthetic.rates import Rates
from wechat_policy.synthetic.rhythm import DAY
from wechat_policy.synthetic.talk import speech
from wechat_policy.synthetic.world import World

_LEAVING = 0.0006
"""The chance that somebody leaves on a working day."""


class Changes:
    """The changes of one run."""

    def __init__(
        self,
        world: World,
        journal: Journal,
        rates: Rates,
        dates: list[date],
        newcomers: list[Person],
    ) -> None:
        self.world = world
        self.journal = journal
        self.rates = rates
        self.dates = dates
        self.newcomers = newcomers
        self._due = {"file_leak": 0.0, "account_sharing": 0.0}

    def happen(self, day: int, worked: bool, share: float) -> None:
        """The changes of a day, on which that share of all messages is sent."""
        if worked:
            self._depart(day)
            self._regroup(day)
            self._customers(day)
            self._accounts(day)
            self._files(day)
            for kind in self._due:
                rate: float = getattr(self.rates, kind)
                self._due[kind] += self.journal.messages * rate / 1000 * share
                while self._due[kind] > self.journal.chance.draw():
                    self._due[kind] -= 1
                    self._breach(kind, day)
            self.world.settle()

    def welcome(self, day: int, at: int) -> None:
        """Those who are new on a day arrive, at a moment of it."""
        new = [one for one in self.newcomers if one.joined == self.dates[day]]
        for person in new:
            self._arrive(person, at)
        if new:
            self.world.settle()

    def _arrive(self, person: Person, at: int) -> None:
        journal, account = self.journal, f"wk-{person.id}"
        clerk = self._clerk("hr")
        facts: Record = {
            "actor": clerk,
            "account": account,
            "holder": person.id,
            "account_type": "wecom",
        }
        journal.act(at, "account.open", "ac", facts)
        handed = {"actor": clerk, "account": account, "holder": person.id}
        journal.act(at + 500, "account.assign", "ac", handed)
        told: Record = {"actor": person.id, "department": person.division, "position": person.post}
        journal.act(at + 1000, "employee.join", "em", told)
        journal.act(
            at + 600_000,
            "login",
            "lg",
            {"actor": person.id, "account": account, "first": True, "client": "official_mobile"},
        )
        for place, group in enumerate(self.world.arrive(person)):
            facts = {"actor": group.owner, "group": group.id, "members": [person.id]}
            journal.act(at + 1100 + place, "group.add", "gr", facts)

    def _depart(self, day: int) -> None:
        chance, world, journal = self.journal.chance, self.world, self.journal
        for person in [one for one in world.present if one.rank == 3 and chance.happens(_LEAVING)]:
            if len(world.present) < 5:
                return
            # Before anything is said that day: who has left says nothing more.
            at = day * DAY + chance.below(60 * MINUTE)
            last = self.dates[day].isoformat()
            journal.act(at, "employee.leave", "em", {"actor": person.id, "last_day": last})
            facts: Record = {
                "actor": self._clerk("hr"),
                "account": f"wk-{person.id}",
                "holder": person.id,
            }
            journal.act(at + 1000, "account.close", "ac", {**facts, "reason": "离职"})
            for group in world.depart(person):
                facts = {"actor": group.owner, "group": group.id, "members": [person.id]}
                journal.act(at + 2000, "group.remove", "gr", {**facts, "reason": "离职"})

    def _regroup(self, day: int) -> None:
        chance, world, journal = self.journal.chance, self.world, self.journal
        people, grammar = world.present, speech().grammar
        for _ in range(chance.about(len(people) / 900)):
            self._create(grammar, day)
        open_ones = [one for one in world.groups if one.sort in ("project", "social")]
        for _ in range(chance.about(len(open_ones) / 25) if open_ones else 0):
            group, at = chance.one(open_ones), working_moment(day, chance)
            lot = chance.draw()
            inside = set(group.members)
            if lot < 0.5:
                new = [one.id for one in chance.some(people, 4) if one.id not in inside]
                if new:
                    told: Record = {"actor": group.owner, "group": group.id, "members": new}
                    journal.act(day * DAY + 60 * MINUTE, "group.add", "gr", told)
                    group.members = (*group.members, *new)
            elif lot < 0.8 and len(inside) > 3:
                gone = chance.one([one for one in group.members if one != group.owner])
                journal.act(
                    day * DAY + 30 * MINUTE, "group.leave", "gr", {"actor": gone, "group": group.id}
                )
                group.members = tuple(one for one in group.members if one != gone)
            elif lot < 0.95:
                ending = "群" if group.sort == "project" else "闲聊群"
                name = grammar["project"](chance.draw, {}) + ending
                told = {
                    "actor": group.owner,
                    "group": group.id,
                    "old_name": group.name,
                    "name": name,
                }
                journal.act(at, "group.rename", "gr", told)
                group.name = name
            elif group.sort == "project" and len(open_ones) > 4:
                told = {"actor": group.owner, "group": group.id, "reason": "项目结束"}
                journal.act(day * DAY + 20 * MINUTE, "group.dissolve", "gr", told)
                world.groups.remove(group)
                open_ones.remove(group)

    def _create(self, grammar: Grammar, day: int) -> None:
        chance, world = self.journal.chance, self.world
        those = chance.some(world.present, chance.between(4, 12))
        owner = min(those, key=lambda one: one.rank)
        name = grammar["project"](chance.draw, {}) + "沟通群"
        members = tuple(dict.fromkeys((owner.id, *(one.id for one in those))))
        group = Group(
            f"wr{chance.letters(30)}",
            name,
            "project",
            owner.function,
            owner.id,
            members,
            self.dates[day],
        )
        world.groups.append(group)
        facts: Record = {
            "actor": owner.id, "group": group.id, "name": name, "level": "project",
            "owner": owner.id, "members": list(members), "work_need": True,
        }  # fmt: skip
        self.journal.act(day * DAY + 40 * MINUTE, "group.create", "gr", facts)

    def _customers(self, day: int) -> None:
        chance, world, journal = self.journal.chance, self.world, self.journal
        for _ in range(chance.about(len(world.clients) / 60)):
            staff, guest = chance.one(world.clients)
            person = world.people[staff]
            at = working_moment(day, chance)
            state = chance.one(("requested", "accepted", "added", "added"))
            text = f"您好，我是{person.division}的{person.name}"
            facts: Record = {"actor": staff, "contact": guest, "state": state, "text": text}
            journal.act(
                at, "contact.add", "ct", {**facts, "account_type": "work", "purpose": "work"}
            )
            if chance.happens(0.6):
                tags = chance.some(("意向高", "已下单", "待跟进", "老客户", "要发票", "VIP"), 2)
                journal.act(
                    at + 400_000,
                    "customer.update",
                    "cu",
                    {"actor": staff, "customer": guest, "tags": tags},
                )

    def _accounts(self, day: int) -> None:
        chance, people, journal = self.journal.chance, self.world.present, self.journal
        for _ in range(chance.about(len(people) / 60)):
            person = chance.one(people)
            at, account = working_moment(day, chance), f"wk-{person.id}"
            lot = chance.draw()
            if lot < 0.55:
                facts: Record = {
                    "actor": person.id, "account": account,
                    "network": chance.one(("company", "company", "home", "mobile")),
                    "client": chance.one(("official_desktop", "official_mobile")),
                    "device_owner": chance.one(("company", "own", "own")),
                }  # fmt: skip
                journal.act(at, "login", "lg", facts)
            elif lot < 0.85:
                facts = {
                    "actor": person.id,
                    "account": account,
                    "length": chance.between(8, 14),
                    "classes": chance.between(2, 4),
                    "weak": chance.happens(0.05),
                }
                journal.act(at, "password.change", "pw", facts)
            else:
                facts = {
                    "actor": person.id,
                    "account": account,
                    "changes": {"phone": f"1390000{chance.between(1000, 9999)}"},
                }
                journal.act(at, "account.update", "ac", facts)

    def _files(self, day: int) -> None:
        chance, people, journal = self.journal.chance, self.world.present, self.journal
        for _ in range(chance.about(len(people) / 5)):
            person, at = chance.one(people), working_moment(day, chance)
            lot = chance.draw()
            if lot < 0.45:
                facts: Record = {
                    "actor": person.id,
                    "file": self._file(),
                    "destination": "company_drive",
                    "authorized": True,
                }
                journal.act(at, "file.upload", "fl", facts)
            elif lot < 0.85:
                facts = {
                    "actor": person.id,
                    "file": self._file(),
                    "device_owner": "company",
                    "authorized": True,
                }
                journal.act(at, "file.download", "fl", facts)
            else:
                facts = {
                    "actor": person.id,
                    "app": "截屏",
                    "category": "other",
                    "x_screen": chance.one(("chat", "file", "contacts", "other")),
                }
                journal.act(at, "app.use", "sc", facts)

    def _breach(self, kind: str, day: int) -> None:
        chance, journal = self.journal.chance, self.journal
        person = chance.one(self.world.present)
        at = working_moment(day, chance)
        mark = (kind, False, "", person.id)
        if kind == "file_leak":
            facts: Record = {
                "actor": person.id, "file": {**self._file(), "label": "secret"},
                "destination": chance.one(("personal_cloud", "public_cloud", "personal_device")),
                "authorized": False,
            }  # fmt: skip
            journal.act(at, "file.upload", "fl", facts, mark)
            return
        mates = [b for a, b in self.world.colleagues if a == person.id] or [person.id]
        facts = {
            "actor": person.id, "account": f"wk-{person.id}", "to": [chance.one(mates)],
            "mode": chance.one(("lend", "joint", "delegate")), "authorized": False,
        }  # fmt: skip
        journal.act(at, "account.share", "ac", facts, mark)

    def _file(self) -> dict[str, object]:
        chance = self.journal.chance
        name = speech().grammar["doc"](chance.draw, {}) + chance.one((".xlsx", ".docx", ".pdf"))
        return {"name": name, "size": chance.between(12_000, 9_000_000)}

    def _clerk(self, function: str) -> str:
        present = self.world.present
        return next((one.id for one in present if one.function == function), present[0].id)
