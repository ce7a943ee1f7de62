"""`read_calendar`: a company's calendar from csv, with every fault of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wechat_policy.calendars import InvalidCalendar, read_calendar
from wechat_policy.workdays import WorkCalendar

BOTH = WorkCalendar({date(2027, 1, 2): True, date(2027, 1, 31): False})


@pytest.mark.parametrize(
    ("content", "calendar", "reason"),
    [
        (b"date,kind\n2027-01-02,workday\n2027-01-31,rest\n", BOTH, "the plain form"),
        (b"note,kind,date\nx,workday,2027/1/2\n,rest,2027/1/31", BOTH, "other columns and order"),
        ("日期,类型\n2027年1月2日,上班\n2027年1月31日,休息\n".encode(), BOTH, "in Chinese"),
        ("日期,类型\r\n2027/1/2,工作日\r\n2027/1/31,休息日\r\n".encode("gb18030"), BOTH, "Excel"),
        ("\ufeffdate,kind\n2027-01-02,workday\n\n2027-01-31,rest\n".encode(), BOTH, "BOM, blank"),
        (
            "ＤＡＴＥ,Kind\n２０２７-01-02,Workday\n2027-01-31, rest\n".encode(),
            BOTH,
            "wide, capital",
        ),
        ("日期,類型\n2027-01-02,工作日\n2027-01-31,休息日".encode(), BOTH, "traditional heading"),
        (b"date,kind\n2027,week\n", WorkCalendar({}, {2027}), "a year by the week"),
        ("日期,类型\n2027年,按周\n".encode(), WorkCalendar({}, {2027}), "the same in Chinese"),
        (b"date,kind\n2027,week\n2027,week\n", WorkCalendar({}, {2027}), "the same row twice"),
        (b"date,kind\n", WorkCalendar(), "a file without rows changes nothing"),
    ],
)
def test_read_calendar(tmp_path: Path, content: bytes, calendar: WorkCalendar, reason: str) -> None:
    """A calendar is read as spreadsheets and people write it."""
    path = tmp_path / "days.csv"
    path.write_bytes(content)

    assert read_calendar(path) == calendar, reason


@pytest.mark.parametrize(
    ("content", "faults", "reason"),
    [
        (b"date,kind\n2027-02-30,rest\n", [(2, "2027-02-30")], "no such day"),
        (b"date,kind\n2027-01-02,half\n", [(2, "half")], "no such kind"),
        (b"date,kind\n2027-01-02\n", [(2, "")], "a missing cell"),
        (b"date,kind\n2027,rest\n", [(2, "rest")], "a year is not off"),
        (b"date,kind\n2027-01-02,week\n", [(2, "week")], "a day is not by the week"),
        (b"date,kind\n2027-01-02,rest\n2027-01-02,workday\n", [(3, "workday")], "contradiction"),
        (b"date,kind\nsoon,rest\n\n2027-01-02,rest\n,rest\n", [(2, "soon"), (5, "")], "all faults"),
        (b"day,kind\n2027-01-02,rest\n", [(1, "day,kind")], "a missing column"),
        (b"", [(1, "")], "an empty file"),
        (b"\xff\xfe\x00d", [(1, "\ufffd\ufffd\x00d")], "no text at all"),
    ],
)
def test_faults_of_a_calendar(
    tmp_path: Path, content: bytes, faults: list[tuple[int, str]], reason: str
) -> None:
    """Every fault is told with its line and what stands there."""
    path = tmp_path / "days.csv"
    path.write_bytes(content)

    with pytest.raises(InvalidCalendar) as caught:
        read_calendar(path)

    assert [(fault.line, fault.got) for fault in caught.value.faults] == faults, reason


def test_faults_are_shown_a_line_each(tmp_path: Path) -> None:
    """The error as text names the file, the line and what was expected."""
    path = tmp_path / "days.csv"
    path.write_text("date,kind\nsoon,rest\n2027-01-02,half\n")

    with pytest.raises(InvalidCalendar) as caught:
        read_calendar(path)

    first, second = str(caught.value).splitlines()
    assert first == f"{path}, line 2: expected a date such as 2027-01-31, or a year, got 'soon'"
    assert second.startswith(f"{path}, line 3: ")


def test_a_missing_file_is_the_callers_error(tmp_path: Path) -> None:
    """A file that is not there raises what Python raises."""
    with pytest.raises(FileNotFoundError):
        read_calendar(tmp_path / "none.csv")
