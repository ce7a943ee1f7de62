"""Finds tables that are written with blanks or tabs, as they are pasted from a sheet."""

from __future__ import annotations

import re

import attrs

from wechat_policy.drafting.paragraphs import Line

_NUMBER = re.compile(r"序号|编号|no\.?|#", re.IGNORECASE)
_HEAD = re.compile(
    r"(?:违[规纪反]|禁止|不当)?(?:行为|事项|情形|内容|项目|类别|类型|条款|标准|要求|规定)|"
    r"(?:处[罚理分置]|考核|扣[分罚])(?:标准|办法|措施|结果|金额|方式|规定|依据)?|"
    r"责任(?:人|部门|单位)|备注|说明|金额|分值|频次|时限|"
    r"(?:違規)?(?:行為|事項|項目|罰則|處[罰理分])|violation|rule|penalty|measure|remarks?",
    re.IGNORECASE,
)
_GAP = re.compile(r"\t+|[  　]*[│┃｜|][  　]*|[  　]+")
_WIDE_GAP = re.compile(r"\t+|[  　]*[│┃｜|][  　]*|[  　]{2,}")
_LONGEST = 10


def with_rows(lines: list[Line]) -> list[Line]:
    """The lines with the rows of each such table told by the heads of their columns."""
    found: list[Line] = []
    header: list[str] = []
    for line in lines:
        if header and (cells := _row(line.text, header)):
            found.append(attrs.evolve(line, text=row_text(header, cells), is_whole=True))
            continue
        header = _header(line.text)
        if not header:
            found.append(line)
    return found


def row_text(header: list[str], cells: list[str]) -> str:
    """A row of a table as a line: what stands in each column, behind the head of the column."""
    told = []
    for number, cell in enumerate(cells):
        name = header[number].strip(" :：") if number < len(header) else ""
        if not cell or _NUMBER.fullmatch(name):
            continue
        told.append(f"{name}：{cell}" if name and name != cell else cell)
    return "；".join(told)


def _header(text: str) -> list[str]:
    """The heads of the columns, if the line holds nothing else."""
    cells = [one for one in _GAP.split(text.strip()) if one]
    if len(cells) < 2 or any(len(one) > _LONGEST for one in cells):
        return []
    known = [bool(_HEAD.fullmatch(one) or _NUMBER.fullmatch(one)) for one in cells]
    return cells if sum(known) * 2 > len(known) else []


def _row(text: str, header: list[str]) -> list[str]:
    """The cells of a row below a header; none if the line is no row."""
    stripped = text.strip()
    for gap in (_WIDE_GAP, _GAP):
        cells = gap.split(stripped)
        if len(cells) == len(header):
            break
    else:
        # Blanks within the last cell belong to it.
        cells = _GAP.split(stripped, maxsplit=len(header) - 1)
    if len(cells) != len(header) or not all(cells):
        return []
    if _NUMBER.fullmatch(header[0]) and not re.fullmatch(
        r"\W*[\d一二三四五六七八九十]+\W*", cells[0]
    ):
        return []
    return cells
