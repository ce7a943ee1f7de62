"""What is wrong or doubtful in the sources of a directory, and where."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import attrs

from wechat_policy.adapters.records import Language, Refusal, Refused
from wechat_policy.source import visible

Level = Literal["error", "warning"]


@attrs.frozen
class Fault:
    """Something in a source that gave no row, or that nobody can be sure of.

    `source` is the file, `line` its line or row counted from 1 (None where it is one document),
    `field` the place in the record or the heading of the column, `row` the id of the row. An
    "error" has cost a row or a fact, a "warning" nothing.
    """

    source: str
    code: str
    field: str = ""
    expected: str = ""
    got: str = ""
    line: int | None = None
    row: str = ""

    @property
    def level(self) -> Level:
        """How grave it is."""
        return "warning" if self.code in WARNINGS else "error"

    def reason(self, language: Language = "en") -> str:
        """What is wrong, in one line of words."""
        if self.code not in DOUBTS:
            plain = Refusal(self.line or 0, self.code, self.field, self.expected, self.got)
            return plain.reason(language)
        facts = {key: visible(getattr(self, key)) for key in ("field", "expected", "got", "row")}
        return DOUBTS[self.code][language].format(**facts)

    def render(self, language: Language = "en") -> str:
        """The place and the reason, in one line."""
        if language == "en":
            where = f", line {self.line}" if self.line else ""
            return f"{visible(self.source)}{where}: {self.reason(language)}"
        where = f"，第 {self.line} 行" if self.line else ""
        return f"{visible(self.source)}{where}：{self.reason(language)}"

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The fault as JSON-able data, with the reason in words."""
        told = {
            name: value for name, value in attrs.asdict(self).items() if value not in ("", None)
        }
        return {**told, "level": self.level, "reason": self.reason(language)}

    def __str__(self) -> str:
        return self.render()


WARNINGS = frozenset(
    {"contradiction", "not_named", "no_hours", "special_day", "no_such_person", "same_name"}
    | {"left_out"}
)
"""Codes of what costs no row."""

DOUBTS: Mapping[str, Mapping[Language, str]] = MappingProxyType(
    {
        "contradiction": {
            "en": "`{field}` of `{row}` is not what {got} says, which stays",
            "zh": "`{row}` 的 `{field}` 与 {got} 所述不同，以后者为准",
        },
        "not_named": {
            "en": "no source names the department {got}, its number stands for it",
            "zh": "没有来源给出部门 {got} 的名称，以编号代替",
        },
        "no_such_person": {
            "en": "`{field}` of `{row}` names nobody in the sources, it is left out",
            "zh": "`{row}` 的 `{field}` 在各来源中查无此人，已略去",
        },
        "same_name": {
            "en": "`{field}` of `{row}` is the name of several people; left out, write the id",
            "zh": "`{row}` 的 `{field}` 与多人同名，请改填账号；已略去",
        },
        "no_hours": {
            "en": "the check-in rule {field} has no fixed hours ({got}), so it tells none",
            "zh": "打卡规则 {field} 没有固定工时（{got}），未据以得出工时",
        },
        "special_day": {
            "en": "{got} has hours of its own in the check-in rule {field}, which are left out",
            "zh": "打卡规则 {field} 在 {got} 另有工时，未采用",
        },
        "no_headings": {
            "en": "no row of the table is its headings: one has to name the id, such as 账号 or id",
            "zh": "表中没有标题行：须有一列为标识，例如 账号 或 id",
        },
        "no_column": {
            "en": "there is no column `{field}`",
            "zh": "没有名为 `{field}` 的列",
        },
        "no_fact": {
            "en": "a person has no fact `{field}`",
            "zh": "人员没有 `{field}` 这项事实",
        },
        "rounded_id": {
            "en": "`{field}` was rounded by a spreadsheet, save the column as text",
            "zh": "`{field}` 已被表格软件取整，请将该列设为文本格式后重新保存",
        },
        "no_kind": {
            "en": "the record is of no kind that tells who is who",
            "zh": "记录不属于任何可作通讯录的种类",
        },
        "no_reader": {
            "en": "an Excel file needs the extra `wechat-policy[excel]`",
            "zh": "读取 Excel 文件需安装 `wechat-policy[excel]`",
        },
        "no_table": {
            "en": "the table cannot be read",
            "zh": "无法读取该表格",
        },
        "no_file": {
            "en": "the file cannot be opened ({got})",
            "zh": "无法打开文件（{got}）",
        },
        "left_out": {
            "en": "what it says of {got} people is left out, for no source has rows of them",
            "zh": "其中关于 {got} 人的内容已略去，因为没有来源列出这些人",
        },
    }
)
"""The words for each code that single records do not have."""


def fault_of(refused: Refused, source: str, line: int | None) -> Fault:
    """A refusal of the readers, as a fault of its source."""
    id_ = refused.raw_id or ""
    return Fault(source, refused.code, refused.field, refused.expected, refused.got, line, id_)
