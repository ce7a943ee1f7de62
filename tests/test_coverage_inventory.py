"""The inventory of a written policy: what is read of it, and what is wrong with its lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wechat_policy.coverage import Inventory, Statement, read_inventory
from wechat_policy.coverage.inventory import series_of

GOOD = {
    "id": "A-001", "article": "1", "text": "Be kind.", "kind": "conduct", "checkable": "message"
}  # fmt: skip


def line(**facts: Any) -> str:
    """A line of an inventory; a fact that is None is left out."""
    told = {**GOOD, **facts}
    return json.dumps({name: one for name, one in told.items() if one is not None}) + "\n"


def read(folder: Path, **files: str | bytes) -> Inventory:
    for name, text in files.items():
        written = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.jsonl").write_bytes(written)
    return read_inventory(folder)


def test_statements_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    """Files by their names, lines from 1, blank ones passed over; other files are left alone."""
    (tmp_path / "README.md").write_text("no inventory")
    found = read(
        tmp_path, b=line(id="B-1"), a=b"\xef\xbb\xbf" + f"\n{line()}\r\n{line(id='A-002')}".encode()
    )

    assert () == found.faults
    assert [("A-001", "a.jsonl", 2), ("A-002", "a.jsonl", 4), ("B-1", "b.jsonl", 1)] == [
        (one.id, one.file, one.line) for one in found.statements
    ]


def test_a_single_file_is_an_inventory_too(tmp_path: Path) -> None:
    """The path may be that of the one file."""
    read(tmp_path, a=line(), b=line(id="B-1"))

    assert ["B-1"] == [one.id for one in read_inventory(tmp_path / "b.jsonl").statements]


@pytest.mark.parametrize(
    ("bad", "field", "code", "zh"),
    [
        ("{", "", "not_json", "a.jsonl，第 2 行：此行不是 JSON 对象"),
        ("[1]", "", "not_json", "a.jsonl，第 2 行：此行不是 JSON 对象"),
        ("[" * 100_000, "", "not_json", "a.jsonl，第 2 行：此行不是 JSON 对象"),
        (b'{"id": "\xb5\xda"}', "", "encoding", "a.jsonl，第 2 行：此行不是 UTF-8 文本"),
        (line(kind=None), "kind", "missing", "a.jsonl，第 2 行：缺少 `kind`"),
        (line(id=7), "id", "not_text", "a.jsonl，第 2 行：`id` 应为文本（实为 7）"),
        (line(checkable=" "), "checkable", "empty", "a.jsonl，第 2 行：`checkable` 为空"),
        (
            line(id="A-000"), "id", "same_id",
            "a.jsonl，第 2 行：`id` 与 a.jsonl:1 相同，以后者为准",
        ),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_the_others_are_used(
    tmp_path: Path, bad: str | bytes, field: str, code: str, zh: str
) -> None:
    """By file, line and field, in both languages."""
    written = bad if isinstance(bad, bytes) else bad.encode()
    whole = line(id="A-000").encode() + written.rstrip() + b"\n" + line(id="A-003").encode()
    found = read(tmp_path, a=whole)

    assert ["A-000", "A-003"] == [one.id for one in found.statements]
    ((fault),) = found.faults
    assert ("a.jsonl", 2, field, code) == (fault.file, fault.line, fault.field, fault.code)
    assert zh == fault.render("zh")
    assert fault.render().startswith("a.jsonl, line 2: ")
    assert fault.reason("zh") == fault.to_dict("zh")["reason"]


def test_every_field_that_is_wrong_is_told(tmp_path: Path) -> None:
    """All of one line at once; its id is remembered as that of a damaged line."""
    found = read(tmp_path, a=line(kind=None, text=3))

    assert ["text", "kind"] == [one.field for one in found.faults]
    assert frozenset({"A-001"}) == found.damaged
    assert () == found.statements


def test_an_id_of_two_files_counts_where_it_came_first(tmp_path: Path) -> None:
    """The second is told with the place of the first."""
    found = read(tmp_path, a=line(), b=line(text="Be brief."))

    assert ["Be kind."] == [one.text for one in found.statements]
    assert ["b.jsonl, line 1: `id` is that of a.jsonl:1, which counts"] == list(
        map(str, found.faults)
    )


def test_a_folder_without_lines_is_told(tmp_path: Path) -> None:
    """It has no statement, and a fault that says so; one that is not there raises."""
    found = read_inventory(tmp_path)

    assert ["no_files"] == [one.code for one in found.faults]
    assert () == found.statements
    with pytest.raises(OSError, match="nowhere"):
        read_inventory(tmp_path / "nowhere")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """What looks like a file and is none costs nothing else."""
    (tmp_path / "b.jsonl").mkdir()
    found = read(tmp_path, a=line())

    assert ["A-001"] == [one.id for one in found.statements]
    assert [("b.jsonl", None, "unreadable")] == [
        (one.file, one.line, one.code) for one in found.faults
    ]


@pytest.mark.parametrize(
    ("kind", "condition", "permits"),
    [
        ("content", "", False),
        ("content", "Violated when nobody gave a permission.", False),
        ("content", "Permission, never a hard violation.", True),
        ("content", "Allow-list entry: news of the trade.", True),
        ("permission", "", True),
        ("许可", "", True),
        ("content", "允许：可以直接使用。", True),
        ("permissions_office", "", False),
    ],
)
def test_a_bare_permission(kind: str, condition: str, permits: bool) -> None:
    """Its kind is one, or what it means begins with the word."""
    statement = Statement("A-1", "1", "t", kind, "message", condition, "a.jsonl", 1)

    assert permits is statement.permits


@pytest.mark.parametrize(
    ("ref", "series"),
    [("P06-014", "P06"), ("x/7", "x"), ("第三条2", "第三条"), ("12", ""), ("purpose", "purpose")],
)
def test_a_series_is_what_stands_before_the_number(ref: str, series: str) -> None:
    """Without the sign between them."""
    assert series == series_of(ref)


@pytest.mark.parametrize(
    ("policy", "cited", "expected"),
    [
        ("a", [], ["A-001", "A-002"]),
        ("B", ["A-001"], ["B-1"]),
        ("ours", ["A-002", "B-1", "A-001", "Z-9"], ["A-001", "A-002", "extra"]),
        ("ours", [], []),
        ("ours", ["Z-9"], []),
    ],
)
def test_the_statements_of_a_policy(
    tmp_path: Path, policy: str, cited: list[str], expected: list[str]
) -> None:
    """Those with its id before their number; else the file that it cites most."""
    written = line() + line(id="A-002") + line(id="extra")
    found = read(tmp_path, one=written, two=line(id="B-1"))

    assert expected == [one.id for one in found.of(policy, cited)]
