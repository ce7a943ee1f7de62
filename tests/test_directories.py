"""Directories from what companies have: what each kind of source tells, and what is wrong in it."""

from __future__ import annotations

import copy
import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invoking import lines, run

from wechat_policy.adapters import read
from wechat_policy.adapters.directories import Gathered, read_directory, strangers
from wechat_policy.directory import Directory

Write = Callable[[str, str | bytes], str]

LIN = {
    "userid": "lin.mu", "name": "林木", "alias": "木头", "department": [5, 3], "main_department": 3,
    "position": "店长", "mobile": 13912340001, "biz_mail": "lin@shop.example",
    "email": "mu@home.example", "is_leader_in_dept": [0, 1], "direct_leader": ["qiao", "deng"],
    "status": 1, "telephone": "0571-1", "extattr": {"attrs": [
        {"type": 0, "name": "入职日期", "text": {"value": "2023/7/1"}},
        {"type": 0, "name": "工牌", "text": {"value": "A-17"}},
    ]},
}  # fmt: skip
QIAO = {"userid": "qiao", "name": "乔一", "department": [3], "status": 4}
DEPARTMENTS = {
    "errcode": 0,
    "department": [
        {"id": 3, "name": "门店部", "parentid": 1, "department_leader": ["qiao"]},
        {"id": 5, "name": "培训部", "parentid": 1},
    ],
}
INNER = {
    "roomid": "wrInnerRoom0001", "roomname": "晨会", "creator": "qiao",
    "room_create_time": 1700000000, "notice": "",
    "members": [{"memberid": "qiao", "jointime": 1700000001}, {"memberid": "lin.mu"}],
}  # fmt: skip
OUTER = {
    "errcode": 0,
    "group_chat": {
        "chat_id": "wrOuterRoom0001", "name": "老客户", "owner": "lin.mu",
        "create_time": 1700000000, "notice": "欢迎",
        "member_list": [
            {"userid": "lin.mu", "type": 1, "join_time": 1700000002, "name": "林木"},
            {"userid": "wmBuyer000000000001", "type": 2, "name": "顾三"},
        ],
        "admin_list": [{"userid": "qiao"}],
    },
}  # fmt: skip
BUYER = {
    "errcode": 0,
    "external_contact": {"external_userid": "wmBuyer000000000001", "name": "顾三三", "type": 1},
    "follow_user": [
        {"userid": "lin.mu", "createtime": 1700000000, "tags": [{"tag_name": "高意向"}]},
        {"userid": "qiao"},
    ],
}
DEVICES = {
    "errcode": 0,
    "device_list": [
        {"device_code": "D5", "system": "Mac", "status": 5, "last_login_userid": "qiao"},
        {"device_code": "D6", "status": 6},
        {"device_code": "D2", "status": 2},
    ],
}
SHIFT = {
    "grouptype": 1, "groupid": 4, "sync_holidays": True,
    "checkindate": [{"workdays": [1, 2, 3, 4, 5], "checkintime": [
        {"work_sec": 34200, "off_work_sec": 43200}, {"work_sec": 48600, "off_work_sec": 66600},
    ]}],
    "spe_workdays": [{"timestamp": 1772899200, "checkintime": []}],
    "spe_offdays": [{"timestamp": 1772985600, "end_timestamp": 1773072000}],
}  # fmt: skip
CHECKIN = {"errcode": 0, "info": [{"userid": "qiao", "group": SHIFT}]}

LIN_ROW = {
    "id": "lin.mu", "name": "林木", "nickname": "木头", "position": "店长", "phone": "13912340001",
    "email": "lin@shop.example", "x_email": "mu@home.example", "x_department_ids": ["3", "5"],
    "department": ["门店部", "培训部"], "status": "active", "roles": ["department_head"],
    "manager": "qiao", "x_direct_leader": ["qiao", "deng"], "joined": "2023-07-01",
    "x_extattr": {"工牌": "A-17"}, "x_telephone": "0571-1",
}  # fmt: skip

# What is read, and the rows that come of it.
GOLDEN: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "a member, and the names of departments": ([LIN, DEPARTMENTS], {"people": [LIN_ROW]}),
    "names of departments that come first": ([DEPARTMENTS, LIN], {"people": [LIN_ROW]}),
    "a list of members": (
        [{"errcode": 0, "userlist": [QIAO]}, DEPARTMENTS],
        {"people": [{"id": "qiao", "name": "乔一", "x_department_ids": ["3"],
                     "department": ["门店部"], "status": "inactive",
                     "roles": ["department_head"]}]},
    ),
    "an internal group": (
        [INNER],
        {"groups": [{"id": "wrInnerRoom0001", "name": "晨会", "external": False,
                     "created": "2023-11-15T06:13:20+08:00", "members": ["qiao", "lin.mu"],
                     "x_joined": {"qiao": "2023-11-15T06:13:21+08:00"}, "x_creator": "qiao"}]},
    ),
    "a group of customers": (
        [OUTER],
        {
            "people": [{"id": "wmBuyer000000000001", "name": "顾三", "external": True}],
            "groups": [{"id": "wrOuterRoom0001", "name": "老客户", "owner": "lin.mu",
                        "external": True, "created": "2023-11-15T06:13:20+08:00",
                        "admins": ["qiao"], "members": ["lin.mu", "wmBuyer000000000001"],
                        "x_joined": {"lin.mu": "2023-11-15T06:13:22+08:00"},
                        "x_notice": "欢迎"}],
        },
    ),
    "a customer": (
        [BUYER],
        {"people": [{"id": "wmBuyer000000000001", "name": "顾三三", "external": True,
                     "customer": True, "x_followers": ["lin.mu", "qiao"],
                     "x_followed_since": {"lin.mu": 1700000000}, "x_tags": ["高意向"],
                     "x_type": 1}]},
    ),
    "customers of a page": (
        [{"external_contact_list": [{"external_contact": BUYER["external_contact"],
                                     "follow_info": {"userid": "qiao"}}]}],
        {"people": [{"id": "wmBuyer000000000001", "name": "顾三三", "external": True,
                     "customer": True, "x_followers": ["qiao"], "x_type": 1}]},
    ),
    "devices": (
        [DEVICES],
        {"devices": [
            {"id": "D5", "trusted": True, "owner": "company", "user": "qiao", "x_system": "Mac",
             "x_status": 5, "x_last_login_userid": "qiao"},
            {"id": "D6", "trusted": True, "owner": "personal", "x_status": 6},
            {"id": "D2", "trusted": False, "x_status": 2},
        ]},
    ),
    "a rule of check-in": (
        [{"userid": "qiao", "name": "乔一"}, CHECKIN],
        {
            "people": [{"id": "qiao", "name": "乔一",
                        "working_hours": {"workdays": "09:30-12:00, 13:30-18:30"}}],
            "organization": {
                "calendar": {"2026-03-08": "workday", "2026-03-09": "rest", "2026-03-10": "rest"},
                "hours": {"workdays": "09:30-12:00, 13:30-18:30"},
            },
        },
    ),
    "a rule without the official holidays": (
        [{"group": [{"grouptype": 1, "checkindate": [
            {"workdays": [6, 0], "checkintime": [{"work_sec": 79200, "off_work_sec": 108000}]}]}]}],
        {"organization": {"hours": {"sunday": "22:00-06:00", "saturday": "22:00-06:00"}}},
    ),
    "a native directory": (
        [{"people": {"a": {"name": "甲"}}, "accounts": [{"id": "k", "holder": "a"}],
          "organization": {"names": ["本店"]}}],
        {"people": [{"id": "a", "name": "甲"}], "accounts": [{"id": "k", "holder": "a"}],
         "organization": {"names": ["本店"]}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", GOLDEN)
def test_sources_become_rows(case: str) -> None:
    """Each kind of record gives its rows, which a directory takes."""
    records, expected = GOLDEN[case]

    found = read_directory(*records)

    assert expected == found.rows
    assert () == found.errors
    assert Directory.of(found.rows)


def test_a_customer_of_a_group_and_of_a_card_is_one() -> None:
    """What a group mentions gives way to what the customer's own record says, in any order."""
    there, back = read_directory(OUTER, BUYER), read_directory(BUYER, OUTER)

    assert "顾三三" == there.rows["people"][0]["name"] == back.rows["people"][0]["name"]
    assert [] == [one for one in (*there.faults, *back.faults) if one.code == "contradiction"]


def test_a_later_source_adds_and_contradicts() -> None:
    """New facts join the row, roles add up, and a contradiction is told while the first stays."""
    found = read_directory(
        {"people": [{"id": "q", "position": "店员", "roles": ["hr"]}]},
        {"people": [{"id": "q", "position": "店长", "roles": ["it"], "email": "q@shop.example"}]},
    )

    row = {"id": "q", "position": "店员", "roles": ["hr", "it"], "email": "q@shop.example"}
    assert [row] == found.rows["people"]
    (fault,) = found.faults
    assert ("contradiction", "position", "q") == (fault.code, fault.field, fault.row)
    assert ("record 2", "record 1") == (fault.source, fault.got)
    assert "店" not in fault.render("zh")


def test_who_leads_a_department_keeps_other_roles() -> None:
    """Heads that departments mention join the roles of a row, whichever comes first."""
    hr = {"people": [{"id": "qiao", "roles": ["hr"]}]}
    found = read_directory(DEPARTMENTS, hr), read_directory(hr, DEPARTMENTS)

    assert [{"hr", "department_head"}] * 2 == [set(one.rows["people"][0]["roles"]) for one in found]
    assert () == found[0].faults == found[1].faults


def test_departments_that_differ_are_told_once_named() -> None:
    """A department by number is compared with one by name as soon as both have names."""
    found = read_directory({"people": [{"id": "qiao", "department": ["总部"]}]}, QIAO, DEPARTMENTS)

    assert ["总部"] == found.rows["people"][0]["department"]
    assert ["department"] == [one.field for one in found.faults if one.code == "contradiction"]


def test_what_holds_always_goes_to_the_latest_row_of_another_source() -> None:
    """Facts without a day join the row that begins last; rows of one list stay as they are."""
    dated = {"people": [{"id": "q", "valid_from": "2025-01-01", "valid_until": "2026-01-01"},
                        {"id": "q", "valid_from": "2026-01-01"}]}  # fmt: skip
    found = read_directory(dated, {"people": [{"id": "q", "phone": "1"}]})
    alone = read_directory({"people": [{"id": "q", "phone": "1"}, *dated["people"]]})

    assert [None, "1"] == [row.get("phone") for row in found.rows["people"]]
    assert 3 == len(alone.rows["people"])


def test_a_room_is_known_by_the_name_of_its_file(write: Write) -> None:
    """The answer about an internal group does not name it: the file or a key has to."""
    bare = {key: value for key, value in INNER.items() if key != "roomid"}

    named = read_directory(write("wrInnerRoom0001.json", json.dumps(bare)))
    unnamed = read_directory(bare)

    assert GOLDEN["an internal group"][1] == named.rows
    assert ["roomid"] == [one.field for one in unnamed.errors]


def damaged(record: dict[str, Any], path: list[Any], value: Any) -> dict[str, Any]:
    """A copy with another value at a path."""
    found = copy.deepcopy(record)
    inner: Any = found
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return found


A_DAY = "a date such as 2026-03-31, 2026/3/31 or 2026年3月31日"
A_TIME = "a time in milliseconds, in seconds or as YYYY-mm-dd HH:MM:SS"

# A record, what is damaged in it, and the fault: code, place, what was expected.
FAULTS = {
    "a member without an id": (QIAO, ["userid"], "", ("missing", "userid", "")),
    "a status there is not": (QIAO, ["status"], 9, ("wrong", "status", "1, 2, 4 or 5")),
    "departments that are none": (QIAO, ["department"], {}, ("wrong", "department", "ids")),
    "a name that is a number": (QIAO, ["name"], 7, ("wrong", "name", "text")),
    "an attribute that is text": (
        LIN, ["extattr", "attrs", 0], "x", ("wrong", "extattr.attrs[0]", "an object")
    ),
    "a day there is not": (
        LIN, ["extattr", "attrs", 0, "text", "value"], "2023-02-30",
        ("wrong", "extattr.attrs[0].value", A_DAY),
    ),
    "a member of a group that is no object": (
        OUTER, ["group_chat", "member_list", 1], [],
        ("wrong", "group_chat.member_list[1].userid", "an id"),
    ),
    "a time that is text": (
        INNER, ["room_create_time"], "soon",
        ("wrong", "room_create_time", A_TIME),
    ),
    "a customer that is text": (
        BUYER, ["external_contact"], "x", ("wrong", "external_contact", "an object")
    ),
    "a device without a code": (
        DEVICES, ["device_list", 1, "device_code"], None,
        ("missing", "device_list[1].device_code", ""),
    ),
    "a device of a status there is not": (
        DEVICES, ["device_list", 1, "status"], 7,
        ("wrong", "device_list[1].status", "a whole number from 1 to 6"),
    ),
    "a rule with a day there is not": (
        CHECKIN, ["info", 0, "group", "checkindate", 0, "workdays", 2], 8,
        ("wrong", "info[0].group.checkindate[0].workdays[2]", "a weekday from 0 to 7"),
    ),
    "a rule with a time beyond the day": (
        CHECKIN, ["info", 0, "group", "checkindate", 0, "checkintime", 0, "work_sec"], 10**7,
        ("wrong", "info[0].group.checkindate[0].checkintime[0].work_sec", "seconds since midnight"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_damaged_is_told_with_its_place(case: str) -> None:
    """The fault names the place and what was expected, and repeats no word of anybody."""
    record, path, value, expected = FAULTS[case]

    found = read_directory(damaged(record, path, value), {"userid": "deng", "name": "邓二"})

    faults = [(one.code, one.field, one.expected) for one in found.errors]
    assert [expected] == faults
    assert "deng" in {row["id"] for row in found.rows["people"]}
    told = found.errors[0].render("zh")
    assert told.startswith("record 1：") and "林木" not in told
    assert not any(word in told for word in (" or ", " from ", " since ", "such as"))


def test_the_good_rows_around_a_bad_one_stay() -> None:
    """In a page of members and of devices only the bad item is missing."""
    page = {"userlist": [QIAO, {"name": "无名"}, "x", {**LIN, "direct_leader": None}]}
    found = read_directory(page, damaged(DEVICES, ["device_list", 0], 3), DEPARTMENTS)

    assert ["qiao", "lin.mu"] == [row["id"] for row in found.rows["people"]]
    assert ["D6", "D2"] == [row["id"] for row in found.rows["devices"]]
    places = [one.field for one in found.errors]
    assert ["userlist[1].userid", "userlist[2]", "device_list[0]"] == places


def test_a_native_directory_keeps_its_good_rows() -> None:
    """A faulty native row is told with its place, and the others come through."""
    found = read_directory({"people": [{"id": "a"}, {"id": "b", "name": 7}, {}], "peple": []})

    assert [{"id": "a"}] == found.rows["people"]
    told = {(one.code, one.field) for one in found.errors}
    assert {("wrong", "people[1].name"), ("missing", "people[2].id"), ("wrong", "peple")} == told


def test_rules_without_fixed_hours_tell_none() -> None:
    """A roster and a free rule are told, and so is a special day with hours of its own."""
    special = {"timestamp": 1772899200, "checkintime": [{"work_sec": 0, "off_work_sec": 3600}]}
    found = read_directory(
        {"info": [{"userid": "q", "group": {"grouptype": 2, "groupid": 8}}]},
        {"info": [{"userid": "q", "group": {**SHIFT, "spe_workdays": [special]}}]},
    )

    told = [(one.code, one.field, one.got) for one in found.faults]
    assert ("no_hours", "8", "roster") in told
    assert ("special_day", "4", "2026-03-08") in told
    assert ("left_out", "", "1") in told
    assert () == found.errors


HEADINGS = ["姓名", "工号", "部门", "职务", "直属上级", "入职日期", "生效日期", "失效日期", "备注"]
ROWS = [
    ["林木", "0017", "本店/门店部;培训部", "店长", "", "2023年7月1日", "", "", "𠮷😀"],
    ["乔一", "0018", "门店部", "店员", "林木", "2024-1-5", "2024/1/5", "2025/1/5", ""],
    ["乔一", "0018", "培训部", "讲师", "林木(0017)", "20240105", "2025/1/5", "", ""],
]
TABLE = [
    {"id": "0017", "name": "林木", "department": ["门店部", "培训部"], "position": "店长",
     "x_department_paths": ["本店/门店部", "培训部"], "joined": "2023-07-01", "x_备注": "𠮷😀"},
    {"id": "0018", "name": "乔一", "department": ["门店部"], "position": "店员", "manager": "0017",
     "joined": "2024-01-05", "valid_from": "2024-01-05", "valid_until": "2025-01-05"},
    {"id": "0018", "name": "乔一", "department": ["培训部"], "position": "讲师", "manager": "0017",
     "joined": "2024-01-05", "valid_from": "2025-01-05"},
]  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return written


def table(rows: list[list[str]], sign: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_is_read_in_any_encoding(write: Write, encoding: str, sign: str) -> None:
    """Whatever a spreadsheet saved it in, the same people come of it."""
    rows = [["填写须知：不要改动标题"], HEADINGS, *ROWS]
    found = read_directory(write("m.csv", table(rows, sign).encode(encoding)))

    assert TABLE == found.rows["people"]
    assert () == found.faults


def test_a_workbook_is_a_table(tmp_path: Path) -> None:
    """Numbers and dates of a workbook are what they would be as text."""
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["账号", "姓名", "入职日期", "手机", "状态", "用工性质", "外部"])
    book.active.append(
        [1007, "林木", datetime(2023, 7, 1), 13912340001.0, "在职", "正式员工", "否"]
    )
    path = tmp_path / "m.xlsx"
    book.save(path)

    found = read_directory(path)

    expected = {"id": "1007", "name": "林木", "joined": "2023-07-01", "phone": "13912340001",
                "status": "active", "employment": "regular", "external": False}  # fmt: skip
    assert [expected] == found.rows["people"]


def test_columns_say_what_a_heading_means(write: Write) -> None:
    """An explicit column goes before what its heading looks like; one that is not there is told."""
    path = write("m.csv", table([["账号", "牌号", "组"], ["x", "n1", "夜班"]]))

    found = read_directory(path, columns={"牌号": "id", "组": "x_team", "无": "name"})

    assert [{"id": "n1", "x_账号": "x", "x_team": "夜班"}] == found.rows["people"]
    assert [("no_column", "无")] == [(one.code, one.field) for one in found.errors]
    wrong = read_directory(path, columns={"牌号": "ident", "账号": "id"})
    assert ["no_fact"] == [one.code for one in wrong.errors]


# A row beneath the headings, and the fault: code, heading.
BAD_ROWS = {
    "no id": (["林木", "", "", "", "", "", "", "", ""], ("missing", "工号")),
    "a day there is not": (["", "1", "", "", "", "2023-13-01", "", "", ""], ("wrong", "入职日期")),
    "a rounded number": (["林", "1.39E+10", "", "", "", "", "", "", ""], ("rounded_id", "工号")),
    "an end before the beginning": (
        ["林", "1", "", "", "", "", "2025-01-01", "2024-01-01", ""],
        ("wrong", "people.1.valid_until"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_of_a_table_is_told(write: Write, case: str) -> None:
    """The row is told by its number and the heading; the rows around it come through."""
    row, expected = BAD_ROWS[case]
    path = write("m.csv", table([HEADINGS, ROWS[0], row, ROWS[1]]))

    found = read_directory(path)

    assert {"0017", "0018"} == {one["id"] for one in found.rows["people"]}
    (fault,) = found.errors
    assert expected == (fault.code, fault.field)
    assert fault.line in (3, None)


def test_a_superior_by_name_has_to_be_one_person(write: Write) -> None:
    """Two of one name, and a name that nobody has, are told and left out."""
    rows = [["账号", "姓名", "直属上级"], ["a", "乔一", ""], ["b", "乔一", ""],
            ["c", "林木", "乔一"], ["d", "邓二", "没有谁"], ["e", "方五", "elsewhere"]]  # fmt: skip
    found = read_directory(write("m.csv", table(rows)))

    assert [None] * 4 + ["elsewhere"] == [one.get("manager") for one in found.rows["people"]]
    assert ["same_name", "no_such_person"] == [one.code for one in found.faults]


# A file, and the code of what is wrong with all of it.
BAD_FILES = {
    "no headings": ("m.csv", "a,b\n1,2\n", "no_headings"),
    "no workbook": ("m.xlsx", b"PK\x03\x04rubbish", "no_table"),
    "no text": ("m.csv", b"\x00\x01\x02", "not_json"),
    "JSON in GBK": ("m.json", '{"userid": "q", "name": "乔一"}'.encode("gbk"), "encoding"),
    "JSON that is cut": ("m.json", '{"userid": "q", "name": "乔', "cut"),
    "events": ("m.json", '{"msgid": "1", "msgtype": "text"}', "no_kind"),
    "a failed pull": ("m.json", '{"errcode": 60011, "errmsg": "no privilege"}', "failed_page"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_tells_nothing_is_told(write: Write, case: str) -> None:
    """Whatever a file holds, it is told why nothing comes of it, and the other files do."""
    name, content, code = BAD_FILES[case]

    found = read_directory(write(name, content), QIAO)

    assert [code] == [one.code for one in found.errors]
    assert ["qiao"] == [row["id"] for row in found.rows["people"]]
    assert found.errors[0].render("en") != found.errors[0].render("zh")


def test_a_file_cut_in_the_middle_of_a_character_keeps_its_rows(write: Write) -> None:
    """The last row of a table is short, the others are whole."""
    for encoding in ("utf-8", "gb18030"):
        content = table([HEADINGS, *ROWS]).encode(encoding)
        found = read_directory(
            write("m.csv", content[: content.rindex("讲师".encode(encoding)) + 1])
        )

        assert TABLE[:2] == found.rows["people"][:2]


def test_several_records_stand_in_one_file(write: Write) -> None:
    """JSON lines and a list hold records of any kind; a damaged line is told by its number."""
    text = lines(QIAO) + '{"userid": "x", "na\n' + lines(DEPARTMENTS, BUYER)
    found = read_directory(write("all.jsonl", text))

    assert ["qiao", "wmBuyer000000000001"] == [row["id"] for row in found.rows["people"]]
    assert [2] == [one.line for one in found.errors]
    listed = read_directory(write("all.json", json.dumps([QIAO, DEPARTMENTS, BUYER])))
    assert found.rows == listed.rows


RECORDS = [LIN, QIAO, DEPARTMENTS, INNER, OUTER, BUYER, DEVICES, CHECKIN]
RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += places(value[key], (*path, key))
    return found


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(RECORDS), st.data())
def test_arbitrary_changes_never_raise(record: dict[str, Any], data: st.DataObject) -> None:
    """Whatever stands in the place of a value, reading gives rows that a directory takes."""
    path = data.draw(st.sampled_from(places(record)))
    found = read_directory(damaged(record, list(path), data.draw(RUBBISH)), DEPARTMENTS)

    assert isinstance(found, Gathered)
    found.directory()
    json.dumps(found.rows)
    assert all(one.render("zh") and one.render("en") and one.to_dict() for one in found.faults)


EVENTS = lines(
    {"type": "message", "id": "m1", "at": "2026-03-02T09:00:00+08:00", "sender": "ghost",
     "recipients": ["qiao", "wmStranger000000001"], "group": "g1", "kind": "text", "text": "早",
     "mentions": ["all", "ghost"]},
    {"type": "group.create", "id": "c1", "at": "2026-03-02T10:00:00+08:00", "actor": "qiao",
     "group": "g1", "name": "新群"},
    {"type": "login", "id": "l1", "at": "2026-03-02T11:00:00+08:00", "actor": "ghost",
     "account": "k9", "device": "D9"},
)  # fmt: skip


def test_ids_that_nobody_knows_are_counted_with_their_first_place(write: Write) -> None:
    """People, accounts and devices that are in no source; what the events introduce is known."""
    directory = read_directory(QIAO).directory()
    records = [("e.jsonl", one) for one in read(write("e.jsonl", EVENTS))]

    found = strangers(directory, records)

    told = [(one.kind, one.id, one.role, one.count, one.line, one.attribute) for one in found]
    assert told == [
        ("person", "ghost", "internal", 3, 1, "sender"),
        ("person", "wmStranger000000001", "external", 1, 1, "recipients"),
        ("account", "k9", None, 1, 3, "account"),
        ("device", "D9", None, 1, 3, "device"),
    ]


def test_the_command_writes_a_directory_and_tells_who_is_missing(
    write: Write, tmp_path: Path
) -> None:
    """One native directory comes of all files; the ids that nobody knows are lines of JSON."""
    members = write("m.csv", table([["账号", "姓名"], ["qiao", "乔一"]]))
    events, output = write("e.jsonl", EVENTS), str(tmp_path / "d.json")

    text = run("directory", members, "--output", output, "--events", events)
    told = run("directory", members, "--events", events, "--as", "jsonl")

    assert 1 == text.exit_code == told.exit_code
    assert [{"id": "qiao", "name": "乔一"}] == json.loads(Path(output).read_text("utf-8"))["people"]
    assert "person ghost: 3 times, first at" in text.stdout
    first = json.loads(told.stdout.splitlines()[0])
    assert ("person", "ghost", 3) == (first["kind"], first["id"], first["count"])
    assert {"source": events, "line": 1, "event": "m1", "attribute": "sender",
            "at": "2026-03-02T09:00:00+08:00"} == first["first"]  # fmt: skip


def test_the_command_shows_the_directory_and_the_calendar(write: Write, tmp_path: Path) -> None:
    """Without a report the JSON goes to the standard output; special days make a calendar."""
    calendar = tmp_path / "days.csv"
    result = run(
        "directory", write("q.json", json.dumps(QIAO | {"department": []})),
        write("c.json", json.dumps(CHECKIN)), "--calendar", str(calendar),
    )  # fmt: skip

    assert 0 == result.exit_code
    assert ["qiao"] == [row["id"] for row in json.loads(result.stdout)["people"]]
    assert "date,kind\n2026-03-08,workday\n" in calendar.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.json"], "there is no file"),
        (["{events}"], "nothing in the files tells who is who"),
        (["{members}", "--column", "x"], "HEADING=FACT"),
        (["{members}", "--timezone", "Mars"], "Mars"),
    ],
)
def test_wrong_use_of_the_command(write: Write, words: list[str], said: str) -> None:
    """A file that is not there or tells nothing, a column and a zone that cannot be meant."""
    paths = {"events": write("e.jsonl", EVENTS), "members": write("m.csv", "账号\nqiao\n")}
    result = run("directory", *(word.format(**paths) for word in words))

    assert 2 == result.exit_code
    assert said in result.stderr


POLICY = 'policy "p" "P"\n\nclause a\n  forbid message when sender.position = "店长"\n'


def test_judge_takes_any_directory(write: Write) -> None:
    """Several files of any kind are one directory; a fault that costs a row ends the command."""
    event = write("e.jsonl", lines({"type": "message", "id": "1", "sender": "0017", "kind": "text",
                                    "at": "2026-03-02T09:00:00+08:00", "text": "早"}))  # fmt: skip
    policy, members = write("p.policy", POLICY), write("m.csv", table([HEADINGS, *ROWS]))
    more = write("q.json", json.dumps(QIAO))
    bad = write("bad.csv", table([HEADINGS, *ROWS, *BAD_ROWS["no id"][:1]]))

    judging = ("judge", event, "--policy", policy, "--as", "jsonl")
    good = run(*judging, "--directory", members, "--directory", more)
    broken = run(*judging, "--directory", bad)

    assert 1 == good.exit_code
    assert "no source names the department 3" in good.stderr
    assert 2 == broken.exit_code
    assert "`工号` is missing" in broken.stderr


def test_shared_samples_are_read() -> None:
    """The samples that WeCom's documents give are read as their kinds, if they are at hand."""
    shared = os.environ.get("WECHAT_POLICY_SHARED")
    if not shared:
        pytest.skip("WECHAT_POLICY_SHARED names no folder of samples")
    folder = Path(shared) / "wecom" / "samples" / "api"
    names = ("user.get", "user.list", "department.list", "externalcontact.get",
             "externalcontact.groupchat.get", "security.trustdevice.list",
             "checkin.getcheckinoption", "msgaudit.groupchat.get")  # fmt: skip
    found = read_directory(*(folder / f"{name}.json" for name in names))

    assert all(found.kinds.values())
    assert ["roomid"] == [one.field for one in found.errors]
