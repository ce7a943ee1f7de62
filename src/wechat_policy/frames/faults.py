"""What is told besides the frame: rows that were refused, verdicts without a row, an early end."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from wechat_policy.adapters.records import Refusal
from wechat_policy.errors import Language


@attrs.frozen
class RefusedCell:
    """A cell for which a row was refused: the others of the frame are judged without that row.

    `row` counts from 0. `refusal` says what was expected and what kind of thing stood there,
    never what a person wrote; `column` is None where no column holds the attribute.
    """

    row: int
    id: str | None
    column: str | None
    refusal: Refusal

    def render(self, language: Language = "en") -> str:
        """The place and the reason, in one line."""
        told = self.refusal.reason(language)
        if language == "zh":
            place = "" if self.column is None else f"，列“{self.column}”"
            return f"第 {self.row} 行{place}：{told}"
        place = "" if self.column is None else f', column "{self.column}"'
        return f"row {self.row}{place}: {told}"


class FrameWarning(UserWarning):
    """Something about a frame of which the analyst has to know; the other rows were judged."""


class RowsRefused(FrameWarning):
    """Rows told no event; `cells` says of each which cell, and what was expected there."""

    def __init__(self, message: str, cells: Sequence[RefusedCell]) -> None:
        self.cells = tuple(cells)
        super().__init__(message)


class Unfinished(Exception):
    """The budget is spent; the same call goes on behind `rows`, up to which all is kept."""

    def __init__(self, rows: int, total: int | None) -> None:
        self.rows = rows
        self.total = total
        of = "" if total is None else f" of {total}"
        super().__init__(f"stopped after {rows}{of} rows; the same call goes on from there")


class OtherRun(ValueError):
    """The file of a run belongs to another frame, another policy or other settings."""


_SHOWN = 5


def refused_warning(cells: Sequence[RefusedCell], language: Language) -> RowsRefused:
    """The warning about refused rows, with the first of them in words."""
    rows = len({one.row for one in cells})
    lines = [one.render(language) for one in cells[:_SHOWN]]
    if len(cells) > _SHOWN:
        more = len(cells) - _SHOWN
        lines.append(f"… 另有 {more} 处" if language == "zh" else f"… and {more} more")
    head = f"{rows} 行未能读取，未作判断：" if language == "zh" else f"rows refused: {rows}"
    return RowsRefused("\n  ".join([head, *lines]), cells)


_NOTES = {
    "repeated": (
        "rows that repeat the id of one judged before, and were not judged again: {count}",
        "{count} 行与此前判断过的编号相同，未再判断",
    ),
    "late": (
        "rows earlier than one before them: {count}; what counts over time may miss them, "
        "sort the frame by time or give `lateness`",
        "{count} 行的时间早于前面的行，按时间累计的条款可能漏算；请先按时间排序，或给出 `lateness`",
    ),
    "failed": (
        "conditions that could not be worked out, and count as unknown: {count}",
        "{count} 个条件未能算出，视为不明",
    ),
    "rowless": (
        "violations that came with time and belong to no row of the frame: {count}; "
        'they stand in `rows="violations"`',
        '{count} 项违规因期限届满而生，不属于表中任何一行；见 `rows="violations"`',
    ),
}


def uncovered(policy: str, year: int, language: Language) -> FrameWarning:
    """The warning that no calendar tells the working days of a year."""
    if language == "zh":
        return FrameWarning(f"没有工作日历涵盖 {year} 年：制度 {policy} 中与工作日有关的条件都不明")
    return FrameWarning(
        f"no work calendar covers {year}: what hangs on working days stays unknown in {policy}"
    )


def note(key: str, count: int, language: Language) -> FrameWarning:
    """A warning about so many rows or violations."""
    return FrameWarning(_NOTES[key][language == "zh"].format(count=count))
