"""Tables: their rows in every container, the mapping of their columns, and cells as values."""

from __future__ import annotations

import builtins
import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import ipc, parquet

from tests.test_adapters_fuzz import checked
from wechat_policy.adapters import FORMATS, detect, read
from wechat_policy.adapters.lines import values
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.mapping import WrongColumns, read_columns

CHAT = "发送时间,发送人,群,类型,内容\r\n"
ROWS = (
    CHAT
    + '2026/3/2 9:05,林晓,g1,文本,早\r\n2026-03-02 09:06:10,赵敏,,图片,"第一行\r\n第二行, 𠮷😀"\r\n'
)
EXPECTED = [
    (2, "2026-03-02T09:05:00+08:00", "林晓", "g1", "text", "早"),
    (3, "2026-03-02T09:06:10+08:00", "赵敏", None, "image", "第一行\r\n第二行, 𠮷😀"),
]


def told(source: Any, **options: Any) -> list[tuple[Any, ...]]:
    keys = ("sender", "group", "kind", "text")
    return [
        (one.line, one.event.at.isoformat(), *(one.event.get(key) for key in keys))
        if one.event
        else (one.line, one.refusal.code if one.refusal else "")
        for one in read(source, **options)
    ]


def events(source: Any, **options: Any) -> list[dict[str, Any]]:
    found = list(read(source, **options))
    assert [] == [str(one.refusal) for one in found if one.refusal]
    return [one.event.to_dict() for one in found if one.event]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_text_tables(tmp_path: Path, encoding: str, sign: str) -> None:
    """A table of text is read in any usual encoding, with any usual sign, cells over lines too."""
    text = ROWS.replace("行, ", "行, ".replace(",", "\0")).replace(",", sign).replace("\0", ",")
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    path = tmp_path / "table.csv"
    path.write_bytes((mark + text).encode(encoding))

    assert EXPECTED == told(path)
    with path.open("rb") as stream:
        assert EXPECTED == told(stream)


def test_lines_as_text() -> None:
    """Lines of text, with their ends or without, are rows as well."""
    assert EXPECTED == told(io.StringIO(ROWS, newline=""))
    without = told(ROWS.splitlines())
    assert "第一行\n第二行, 𠮷😀" == without[1][-1]


def test_headings_in_ascii_and_rows_in_gb18030() -> None:
    """Where the headings cannot tell the encoding, the rows do."""
    rows = "time,sender,text\n2026-03-02 09:05:00,a,早\n2026-03-02 09:06:00,b,晚\n"

    assert ["早", "晚"] == [one[-1] for one in told(io.BytesIO(rows.encode("gb18030")))]


ROW = "2026-03-02 09:05:00,林晓,g1,文本,{}\r\n"


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("2026-03-02 09:05:00,林晓,g1\r\n", [(3, "cells")]),
        (ROW.format("早,安"), [(3, "cells")]),
        ('2026-03-02 09:05:00,林晓,g1,文本,"早\r\n', [(3, "broken_row")]),
        ('2026-03-02 09:05:00,林晓,g1,文本,"早"安\r\n', [(3, "broken_row")]),
        ("昨天,林晓,g1,文本,早\r\n", [(3, "wrong")]),
        (",林晓,g1,文本,早\r\n", [(3, "missing")]),
        ("2026-03-02 09:05:00,,g1,文本,早\r\n", [(3, "missing")]),
        ("2026-03-02 09:05:00,林晓,g1,诗歌,早\r\n", [(3, "wrong")]),
        ("\r\n", []),
        (",,,,\r\n", []),
    ],
)
def test_damaged_rows(row: str, refused: list[tuple[int, str]]) -> None:
    """A damaged row is refused by its line, and the rows around it come through."""
    quoted = ROW.format('"几\r\n行"')
    first, *middle, last = told(io.BytesIO((CHAT + ROW.format("一") + row + quoted).encode()))

    assert (2, "一") == (first[0], first[-1])
    assert refused == middle
    assert (3 + row.count("\n"), "几\r\n行") == (last[0], last[-1])


def test_quotes_amid_a_cell_are_its_own() -> None:
    """A quote that does not open a cell is what somebody wrote."""
    assert ['他说"好'] == [one[-1] for one in told([CHAT, ROW.format('他说"好')])]


def test_ends_of_rows_without_cells() -> None:
    """Empty cells behind the last column are no cells too many."""
    assert ["早"] == [one[-1] for one in told([CHAT.strip() + ",,\r\n", ROW.format("早,,")])]


def test_a_line_in_another_encoding() -> None:
    """A row that cannot be decoded is refused alone."""
    lines = [
        CHAT.encode(),
        ROW.format("早").encode(),
        b"2026,\xff\xfe,,,\n",
        ROW.format("晚").encode(),
    ]

    assert [2, (3, "undecodable"), 4] == [
        one if len(one) == 2 else one[0] for one in told(io.BytesIO(b"".join(lines)))
    ]


EVENT = {
    "type": "message",
    "id": "e1",
    "at": "2026-01-01T10:00:00+08:00",
    "sender": "a",
    "kind": "text",
}


@pytest.mark.parametrize(
    "first",
    [
        "id, type, at",
        'n.xiao", "kind": "text"}',
        "e1, message",
        "a,a",
        "hello",
        "message\ta",
        "{type, id",
    ],
)
def test_damaged_json_is_no_table(first: str) -> None:
    """JSON lines whose first line is damaged stay JSON lines."""
    (broken, whole) = read([first, json.dumps(EVENT)])

    assert broken.refusal is not None and "broken" == broken.refusal.code
    assert whole.event is not None and "e1" == whole.event.id


def book(*sheets: list[list[Any]]) -> io.BytesIO:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return io.BytesIO(out.getvalue())


HEAD = ["发送时间", "发送人", "群", "类型", "内容"]
TYPED = [
    HEAD,
    [datetime(2026, 3, 2, 9, 5), "林晓", "g1", "文本", "早"],
    ["2026-03-02 09:06:10", "赵敏", None, "图片", "第一行\r\n第二行, 𠮷😀"],
]


def test_workbooks(tmp_path: Path) -> None:
    """The sheets of a workbook are read one after the other, titles above headings passed over."""
    path = tmp_path / "chat.xlsx"
    path.write_bytes(book(TYPED, [["说明"], ["无"]], [["聊天记录"], [], *TYPED]).getvalue())
    second = [(line + 2, *rest) for line, *rest in EXPECTED]
    expected = [
        (line, *rest[:-1], rest[-1].replace("\r\n", "\n")) for line, *rest in [*EXPECTED, *second]
    ]
    found = [(*one[:-1], one[-1].replace("\r\n", "\n")) for one in told(path)]

    assert expected == found
    with path.open("rb") as stream:
        assert found == [(*one[:-1], one[-1].replace("\r\n", "\n")) for one in told(stream)]
    assert "table" == detect(path).format


def test_a_sheet_with_a_wrong_size() -> None:
    """A sheet whose stated size is too small, as some programs write it, is read in full."""
    out = io.BytesIO()
    with zipfile.ZipFile(book(TYPED)) as whole, zipfile.ZipFile(out, "w") as small:
        for name in whole.namelist():
            content = whole.read(name)
            small.writestr(
                name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', content)
            )

    assert 2 == len(events(io.BytesIO(out.getvalue())))


def test_too_many_cells_of_a_sheet() -> None:
    """A row of a sheet with cells behind the headings is refused."""
    assert [(2, "cells"), 3] == [
        one if len(one) == 2 else one[0] for one in told(book([HEAD, [*TYPED[1], "那"], TYPED[1]]))
    ]


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_damaged_workbooks(cut: float) -> None:
    """A workbook that is cut off is refused as one."""
    whole = book(TYPED).getvalue()

    assert [(1, "not_json")] == told(io.BytesIO(whole[: int(len(whole) * cut)]))


COLUMNS = pyarrow.table(
    {
        "at": pyarrow.array([1772413500000000001] * 2, pyarrow.timestamp("ns", "UTC")),
        "type": ["message", "消息"],
        "id": ["p1", "p2"],
        "sender": ["a", "b"],
        "kind": ["text", "文件"],
        "text": ["早", None],
        "recipients": [["b"], ["a", "c"]],
        "file": [None, {"name": "报价.xlsx", "size": 5}],
        "seq": pyarrow.array([2**63, 1], pyarrow.uint64()),
    }
)


def columnar(kind: str) -> io.BytesIO:
    out = io.BytesIO()
    if kind == "parquet":
        parquet.write_table(COLUMNS, out)
    else:
        opened = ipc.new_file if kind == "file" else ipc.new_stream
        with opened(out, COLUMNS.schema) as writer:
            writer.write_table(COLUMNS)
    return io.BytesIO(out.getvalue())


@pytest.mark.parametrize("kind", ["parquet", "file", "stream"])
def test_columnar_files(tmp_path: Path, kind: str) -> None:
    """Columns called as the attributes of events are events, lists and objects included."""
    path = tmp_path / "events.data"
    path.write_bytes(columnar(kind).getvalue())
    first, second = events(path)

    assert ("p1", "2026-03-02T09:05:00+08:00", ["b"], "早", str(2**63)) == tuple(
        first[key] for key in ("id", "at", "recipients", "text", "x_seq")
    )
    assert ("message", "file", {"name": "报价.xlsx", "size": 5}) == tuple(
        second[key] for key in ("type", "kind", "file")
    )
    assert "text" not in second
    assert [first, second] == events(columnar(kind))


@pytest.mark.parametrize("kind", ["parquet", "file", "stream"])
def test_damaged_columnar_files(kind: str) -> None:
    """A file of columns that is cut off is refused as what it is."""
    whole = columnar(kind).getvalue()
    (*_, last) = read(io.BytesIO(whole[: len(whole) // 2]))

    assert last.refusal is not None and "damaged_file" == last.refusal.code


@pytest.mark.parametrize(
    ("library", "source", "extra"),
    [("openpyxl", book(TYPED), "excel"), ("pyarrow", columnar("parquet"), "arrow")],
)
def test_a_missing_extra_is_told(
    monkeypatch: pytest.MonkeyPatch, library: str, source: io.BytesIO, extra: str
) -> None:
    """A file whose library is not installed says which extra is needed."""
    known = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return known(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    (record,) = read(source)

    assert record.refusal is not None
    assert f"wechat-policy[{extra}]" in record.refusal.reason("zh")


APPROVALS = """单号,审批人,结果,时间,金额,通过后发布,抄送
A-1,wangwu,通过,2026/3/2 9:05,"¥1,200.50",是,
A-2,zhaoliu,驳回,45000.25,,否,x、y
"""
MAPPING: dict[str, Any] = {
    "type": {"constant": "approval.decide"},
    "actor": "审批人",
    "at": "时间",
    "request": "单号",
    "decision": {"column": "结果", "values": {"通过": "approve"}},
    "amount": "金额",
    "final": "通过后发布",
    "covers": "抄送",
}


def test_a_mapping_of_columns() -> None:
    """Columns become attributes by their types, translations first and Chinese names second."""
    first, second = events(io.StringIO(APPROVALS), columns=MAPPING)

    assert first.pop("id").startswith("row-")
    assert "1200.50" == str(first.pop("amount"))
    assert {
        "type": "approval.decide",
        "at": "2026-03-02T09:05:00+08:00",
        "actor": "wangwu",
        "request": "A-1",
        "decision": "approve",
        "final": True,
    } == first
    assert ("reject", False, ["x", "y"], "2023-03-15T06:00:00+08:00") == tuple(
        second[key] for key in ("decision", "final", "covers", "at")
    )


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_mapping_in_a_file(tmp_path: Path, suffix: str) -> None:
    """A mapping may stand in a file of TOML or JSON, with tables for nested attributes."""
    path = tmp_path / f"columns.{suffix}"
    if suffix == "json":
        path.write_text(json.dumps(NESTED, ensure_ascii=False), "utf-8")
    else:
        path.write_text(
            'at = { columns = ["日期", "时刻"] }\n"发送人" = "谁"\nx_room = "房间"\n'
            'kind = { constant = "文件" }\n["文档"]\nname = "附件"\nsize = "大小"\n'
            '[recipients]\ncolumn = "给"\nseparator = "+"\n',
            "utf-8",
        )
    (found,) = events([SHEET], columns=path)

    assert EXPECTED_SHEET.items() <= found.items()
    assert found == events([SHEET], format="table", columns=str(path))[0]


NESTED = {
    "at": {"columns": ["日期", "时刻"]},
    "sender": "谁",
    "kind": {"constant": "file"},
    "file": {"name": "附件"},
    "file.size": "大小",
    "recipients": {"column": "给", "separator": "+"},
    "x_room": "房间",
}
SHEET = {
    "日期": date(2026, 3, 2),
    "时刻": time(9, 5),
    "谁": 1001.0,
    "附件": "a.pdf",
    "大小": "120",
    "给": "b+c, d",
    "房间": 3,
    "备注": "急",
}
EXPECTED_SHEET = {
    "type": "message",
    "at": "2026-03-02T09:05:00+08:00",
    "sender": "1001",
    "kind": "file",
    "file": {"name": "a.pdf", "size": 120},
    "recipients": ["b", "c, d"],
    "x_room": 3,
    "x_备注": "急",
}


def test_types_from_a_column() -> None:
    """The rows of one table may be events of several types."""
    rows = [
        {"what": "登录", "who": "a", "when": "2026-03-02 09:05:00", "acc": "k"},
        {"what": "out", "who": "a", "when": "2026-03-02 09:06:00", "acc": "k"},
        {"what": "dance", "who": "a", "when": "2026-03-02 09:06:00", "acc": "k"},
    ]
    columns = {
        "type": {"column": "what", "values": {"登录": "login", "out": "logout"}},
        "actor": "who",
        "at": "when",
        "account": "acc",
    }
    first, second, third = read(rows, columns=columns)

    assert first.event is not None and "login" == first.event.type
    assert second.event is not None and "logout" == second.event.type
    assert third.refusal is not None and "type" == third.refusal.field


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        (
            MAPPING | {"actr": "审批人"},
            "no attribute of `approval.decide` is called `actr`, perhaps `actor`",
        ),
        (MAPPING | {"type": {"constant": "aproval.decide"}}, "perhaps `approval.decide`"),
        ({"at": "时间", "kind": {"constant": "text"}}, "`message` needs `sender`"),
        ({"sender": "a", "at": "b"}, "`message` needs `kind`"),
        ({"type": "种类", "sender": "a"}, "every event needs `at`"),
        (
            MAPPING | {"decision": {"column": "结果", "values": {"通过": "aprove"}}},
            "perhaps `approve`",
        ),
        (
            MAPPING | {"decision": {"constant": "maybe"}},
            "the constant of `decision` must be one of",
        ),
        (MAPPING | {"step": {"constant": "one"}}, "the constant of `step` must be a whole number"),
        (
            MAPPING | {"actor": {"column": "a", "constant": "b"}},
            "one of column, columns and constant",
        ),
        (MAPPING | {"actor": {"colum": "a"}}, "a source has column"),
        (MAPPING | {"actor": {"column": "a", "valus": {}}}, "no `valus`, perhaps `values`"),
        (MAPPING | {"actor": ""}, "`actor` names no column"),
        (MAPPING | {"actor": 5}, "`actor` needs the name of a column"),
        (MAPPING | {"covers": {"column": "a", "separator": 5}}, "separator of `covers`"),
        (MAPPING | {"decision": {"column": "a", "values": 5}}, "values of `decision`"),
        (
            {"sender": "a", "at": "b", "kind": {"constant": "file"}, "file": {"nam": "c"}},
            "`file` has no part `nam`, perhaps `name`",
        ),
        ({"sender": "a", "发送人": "b", "at": "c", "kind": "d"}, "`sender` is given twice"),
        ([], "no mapping"),
        (MAPPING | {"comment": "登录密码"}, "`登录密码` is a column of secrets"),
    ],
)
def test_faults_of_a_mapping(columns: Any, fault: str) -> None:
    """A mapping is checked before anything is read, against the words there are."""
    with pytest.raises(WrongColumns, match="the mapping of columns is wrong") as raised:
        read([], columns=columns)
    assert fault in str(raised.value)


def test_all_faults_of_a_mapping_at_once() -> None:
    """Every fault is told in one go."""
    with pytest.raises(WrongColumns) as raised:
        read_columns({"sendr": "a", "kind": {"constant": "poem"}, "tex": "b"})

    assert 5 == len(raised.value.faults)


def test_a_mapping_that_is_no_toml(tmp_path: Path) -> None:
    """A file of columns that cannot be read is told with its name."""
    path = tmp_path / "columns.toml"
    path.write_text("at = ", "utf-8")
    with pytest.raises(WrongColumns, match=r"columns\.toml"):
        read([], columns=path)
    with pytest.raises(OSError, match=r"nowhere\.toml"):
        read([], columns=tmp_path / "nowhere.toml")


def test_columns_are_for_tables() -> None:
    """A mapping of columns for another format is refused at once."""
    with pytest.raises(ValueError, match="table"):
        read([], format="archive", columns=MAPPING)


def test_columns_that_are_not_there() -> None:
    """Every row of a table without some of the columns tells all that are missing."""
    columns = MAPPING | {"step": "步骤", "role": "角色"}
    found = [one.refusal for one in read(io.StringIO(APPROVALS), columns=columns)]

    assert ["columns", "columns"] == [one.code for one in found if one]
    assert found[0] is not None and "步骤, 角色" == found[0].expected


def test_a_table_that_says_nothing() -> None:
    """Without a mapping, and with headings that say nothing, each row is refused."""
    assert [(2, "no_format")] == told(["甲,乙", "1,2"])
    assert [(2, "no_mapping")] == told(["甲,乙", "1,2"], format="table")


def test_ids_of_rows() -> None:
    """The id of a row without one hangs on what it says, not on where it stands."""
    rows = [CHAT, ROW.format("早"), ROW.format("晚"), ROW.format("早")]
    first, second, third = (one["id"] for one in events(rows))

    assert first == third != second
    assert [second, first] == [one["id"] for one in events([CHAT, *reversed(rows[1:3])])]
    assert ["7"] == [
        one["id"] for one in events(["消息ID,时间,发送人,内容", "7,2026-03-02 09:05,a,b"])
    ]


def test_secrets_stay_outside() -> None:
    """Columns of passwords are left out of events, and out of what their ids are made of."""
    rows = [{"who": "a", "when": "2026-03-02 09:05", "登录密码": word} for word in ("x1", "y2")]
    columns = {"sender": "who", "at": "when", "kind": {"constant": "text"}}
    first, second = events(rows, columns=columns)

    assert first == second
    assert "x1" not in json.dumps(first)
    changed = {"type": {"constant": "password.change"}, "actor": "who", "at": "when"}
    changed |= {"account": "who", "length": "密码长度"}
    assert [9] == [one["length"] for one in events([rows[0] | {"密码长度": "9"}], columns=changed)]


def test_an_old_workbook_is_told() -> None:
    """A workbook in the old format is refused with what to do."""
    (record,) = read(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(80)))

    assert record.refusal is not None
    assert "save" in record.refusal.reason() and "另存为" in record.refusal.reason("zh")


MOMENTS = [
    ("2026/3/2 9:05", "2026-03-02T09:05:00"),
    ("2026-03-02 09:05:07", "2026-03-02T09:05:07"),
    ("2026-03-02T01:05:07Z", "2026-03-02T09:05:07"),
    ("2026年3月2日 9:05", "2026-03-02T09:05:00"),
    ("2026年3月2日 下午3时05分", "2026-03-02T15:05:00"),
    ("2026.3.2 星期一 上午9:05", "2026-03-02T09:05:00"),
    ("2026/3/2 9:05:07 PM", "2026-03-02T21:05:07"),
    ("2026/3/2 12:05 AM", "2026-03-02T00:05:00"),
    ("2026-3-2", "2026-03-02T00:00:00"),
    ("20260302", "2026-03-02T00:00:00"),
    ("20260302090507", "2026-03-02T09:05:07"),
    ("1772413507", "2026-03-02T09:05:07"),
    (1772413507000, "2026-03-02T09:05:07"),
    (46083.378553240743, "2026-03-02T09:05:07"),
    ("46083.378553240743", "2026-03-02T09:05:07"),
    (datetime(2026, 3, 2, 9, 5, 7), "2026-03-02T09:05:07"),
    (date(2026, 3, 2), "2026-03-02T00:00:00"),
]


@pytest.mark.parametrize(("cell", "expected"), MOMENTS)
def test_spellings_of_times(cell: Any, expected: str) -> None:
    """Times are read as tables spell them, in the zone of the file."""
    columns = {"at": "t", "sender": "s", "kind": {"constant": "text"}}
    (found,) = events([{"t": cell, "s": "a"}], columns=columns)

    assert f"{expected}+08:00" == found["at"]


@pytest.mark.parametrize(
    "cell", ["2026/13/2 9:05", "昨天", "9:05", True, [], "2026-02-30", "99:99"]
)
def test_what_is_no_time(cell: Any) -> None:
    """What spells no time is refused under the name of its column, without repeating it."""
    columns = {"at": "t", "sender": "s", "kind": {"constant": "text"}}
    (found,) = read([{"t": cell, "s": "a"}], columns=columns)

    assert found.refusal is not None
    assert ("wrong", "t") == (found.refusal.code, found.refusal.field)
    assert str(cell) not in found.refusal.got


def test_a_table_of_events() -> None:
    """A table with the names of attributes as headings needs no mapping, in either language."""
    english = [
        "id,type,at,sender,kind,file.name,x_note",
        "e1,message,2026-03-02 09:05,a,file,b.pdf,n",
    ]
    chinese = [
        "编号,种类,时间,发送人,类型,文档.name,x_note",
        "e1,消息,2026-03-02 09:05,a,文件,b.pdf,n",
    ]
    (found,) = events(english)

    assert ("e1", {"name": "b.pdf"}, "n") == (found["id"], found["file"], found["x_note"])
    assert [found] == events(chinese)
    assert "events" == detect(english).sign


def test_a_day_and_a_time_in_two_columns() -> None:
    """A day and a time that stand in columns of their own are one moment."""
    assert ["2026-03-02T09:05:00+08:00"] == [
        one["at"] for one in events(["日期,时间,发送人,内容", "2026/3/2,9:05,a,b"])
    ]


def test_an_empty_cell_of_a_group() -> None:
    """An empty cell among groups is a private chat; without the column nothing is known."""
    (private,) = events(["时间,发送人,群,内容", "2026-03-02 09:05,a,,b"])
    (unknown,) = events(["时间,发送人,内容", "2026-03-02 09:05,a,b"])

    assert private["group"] is None
    assert "group" not in unknown


def test_detection_explains_a_table() -> None:
    """What shows that a table holds messages is told in words."""
    detection = detect(io.StringIO(ROWS))

    assert ("table", "chat", 2) == (detection.format, detection.sign, detection.line)
    assert detection.reason("zh") == "第 2 行有时间、发送人和内容等列，是消息表"


def test_rows_of_the_archive() -> None:
    """Records of the archive that were saved as a table are still records of the archive."""
    rows = [
        "msgid,action,from,tolist,roomid,msgtime,msgtype,text",
        'm1,send,a,"b,c",,1767232800000,text,"{""content"": ""早""}"',
    ]
    (found,) = events(rows)

    assert ("m1", ["b", "c"], "早") == (found["id"], found["recipients"], found["text"])


CELLS = st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.booleans()
CELLS |= st.datetimes() | st.dates() | st.lists(st.text(max_size=4), max_size=3)
CELLS |= st.sampled_from([cell for cell, _ in MOMENTS] + ["是", "1,2", "[1", "{}", "NaN", 10**400])


@settings(max_examples=300)
@given(st.fixed_dictionaries(dict.fromkeys(("a", "b", "c", "d", "e", "f", "g", "h"), CELLS)))
def test_any_cells_never_raise(row: Mapping[str, Any]) -> None:
    """Whatever stands in cells gives an event or a refusal."""
    columns = {
        "type": {"constant": "approval.request"},
        "actor": "a",
        "at": "b",
        "form": {"constant": "leave"},
        "amount": "c",
        "urgent": "d",
        "approvers": "e",
        "period.start": "f",
        "valid_until": "g",
        "fields": "h",
    }
    checked(list(read([row], columns=columns)))


@settings(max_examples=300)
@given(st.text(st.sampled_from('时间,发送人,内容"\r\n\t2026-03-02 09:05\ufeff𠮷'), max_size=80))
def test_any_table_never_raises(text: str) -> None:
    """Whatever follows the headings is rows or refusals, each with its line."""
    found = list(read(io.BytesIO(f"时间,发送人,内容\n{text}".encode())))

    checked(found)
    assert [one.line for one in found] == sorted(one.line for one in found)


# Made once: a workbook holds the time when it was made.
BINARY = {kind: columnar(kind).getvalue() for kind in ("parquet", "file", "stream")}
BINARY["book"] = book(TYPED).getvalue()


@settings(max_examples=100)
@given(st.sampled_from(sorted(BINARY)), st.data())
def test_torn_binary_files_never_raise(kind: str, data: st.DataObject) -> None:
    """A binary file with bytes changed or cut gives records and refusals."""
    whole = bytearray(BINARY[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(8, len(whole)))
    checked(list(read(io.BytesIO(bytes(whole[:cut])))))


def test_values_tell_lines() -> None:
    """A row carries the line it begins on, however many lines it takes."""
    found = list(values(io.BytesIO(ROWS.encode() + b"x\r\n"), lambda value: False))

    assert [2, 3, 5] == [line for line, _ in found]
    assert isinstance(found[2][1], Refused)


def test_tables_are_the_last_guess() -> None:
    """A table is taken for one only where no other format shows."""
    assert "table" == [*FORMATS][-1]
