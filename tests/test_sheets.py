"""Sheets of examples: what their cells say, what is wrong with them, and that good rows play."""

from __future__ import annotations

import functools
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from wechat_policy.cases import SheetFile, collect, read_sheets, spread
from wechat_policy.examples import PolicyUnderTest
from wechat_policy.source import Source

POLICY = """\
制度 “桌边” “桌边规定”
工时 工作 = 工作日 09:00-18:00
词库 侮辱 = {“饭桶”、“窝囊废”} 不含 {“保温饭桶”}
条款 不得辱骂
  名称 “不骂人”
  不得 消息 当 正文 出现 侮辱 时
  情节 轻微
条款 夜间不打扰
  不得 消息 当 不处于 工作 且 类型 = 文本 且 非 紧急 时
  情节 轻微
条款 不刷屏
  限制 消息 按 发送人 每30分钟 至多 2
  情节 轻微
条款 可信设备
  凡 登录 须 设备.受信任
  情节 轻微
处理
  轻微：提醒
"""
HEAD = ["条款", "预期", "正文", "发送人", "时间", "紧急", "接收人", "设备.受信任", "次数", "备注"]


@functools.cache
def desk() -> PolicyUnderTest:
    return PolicyUnderTest.of(Source("desk.policy", POLICY))


def workbook(path: Path, *rows: list[Any], head: list[Any] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表一"
    for row in (HEAD if head is None else head, *rows):
        sheet.append(row)
    book.save(path)
    return path


def read(path: Path) -> SheetFile:
    found = read_sheets(path, desk())
    assert found is not None
    return found


def played(path: Path) -> list[bool]:
    """Whether each example comes out as its row says."""
    return [example.play(tested).passed for example, tested in read(path).examples]


def codes(path: Path) -> list[str]:
    return [one.code for one in read(path).faults]


GOOD = [
    ["不得辱骂", "违规", "你这个饭桶"],
    ["不骂人", "合规", "保温饭桶"],
    ["不得辱骂", "violates", "饭桶", "张三", datetime(2026, 3, 4, 10, 30)],
    ["夜间不打扰", "违规", "在吗", "张三", time(22, 10), "否"],
    ["夜间不打扰", "违规", "在吗", "张三", "22:10", "否"],
    ["夜间不打扰", "违规", "在吗", "张三", "2026/3/7 9:05", "否"],
    ["夜间不打扰", "违规", "在吗", "张三", 46085.9, "否"],
    ["夜间不打扰", "合规", "在吗", "张三", date(2026, 3, 4)],
    ["夜间不打扰", "合规", "在吗", "张三", "22:10", "是"],
    ["夜间不打扰", "合规", "在吗", "张三", "22:10", True],
    ["夜间不打扰", "complies", "在吗", "张三", "22:10", 1, "甲、乙"],
    ["可信设备", "违规", None, "张三", None, None, None, "否"],
    ["可信设备", "合规", None, "张三", None, None, None, "是"],
    ["不刷屏", "违规", "好", None, None, None, None, None, 3, "三条"],
    ["不刷屏", "合规", "好", None, None, None, None, None, 2.0, None],
]


@pytest.mark.parametrize("row", GOOD, ids=str)
def test_a_row_is_an_example(tmp_path: Path, row: list[Any]) -> None:
    """Dates, times, numbers and marks are read as spreadsheets hold them."""
    path = workbook(tmp_path / "a.xlsx", row)

    assert ([], [True]) == (codes(path), played(path))


def test_csv_says_the_same(tmp_path: Path) -> None:
    """In the encodings in which spreadsheets save it."""
    text = "clause,expected,text,sender,time\n不得辱骂,violates,饭桶,li,2026-03-04 10:00\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / "a.csv"
        path.write_text(text, encoding=encoding)
        assert ([], [True]) == (codes(path), played(path))


def test_a_row_that_does_not_come_out_tells_its_place(tmp_path: Path) -> None:
    """The sheet, the row, the clause and what the row says."""
    path = workbook(
        tmp_path / "a.xlsx", ["不得辱骂", "合规", "保温饭桶"], ["不得辱骂", "违规", "好"]
    )
    _, (example, tested) = read(path).examples
    result = example.play(tested)

    assert not result.passed
    assert (f"{path}[表一]", 3, "不得辱骂") == (result.source.name, result.line, result.clause)
    assert "不得辱骂[3: 不得辱骂 违规 好]" == example.name


BAD = [
    (["不得辱吗", "违规", "饭桶"], "E112", "A2"),
    (["不得辱骂", "也许", "饭桶"], "E414", "B2"),
    ([None, "违规", "饭桶"], "E415", ""),
    (["不得辱骂", None, "饭桶"], "E415", ""),
    (["不得辱骂", "违规", "饭桶", None, "昨天"], "E414", "E2"),
    (["夜间不打扰", "违规", "在吗", None, None, "大概"], "E414", "F2"),
    (["不刷屏", "违规", "好", None, None, None, None, None, "几次"], "E009", ""),
    (["不刷屏", "违规", "好", None, None, None, None, None, 0], "E009", ""),
    (["可信设备", "违规", "有正文"], "E418", "C2"),
    (["不得辱骂", "违规", '="饭"&"桶"'], "E414", "C2"),
]


@pytest.mark.parametrize(("row", "code", "cell"), BAD, ids=str)
def test_a_fault_names_its_cell_and_good_rows_play(
    tmp_path: Path, row: list[Any], code: str, cell: str
) -> None:
    """One row's fault costs no other row."""
    path = workbook(tmp_path / "a.xlsx", row, ["不得辱骂", "违规", "饭桶"])
    (fault,) = read(path).faults

    assert (code, 2) == (fault.code, fault.source.position(fault.span.start)[0])
    assert cell in fault.message("zh") or not cell or code == "E112"
    assert f"{path}[表一]" == fault.source.name
    assert [True] == played(path)


def test_a_formula_with_a_result_is_read(tmp_path: Path) -> None:
    """What a spreadsheet program has calculated stands in the file beside the formula."""
    from zipfile import ZipFile

    made = workbook(tmp_path / "made.xlsx", ["不得辱骂", "违规", '="饭"&"桶"'])
    path = tmp_path / "a.xlsx"
    with ZipFile(made) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b'<c r="C2"><f>', b'<c r="C2" t="str"><f>')
                data = data.replace(b"</f><v></v>", "</f><v>饭桶</v>".encode())
                data = data.replace(b"</f><v />", "</f><v>饭桶</v>".encode())
                data = data.replace(b"</f><v/>", "</f><v>饭桶</v>".encode())
            new.writestr(name, data)

    assert ([], [True]) == (codes(path), played(path))


def test_cells_merged_downwards_say_the_same_in_each_row(tmp_path: Path) -> None:
    """One clause, several examples."""
    path = workbook(
        tmp_path / "a.xlsx",
        ["不得辱骂", "违规", "饭桶"],
        [None, "合规", "保温饭桶"],
        [None, None, None],
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)

    assert ([], [True, True]) == (codes(path), played(path))


def test_titles_above_and_empty_sheets_are_passed_over(tmp_path: Path) -> None:
    """As people lay their tables out."""
    path = workbook(
        tmp_path / "a.xlsx", [], HEAD, ["不得辱骂", "违规", "饭桶"], head=["桌边规定示例"]
    )
    book = openpyxl.load_workbook(path)
    book.create_sheet("空")
    book.create_sheet("说明").append(["这里", "写给人看"])
    book.save(path)

    assert ([], [True]) == (codes(path), played(path))


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (["条款", "正文"], ["E412"]),
        (["预期", "正文"], ["E412"]),
        (["正文", "发送人"], ["E412", "E412"]),
        (["条款", "预期", "发关人"], ["E413", "E417"]),
        (["条款", "预期", "主管意见"], ["W402"]),
        (["条款", "预期", "备注"], []),
    ],
)
def test_headings_are_understood_or_told(tmp_path: Path, head: list[str], found: list[str]) -> None:
    """A column is missing, misspelt, unknown, or for readers."""
    path = workbook(tmp_path / "a.xlsx", ["不得辱骂", "合规", "好"], head=head)

    assert found == codes(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"no workbook"])
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    """Empty, damaged, or something else under its name."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    assert ["E411"] == codes(path)


def test_the_policy_is_named_by_a_column_or_by_the_file(tmp_path: Path) -> None:
    """`桌边.csv` tests `桌边.policy`, unless the row names another."""
    for name in ("桌边", "另一个"):
        (tmp_path / f"{name}.policy").write_text(POLICY, encoding="utf-8")
    path = tmp_path / "桌边.csv"
    path.write_text(
        "条款,预期,正文,制度\n不骂人,违规,饭桶,\n不骂人,违规,饭桶,另一个.policy\n不骂人,违规,饭桶,没有\n",
        encoding="utf-8",
    )
    found = read_sheets(path)
    assert found is not None

    names = [Path(tested.source.name).name for _, tested in found.examples]
    assert ["桌边.policy", "另一个.policy"] == names
    assert [("E402", 4)] == [
        (one.code, one.source.position(one.span.start)[0]) for one in found.faults
    ]


def test_a_folder_gives_all_tests_below_it(tmp_path: Path) -> None:
    """Policies, cases and sheets; tables of something else and libraries are passed over."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "desk.policy").write_text(POLICY, encoding="utf-8")
    (tmp_path / "a" / "desk.csv").write_text(
        "条款,预期,正文\n不得辱骂,违规,饭桶\n", encoding="utf-8"
    )
    (tmp_path / "a" / "people.csv").write_text("姓名,部门\n张三,人事\n", encoding="utf-8")
    (tmp_path / "a" / "words.policy").write_text("词库 甲 = {“乙”}\n", encoding="utf-8")
    workbook(tmp_path / "a" / "~$desk.xlsx", ["不得辱骂", "违规", "饭桶"])
    suites = [collect(name, found=found) for name, found in spread([str(tmp_path)])]

    told = {Path(one.file).name: len(one.items) for one in suites if one.items or one.faults}
    assert {"desk.csv": 1} == told
