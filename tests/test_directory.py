"""The directory: rows over time, what events change in them, and what is refused."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.directory import Directory, DirectoryError, PartialRow
from wechat_policy.events import Event, read_event

CHINA = timezone(timedelta(hours=8))


def day(number: int, hour: int = 0) -> datetime:
    """A moment in March 2026, in China."""
    return datetime(2026, 3, number, hour, tzinfo=CHINA)


def event(type_: str, at: datetime, id_: str = "", **facts: Any) -> Event:
    """An event; its id tells its type and moment unless one is given."""
    id_ = id_ or f"{type_}@{at.isoformat()}"
    return read_event({"type": type_, "id": id_, "at": at, **facts})


def after(source: Mapping[str, Any] | None, *events: Event) -> Directory:
    """A directory to which events have been applied."""
    directory = Directory.of(source)
    for one in events:
        directory.apply(one)
    return directory


def faults(source: Any) -> list[str]:
    """The fields at fault in a directory that must be refused."""
    with pytest.raises(DirectoryError) as caught:
        Directory.of(source)
    return [issue.field for issue in caught.value.issues]


PEOPLE = {"people": [{"id": "zhang", "name": "张三", "roles": ["hr"], "department": ["人事部"]}]}
GROUPS = {"groups": [{"id": "g", "name": "项目群", "owner": "li", "members": ["li", "zhang"]}]}
ACCOUNTS = {"accounts": [{"id": "a", "holder": "zhang", "type": "wecom", "status": "active"}]}


class TestRows:
    """What is listed."""

    def test_row(self) -> None:
        """A row holds at any moment."""
        row = Directory.of(PEOPLE).person("zhang", day(1))

        assert PEOPLE["people"][0] == row
        assert not isinstance(row, PartialRow)

    def test_unknown_id(self) -> None:
        """Of what nobody listed nothing is known."""
        directory = Directory.of(PEOPLE)

        assert directory.person("li", day(1)) is None
        assert directory.group("zhang", day(1)) is None

    @pytest.mark.parametrize("source", [None, {}, {"people": []}, {"people": None}])
    def test_empty(self, source: Any) -> None:
        """A directory may be empty."""
        directory = Directory.of(source)

        assert () == directory.people(day(1))
        assert {} == directory.organization

    def test_directory_comes_back(self) -> None:
        """A directory is read as itself."""
        directory = Directory.of(PEOPLE)

        assert directory is Directory.of(directory)

    @pytest.mark.parametrize(
        "people",
        [
            [{"id": "zhang", "name": "张三"}],
            {"zhang": {"name": "张三"}},
            {"zhang": {"id": "zhang", "name": "张三"}},
            {"zhang": [{"name": "张三"}]},
        ],
    )
    def test_shapes(self, people: Any) -> None:
        """Rows come as a list or by id."""
        row = Directory.of({"people": people}).person("zhang", day(1))

        assert {"id": "zhang", "name": "张三"} == row

    def test_kinds(self) -> None:
        """Each kind has its own rows."""
        directory = Directory.of(
            {**PEOPLE, **GROUPS, **ACCOUNTS, "devices": [{"id": "d", "user": "zhang"}]}
        )

        assert ("zhang",) == directory.people(day(1))
        assert ("g",) == directory.groups(day(1))
        assert ("a",) == directory.accounts(day(1))
        assert ("d",) == directory.devices(day(1))
        assert {"id": "d", "user": "zhang"} == directory.device("d", day(1))
        account = directory.account("a", day(1))
        assert account is not None
        assert "zhang" == account["holder"]

    def test_dates_and_moments(self) -> None:
        """Dates of rows become dates and moments aware moments."""
        directory = Directory.of(
            {
                "people": [{"id": "zhang", "birth_date": "1990-05-06"}],
                "accounts": [{"id": "a", "opened": "2026-01-01T00:00:00Z"}],
            }
        )
        person, account = directory.person("zhang", day(1)), directory.account("a", day(1))

        assert person is not None
        assert account is not None
        assert date(1990, 5, 6) == person["birth_date"]
        assert datetime(2026, 1, 1, tzinfo=UTC) == account["opened"]

    def test_unknown_facts_are_kept(self) -> None:
        """Facts that the vocabulary does not know pass as they are."""
        row = Directory.of({"people": [{"id": "z", "工号": 17}]}).person("z", day(1))

        assert row is not None
        assert 17 == row["工号"]

    def test_none_is_kept(self) -> None:
        """A fact that is None says there is none."""
        row = Directory.of({"people": [{"id": "z", "manager": None}]}).person("z", day(1))

        assert {"id": "z", "manager": None} == row

    def test_source_is_left_alone(self) -> None:
        """Reading changes nothing in the source."""
        source = {"people": [{"id": "z", "joined": "2026-03-01"}]}
        Directory.of(source).apply(event("role.assign", day(1), person="z", role="hr"))

        assert {"people": [{"id": "z", "joined": "2026-03-01"}]} == source

    def test_organization(self) -> None:
        """The organization is at hand."""
        directory = Directory.of({"organization": {"names": ["某公司"]}})

        assert {"names": ["某公司"]} == directory.organization


class TestFiles:
    """Directories in files."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_file(self, tmp_path: Path, encoding: str) -> None:
        """A JSON file is read, with or without a byte-order mark."""
        path = tmp_path / "directory.json"
        path.write_text(json.dumps(PEOPLE, ensure_ascii=False), encoding=encoding)

        assert ("zhang",) == Directory.of(path).people(day(1))
        assert ("zhang",) == Directory.of(str(path)).people(day(1))

    @pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
    def test_no_json(self, tmp_path: Path, content: bytes) -> None:
        """What is not JSON in UTF-8 is refused with the name of the file."""
        path = tmp_path / "directory.json"
        path.write_bytes(content)

        assert [str(path)] == faults(path)

    def test_missing_file(self, tmp_path: Path) -> None:
        """A file that is not there is the operating system's fault."""
        with pytest.raises(FileNotFoundError):
            Directory.of(tmp_path / "none.json")


class TestRefusals:
    """Faults of rows."""

    def test_all_at_once(self) -> None:
        """Every fault is reported, each with its place."""
        source = {
            "people": [{"name": "无名"}, {"id": 7}, "zhang", {"id": "li", "roles": "hr"}],
            "groups": {"g": {"members": ["li", 7], "external": "yes"}},
            "acounts": [],
            "organization": {"timezone": "Mars/Base"},
        }

        assert {
            "directory",
            "organization.timezone",
            "people[0].id",
            "people[1].id",
            "people[2]",
            "people[3].roles",
            "groups.g.members[1]",
            "groups.g.external",
        } == set(faults(source))

    def test_error_speaks_of_each(self) -> None:
        """The error has one line for each fault, and survives a process border."""
        with pytest.raises(DirectoryError) as caught:
            Directory.of({"people": [{"id": ""}, {"id": "z", "joined": "soon"}]})

        error = pickle.loads(pickle.dumps(caught.value))
        assert ["people[0].id", "people[1].joined"] == [one.field for one in error.issues]
        assert 2 == len(str(error).splitlines())
        assert "people[0].id" == error.field

    def test_near_miss(self) -> None:
        """A mistyped key comes with the one that was probably meant."""
        with pytest.raises(DirectoryError) as caught:
            Directory.of({"peopel": []})

        assert "`people`" == caught.value.expected

    @pytest.mark.parametrize("source", [[], [PEOPLE], 7, {1, 2}])
    def test_no_mapping(self, source: object) -> None:
        """A directory is a mapping."""
        assert ["directory"] == faults(source)

    @pytest.mark.parametrize("rows", ["zhang", 7, {"zhang": "张三"}, [["zhang"]]])
    def test_no_rows(self, rows: object) -> None:
        """Rows are mappings, in a list or by id."""
        assert 1 == len(faults({"people": rows}))

    @pytest.mark.parametrize("name", ["Mars/Base", "../etc", "", 8, []])
    def test_no_zone(self, name: object) -> None:
        """A time zone must exist."""
        assert ["organization.timezone"] == faults({"organization": {"timezone": name}})

    @pytest.mark.parametrize("bound", ["soon", "2026-03-01T00:00:00", 7, "0001-01-01"])
    def test_no_bound(self, bound: object) -> None:
        """A limit is a date or a moment with offset."""
        rows = [{"id": "z", "valid_from": bound}]

        assert ["people[0].valid_from"] == faults({"people": rows})

    def test_reversed_bounds(self) -> None:
        """A row ends after it begins."""
        row = {"id": "z", "valid_from": "2026-03-02", "valid_until": "2026-03-02"}

        assert ["people[0].valid_until"] == faults({"people": [row]})

    def test_rows_that_begin_together(self) -> None:
        """Two rows of one id cannot begin at one moment."""
        rows = [
            {"id": "z", "valid_from": "2026-03-02"},
            {"id": "z", "valid_from": "2026-03-01T16:00:00Z"},
        ]

        assert ["people[1].valid_from"] == faults({"people": rows})
        assert ["people[1].valid_from"] == faults({"people": [{"id": "z"}, {"id": "z"}]})


TWO_TERMS = {
    "people": [
        {
            "id": "z",
            "position": "助理",
            "valid_from": "2026-03-02",
            "valid_until": "2026-03-05",
        },
        {"id": "z", "position": "经理", "valid_from": "2026-03-08T12:00:00+08:00"},
    ]
}


class TestValidity:
    """Rows that hold for a time."""

    @pytest.mark.parametrize(
        ("at", "position"),
        [
            (day(1, 23), None),
            (day(2), "助理"),
            (day(4, 23), "助理"),
            (day(5), None),
            (day(8, 11), None),
            (day(8, 12), "经理"),
            (datetime(2099, 1, 1, tzinfo=UTC), "经理"),
        ],
    )
    def test_bounds(self, at: datetime, position: str | None) -> None:
        """A row holds from its first moment to before its last."""
        row = Directory.of(TWO_TERMS).person("z", at)

        assert position == (row and row["position"])

    @pytest.mark.parametrize("at", [day(1), day(2), day(6), day(9)])
    def test_who_is_known(self, at: datetime) -> None:
        """Only who has a row at the moment is known then."""
        directory = Directory.of(TWO_TERMS)

        assert (directory.person("z", at) is not None) == (directory.people(at) == ("z",))

    def test_later_row_wins(self) -> None:
        """Of rows that overlap the one that began last holds."""
        directory = Directory.of(
            {
                "people": [
                    {"id": "z", "position": "借调", "valid_from": day(3), "valid_until": day(5)},
                    {"id": "z", "position": "助理"},
                ]
            }
        )
        found = [directory.person("z", day(number)) for number in (2, 3, 5)]

        assert ["助理", "借调", "助理"] == [row and row["position"] for row in found]

    def test_zone_of_dates(self) -> None:
        """A date is a midnight in the organization's time zone."""
        source = {
            "people": [{"id": "z", "valid_from": "2026-03-02"}],
            "organization": {"timezone": "Europe/Berlin"},
        }
        directory = Directory.of(source)

        assert directory.person("z", datetime(2026, 3, 1, 22, 59, tzinfo=UTC)) is None
        assert directory.person("z", datetime(2026, 3, 1, 23, tzinfo=UTC)) is not None

    def test_term_of_use(self) -> None:
        """The end of an account's term of use is a fact and does not end its row."""
        directory = Directory.of({"accounts": [{"id": "a", "valid_until": "2026-03-02"}]})
        row = directory.account("a", day(9))

        assert row is not None
        assert date(2026, 3, 2) == row["valid_until"]

    def test_history_of_an_account(self) -> None:
        """Of several rows of an account each holds in its time."""
        directory = Directory.of(
            {
                "accounts": [
                    {"id": "a", "holder": "zhang", "valid_until": "2026-03-02"},
                    {"id": "a", "holder": "li", "valid_from": "2026-03-05"},
                ]
            }
        )
        found = [directory.account("a", day(number)) for number in (1, 3, 5)]

        assert ["zhang", None, "li"] == [row and row["holder"] for row in found]


class TestChanges:
    """What events change, from their moment on."""

    @pytest.mark.parametrize(
        ("source", "one", "kind", "id_", "expected"),
        [
            (
                PEOPLE,
                event("employee.leave", day(5, 9), actor="zhang", last_day="2026-03-06"),
                "person",
                "zhang",
                {"status": "left", "left": date(2026, 3, 6)},
            ),
            (
                PEOPLE,
                event("employee.leave", day(5, 9), actor="zhang"),
                "person",
                "zhang",
                {"status": "left", "left": date(2026, 3, 5)},
            ),
            (
                PEOPLE,
                event(
                    "employee.transfer", day(5), actor="zhang", department="财务部", position="会计"
                ),
                "person",
                "zhang",
                {"department": ["财务部"], "position": "会计", "roles": ["hr"]},
            ),
            (
                PEOPLE,
                event("role.assign", day(5), person="zhang", role="finance"),
                "person",
                "zhang",
                {"roles": ["hr", "finance"]},
            ),
            (
                PEOPLE,
                event("role.assign", day(5), person="zhang", role="hr", operation="remove"),
                "person",
                "zhang",
                {"roles": []},
            ),
            (
                PEOPLE,
                event(
                    "permission.change", day(5), person="zhang", permission="p", operation="grant"
                ),
                "person",
                "zhang",
                {"permissions": ["p"]},
            ),
            (
                PEOPLE,
                event(
                    "profile.update",
                    day(5),
                    person="zhang",
                    changes={"nickname": "小张", "department": "法务部", "phone": None, "id": "x"},
                ),
                "person",
                "zhang",
                {"nickname": "小张", "department": ["法务部"], "phone": None, "id": "zhang"},
            ),
            (
                PEOPLE,
                event("customer.optout", day(5), actor="zhang"),
                "person",
                "zhang",
                {"opted_out": True, "customer": True},
            ),
            (
                PEOPLE,
                event(
                    "snapshot.person",
                    day(5),
                    person="zhang",
                    name="小张",
                    real_name="张三丰",
                    status="active",
                ),
                "person",
                "zhang",
                {"nickname": "小张", "name": "张三丰", "status": "active", "roles": ["hr"]},
            ),
            (
                PEOPLE,
                event(
                    "snapshot.organization",
                    day(5),
                    unit="公司",
                    roles={"finance": ["zhang"], "it": "zhang", "x": None},
                ),
                "person",
                "zhang",
                {"roles": ["hr", "finance", "it"]},
            ),
            (
                PEOPLE,
                event(
                    "snapshot.customer",
                    day(5),
                    customer="zhang",
                    owner="li",
                    channel="official",
                    marked_optout=True,
                ),
                "person",
                "zhang",
                {"customer": True, "opted_out": True},
            ),
            (
                ACCOUNTS,
                event("account.assign", day(5), account="a", holder="li"),
                "account",
                "a",
                {"holder": "li"},
            ),
            (
                ACCOUNTS,
                event("account.return", day(5), actor="zhang", account="a", to="li"),
                "account",
                "a",
                {"holder": None},
            ),
            (
                ACCOUNTS,
                event("account.rename", day(5), account="a", name="客服一号"),
                "account",
                "a",
                {"name": "客服一号"},
            ),
            (
                ACCOUNTS,
                event("account.close", day(5), account="a"),
                "account",
                "a",
                {"status": "closed", "closed": day(5), "holder": "zhang"},
            ),
            (
                ACCOUNTS,
                event("account.close", day(5), account="a", permanent=False),
                "account",
                "a",
                {"status": "suspended"},
            ),
            (
                ACCOUNTS,
                event("account.restrict", day(5), account="a", measure="freeze"),
                "account",
                "a",
                {"status": "suspended"},
            ),
            (
                ACCOUNTS,
                event("account.restrict", day(5), account="a", measure="restrict"),
                "account",
                "a",
                {"status": "active"},
            ),
            (
                ACCOUNTS,
                event("account.update", day(5), account="a", changes={"status": "closed"}),
                "account",
                "a",
                {"status": "closed"},
            ),
            (
                ACCOUNTS,
                event(
                    "snapshot.account",
                    day(5),
                    account="a",
                    account_type="work",
                    holders=["li", "zhang"],
                    status="suspended",
                ),
                "account",
                "a",
                {"type": "work", "holder": "zhang", "status": "suspended"},
            ),
            (
                ACCOUNTS,
                event(
                    "snapshot.account",
                    day(5),
                    account="a",
                    account_type="wecom",
                    holders=[],
                    status="active",
                ),
                "account",
                "a",
                {"holder": None},
            ),
            (
                GROUPS,
                event("group.rename", day(5), group="g", name="新群"),
                "group",
                "g",
                {"name": "新群"},
            ),
            (
                GROUPS,
                event("group.join", day(5), actor="wang", group="g"),
                "group",
                "g",
                {"members": ["li", "zhang", "wang"]},
            ),
            (
                GROUPS,
                event("group.add", day(5), group="g", members=["wang", "li"]),
                "group",
                "g",
                {"members": ["li", "zhang", "wang"]},
            ),
            (
                GROUPS,
                event("group.leave", day(5), actor="zhang", group="g"),
                "group",
                "g",
                {"members": ["li"], "owner": "li"},
            ),
            (
                GROUPS,
                event("group.role.change", day(5), group="g", member="zhang", role="admin"),
                "group",
                "g",
                {"admins": ["zhang"]},
            ),
            (
                GROUPS,
                event("group.role.change", day(5), group="g", member="zhang", role="owner"),
                "group",
                "g",
                {"owner": "zhang"},
            ),
            (
                GROUPS,
                event("group.dissolve", day(5), group="g"),
                "group",
                "g",
                {"status": "dissolved", "dissolved": day(5)},
            ),
            (
                GROUPS,
                event("group.update", day(5), group="g", setting="speak_mode", new="everyone"),
                "group",
                "g",
                {"speak_mode": "all"},
            ),
            (
                GROUPS,
                event("snapshot.group", day(5), group="g", admins=["li"], members=["li", "qian"]),
                "group",
                "g",
                {"admins": ["li"], "members": ["li", "qian"], "owner": "li"},
            ),
            (
                {"devices": [{"id": "d", "user": "li", "trusted": True}]},
                event("device.change", day(5), actor="zhang", operation="bind", device="d"),
                "device",
                "d",
                {"user": "zhang", "trusted": True},
            ),
            (
                {"devices": [{"id": "d", "user": "li", "trusted": True}]},
                event("device.change", day(5), operation="lose", device="d"),
                "device",
                "d",
                {"user": "li", "trusted": False},
            ),
            (
                {"devices": [{"id": "d", "user": "li"}]},
                event("snapshot.device", day(5), device="d", owner="zhang"),
                "device",
                "d",
                {"user": "zhang"},
            ),
        ],
        ids=lambda value: value.type if isinstance(value, Event) else "",
    )
    def test_change(
        self, source: Any, one: Event, kind: str, id_: str, expected: Mapping[str, Any]
    ) -> None:
        """An event changes what it tells, from its moment on and not before."""
        directory, before = after(source, one), Directory.of(source)
        look, listed = getattr(directory, kind), getattr(before, kind)
        row = look(id_, one.at)

        assert expected == {fact: row.get(fact) for fact in expected}
        assert listed(id_, one.at) == look(id_, one.at - timedelta(microseconds=1))
        assert row == look(id_, day(31))
        assert not isinstance(row, PartialRow)

    def test_owner_who_leaves(self) -> None:
        """A group whose owner has gone has an owner that nobody told."""
        directory = after(GROUPS, event("group.remove", day(5), group="g", members=["li"]))
        row = directory.group("g", day(5))

        assert row is not None
        assert "owner" not in row
        assert ["zhang"] == row["members"]

    def test_tuples_are_lists(self) -> None:
        """Who leaves a group leaves it too where its members came as a tuple."""
        source = {"groups": [{"id": "g", "members": ("li", "zhang")}]}
        row = after(source, event("group.leave", day(5), actor="li", group="g")).group("g", day(5))

        assert row is not None
        assert ["zhang"] == row["members"]

    def test_announced_leave(self) -> None:
        """Leaving that is only announced tells the last day and ends nothing."""
        one = event("employee.leave", day(5), actor="zhang", announced=True, last_day="2026-03-31")
        row = after(PEOPLE, one).person("zhang", day(9))

        assert row is not None
        assert date(2026, 3, 31) == row["left"]
        assert "status" not in row

    def test_replaced_device(self) -> None:
        """A new device has the user that the old one loses."""
        directory = after(
            {"devices": [{"id": "old", "user": "zhang", "trusted": True}]},
            event(
                "device.change",
                day(5),
                actor="zhang",
                operation="replace",
                device="old",
                new="new",
            ),
        )
        old, new = directory.device("old", day(5)), directory.device("new", day(5))

        assert {"id": "old", "user": None, "trusted": False} == old
        assert {"id": "new", "user": "zhang"} == new

    def test_missing_mark_takes_nothing_back(self) -> None:
        """That a refusal is not marked does not undo it."""
        directory = after(
            None,
            event("customer.optout", day(3), actor="k"),
            event(
                "snapshot.customer",
                day(5),
                customer="k",
                owner="li",
                channel="official",
                marked_optout=False,
            ),
        )
        row = directory.person("k", day(6))

        assert row is not None
        assert row["opted_out"] is True

    def test_events_without_effect(self) -> None:
        """An event that changes nothing says so."""
        directory = Directory.of(PEOPLE)

        assert not directory.apply(event("login", day(1), actor="zhang", account="a"))
        assert directory.apply(event("role.assign", day(1), person="zhang", role="it"))

    def test_wrong_values_are_left_out(self) -> None:
        """A profile that tells nonsense changes only what it tells rightly."""
        deep: dict[str, Any] = {}
        for _ in range(10_000):
            deep = {"inside": deep}
        changes = {"name": 7, "email": "z@example.com", "working_hours": deep, "座右铭": deep}
        directory = after(PEOPLE, event("profile.update", day(5), person="zhang", changes=changes))
        row = directory.person("zhang", day(5))

        assert {**PEOPLE["people"][0], "email": "z@example.com"} == row

    def test_later_row_has_the_last_word(self) -> None:
        """A row that begins after an event replaces what the event said."""
        source = {
            "people": [
                {"id": "z", "position": "助理"},
                {"id": "z", "position": "总监", "valid_from": "2026-03-08"},
            ]
        }
        one = event("employee.transfer", day(5), actor="z", department="财务部", position="经理")
        directory = after(source, one)
        found = [directory.person("z", day(number)) for number in (4, 5, 8)]

        assert ["助理", "经理", "总监"] == [row and row["position"] for row in found]

    def test_later_row_has_its_own_lists(self) -> None:
        """A row that begins later has the members it lists."""
        source = {
            "groups": [
                {"id": "g", "members": ["li"]},
                {"id": "g", "members": ["qian"], "valid_from": "2026-03-08"},
            ]
        }
        row = after(source, event("group.join", day(5), actor="wang", group="g")).group("g", day(9))

        assert row is not None
        assert ["qian"] == row["members"]


class TestSuspension:
    """Accounts that are suspended for a time."""

    FREEZE = event("account.restrict", day(5), account="a", measure="freeze", until=day(8))

    @pytest.mark.parametrize(("number", "status"), [(4, "active"), (5, "suspended"), (8, "active")])
    def test_end(self, number: int, status: str) -> None:
        """A suspension ends by itself."""
        row = after(ACCOUNTS, self.FREEZE).account("a", day(number))

        assert row is not None
        assert status == row["status"]

    def test_two_suspensions(self) -> None:
        """An account is free when no suspension is left."""
        other = event("account.restrict", day(6), account="a", measure="suspend", until=day(10))
        directory = after(ACCOUNTS, self.FREEZE, other)
        found = [directory.account("a", day(number)) for number in (7, 9, 10)]

        assert ["suspended", "suspended", "active"] == [row and row["status"] for row in found]

    def test_closed_meanwhile(self) -> None:
        """An account that was closed meanwhile stays closed."""
        directory = after(ACCOUNTS, self.FREEZE, event("account.close", day(6), account="a"))
        row = directory.account("a", day(9))

        assert row is not None
        assert "closed" == row["status"]

    def test_closed_before(self) -> None:
        """An account that is closed cannot be suspended."""
        directory = after(ACCOUNTS, event("account.close", day(4), account="a"), self.FREEZE)
        row = directory.account("a", day(6))

        assert row is not None
        assert "closed" == row["status"]

    def test_freed_before_time(self) -> None:
        """A status that is set ends every suspension."""
        free = event("account.update", day(6), account="a", changes={"status": "active"})
        again = event("account.close", day(7), account="a", permanent=False)
        directory = after(ACCOUNTS, self.FREEZE, free, again)
        found = [directory.account("a", day(number)) for number in (6, 9)]

        assert ["active", "suspended"] == [row and row["status"] for row in found]


class TestNewcomers:
    """What only events told of."""

    def test_introduced(self) -> None:
        """Somebody who joins has a whole row from then on."""
        directory = after(None, event("employee.join", day(5, 9), actor="z", department="财务部"))
        row = directory.person("z", day(6))

        assert directory.person("z", day(5)) is None
        assert not isinstance(row, PartialRow)
        assert {
            "id": "z",
            "department": ["财务部"],
            "status": "active",
            "left": None,
            "joined": date(2026, 3, 5),
        } == row

    def test_account_and_group(self) -> None:
        """An account that is opened and a group created with its members have whole rows."""
        directory = after(
            None,
            event("account.open", day(5), account="a", holder="z", account_type="official"),
            event("group.create", day(5), actor="z", group="g", name="群", members=["z", "y"]),
        )
        account, group = directory.account("a", day(5)), directory.group("g", day(5))

        assert account is not None
        assert group is not None
        assert ("z", "official", "active") == tuple(
            account[fact] for fact in ("holder", "type", "status")
        )
        assert (["z", "y"], "active", day(5)) == tuple(
            group[fact] for fact in ("members", "status", "created")
        )
        assert not isinstance(account, PartialRow)
        assert not isinstance(group, PartialRow)

    @pytest.mark.parametrize(
        ("one", "kind", "id_"),
        [
            (event("group.join", day(5), actor="z", group="g"), "group", "g"),
            (event("group.create", day(5), actor="z", group="g", name="群"), "group", "g"),
            (event("role.assign", day(5), person="z", role="hr"), "person", "z"),
            (event("account.assign", day(5), account="a", holder="z"), "account", "a"),
        ],
        ids=lambda value: value.type if isinstance(value, Event) else "",
    )
    def test_pieced_together(self, one: Event, kind: str, id_: str) -> None:
        """What was never introduced has a row that says it is partial."""
        assert isinstance(getattr(after(None, one), kind)(id_, day(5)), PartialRow)

    def test_order_of_the_known(self) -> None:
        """The listed come in order, then the others by id."""
        source = {"people": [{"id": "z"}, {"id": "b"}]}
        joins = [event("employee.join", day(5), f"e{name}", actor=name) for name in ("y", "a")]

        assert ("z", "b", "a", "y") == after(source, *joins).people(day(5))
        assert ("z", "b") == after(source, *joins).people(day(4))


class TestOrder:
    """Events in any order."""

    def test_late_event(self) -> None:
        """A late event changes the past and what was built on it."""
        directory = after(GROUPS, event("group.join", day(7), actor="wang", group="g"))
        directory.group("g", day(9))
        directory.apply(event("group.leave", day(5), actor="li", group="g"))
        found = [directory.group("g", day(number)) for number in (4, 6, 8)]

        assert [["li", "zhang"], ["zhang"], ["zhang", "wang"]] == [
            row and row["members"] for row in found
        ]

    def test_beginning_comes_first(self) -> None:
        """At one moment a group is created before anybody joins, whatever the ids."""
        create = event("group.create", day(5), "z", actor="y", group="g", name="群", members=["y"])
        join = event("group.join", day(5), "a", actor="x", group="g")
        row = after(None, join, create).group("g", day(5))

        assert row is not None
        assert ["y", "x"] == row["members"]

    def test_redelivery(self) -> None:
        """An event that is applied again changes nothing."""
        one = event("role.assign", day(5), person="zhang", role="it")
        leave = event("role.assign", day(6), person="zhang", role="it", operation="remove")

        assert after(PEOPLE, one, leave).snapshot() == after(PEOPLE, one, leave, one).snapshot()

    @given(st.data())
    def test_any_order(self, data: st.DataObject) -> None:
        """Lookups give the same answers in whatever order events were applied and asked for."""
        people, moments = st.sampled_from("vwxyz"), st.integers(1, 9).map(day)
        changes = data.draw(
            st.lists(
                st.one_of(
                    st.builds(
                        event, st.just("group.join"), moments, actor=people, group=st.just("g")
                    ),
                    st.builds(
                        event, st.just("group.leave"), moments, actor=people, group=st.just("g")
                    ),
                    st.builds(
                        event,
                        st.just("group.remove"),
                        moments,
                        group=st.just("g"),
                        members=st.lists(people),
                    ),
                    st.builds(
                        event,
                        st.just("group.role.change"),
                        moments,
                        group=st.just("g"),
                        member=people,
                        role=st.sampled_from(["owner", "admin"]),
                        operation=st.sampled_from(["appoint", "dismiss"]),
                    ),
                    st.builds(
                        event,
                        st.just("snapshot.group"),
                        moments,
                        group=st.just("g"),
                        admins=st.lists(people),
                        members=st.lists(people),
                    ),
                    st.builds(event, st.just("group.dissolve"), moments, group=st.just("g")),
                ),
                unique_by=lambda one: one.id,
                max_size=12,
            )
        )
        source = data.draw(st.sampled_from([None, {"groups": [{"id": "g", "members": ["v"]}]}]))
        in_order = after(source, *sorted(changes, key=lambda one: one.at))
        shuffled = Directory.of(source)
        for one in data.draw(st.permutations(changes)):
            shuffled.apply(one)
            shuffled.group("g", data.draw(moments))

        for number in range(1, 11):
            expected, actual = in_order.group("g", day(number)), shuffled.group("g", day(number))
            assert expected == actual
            assert type(expected) is type(actual)

    def test_many_changes(self) -> None:
        """Answers do not depend on how many were asked for in between."""
        start = datetime(2026, 1, 1, tzinfo=UTC)
        joins = [
            event("group.join", start + timedelta(minutes=number), actor=f"p{number}", group="g")
            for number in range(100)
        ]
        asked, earlier = Directory.of(GROUPS), start
        for count, one in enumerate(joins):
            asked.apply(one)
            unasked = after(GROUPS, *joins[: count + 1])

            assert asked.group("g", one.at) == unasked.group("g", one.at)
            assert asked.group("g", earlier) == unasked.group("g", earlier)
            earlier = one.at


class TestStarts:
    """Since when there is something."""

    def test_listed(self) -> None:
        """A row tells when a person joined, a group was created or an account opened."""
        directory = Directory.of(
            {
                "people": [{"id": "z", "joined": "2026-03-02"}],
                "groups": [{"id": "g", "created": "2026-03-01T16:00:00Z"}],
                "accounts": [{"id": "a", "opened": "2026-03-02T00:00:00+08:00"}],
                "devices": [{"id": "d"}],
            }
        )

        assert [day(2)] * 3 == [
            directory.since("person", "z"),
            directory.since("group", "g"),
            directory.since("account", "a"),
        ]
        assert directory.since("device", "d") is None

    def test_told_by_events(self) -> None:
        """An event tells it too, and the first time counts."""
        directory = after(
            None,
            event("employee.join", day(9, 10), actor="z"),
            event("employee.join", day(2, 10), actor="z"),
            event("group.create", day(3, 10), actor="z", group="g", name="群"),
        )

        assert day(2) == directory.since("person", "z")
        assert day(3, 10) == directory.since("group", "g")

    def test_untold(self) -> None:
        """Where nobody told it there is no start."""
        directory = Directory.of(PEOPLE)

        assert directory.since("person", "zhang") is None
        assert directory.since("person", "nobody") is None


class TestCopies:
    """Directories that go their own ways, and states that are kept."""

    EVENTS = (
        event("role.assign", day(5), person="zhang", role="it"),
        event("employee.leave", day(6), actor="zhang", last_day="2026-03-10"),
        event("employee.join", day(6), actor="li", department="财务部"),
        event("account.restrict", day(5), account="a", measure="freeze", until=day(8)),
        event("account.close", day(9), account="a"),
        event("group.join", day(7), actor="li", group="群\ud800"),
    )

    def test_copy_goes_its_own_way(self) -> None:
        """A change of a copy is none of the original, and the other way round."""
        original = after(PEOPLE, self.EVENTS[0])
        copy = original.copy()
        copy.apply(self.EVENTS[1])
        original.apply(event("role.assign", day(7), person="zhang", role="legal"))
        one, other = original.person("zhang", day(9)), copy.person("zhang", day(9))

        assert one is not None
        assert other is not None
        assert (["hr", "it", "legal"], None) == (one["roles"], one.get("status"))
        assert (["hr", "it"], "left") == (other["roles"], other.get("status"))

    def test_restore(self) -> None:
        """What was kept as JSON gives the same answers at every moment."""
        source = {**PEOPLE, **ACCOUNTS}
        original, restored = after(source, *self.EVENTS), Directory.of(source)
        restored.restore(json.loads(json.dumps(original.snapshot())))

        for number in range(1, 12):
            at = day(number)
            assert original.people(at) == restored.people(at)
            assert original.groups(at) == restored.groups(at)
            for look in ("person", "account", "group"):
                for id_ in ("zhang", "li", "a", "群\ud800"):
                    one = getattr(original, look)(id_, at)
                    other = getattr(restored, look)(id_, at)
                    assert one == other
                    assert type(one) is type(other)
        assert original.snapshot() == restored.snapshot()

    def test_restore_forgets(self) -> None:
        """What was applied before is gone after a restore."""
        directory = after(PEOPLE, *self.EVENTS)
        directory.person("zhang", day(9))
        directory.restore(Directory.of(PEOPLE).snapshot())

        assert PEOPLE["people"][0] == directory.person("zhang", day(9))

    def test_snapshot_is_in_order(self) -> None:
        """The kept state does not depend on the order in which events came."""
        one, other = after(None, *self.EVENTS), after(None, *reversed(self.EVENTS))

        assert json.dumps(one.snapshot()) != json.dumps(Directory.of(None).snapshot())
        assert json.dumps(one.snapshot()) == json.dumps(other.snapshot())

    def test_pickle(self) -> None:
        """A directory survives a process border, partial rows too."""
        directory = after(PEOPLE, *self.EVENTS)
        group = directory.group("群\ud800", day(9))
        back = pickle.loads(pickle.dumps(directory))

        assert directory.person("zhang", day(9)) == back.person("zhang", day(9))
        assert group == back.group("群\ud800", day(9))
        assert isinstance(back.group("群\ud800", day(9)), PartialRow)
