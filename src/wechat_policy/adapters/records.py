"""What an adapter gives back for one record of a file: its event, or why it has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal

import attrs

from wechat_policy.adapters.terms import TERMS
from wechat_policy.events import Event
from wechat_policy.source import visible

Language = Literal["en", "zh"]

_LONGEST_FACT = 80
_LONGEST_ID = 128
_ONE_OF = "one of "


@attrs.frozen
class Refusal:
    """Why a record gives no event.

    `line` counts as in `Record`; `code` names the kind of fault, a key of `REASONS`; `field` is
    a dotted path in the record, "" for all of it. `got` tells what stood there by its type, its
    place or a code of the format: it never repeats what a person wrote.
    """

    line: int
    code: str
    field: str = ""
    expected: str = ""
    got: str = ""

    @property
    def damaged(self) -> bool:
        """Whether something is wrong; false for a sound record that tells of no conduct."""
        return self.code not in NO_CONDUCT

    def reason(self, language: Language = "en") -> str:
        """Why, in one line of words."""
        words = ("the record", "记录")[language == "zh"]
        named = f"`{_shown(self.field)}`" if self.field else words
        return REASONS[self.code][language].format(
            field=named,
            expected=_term(self.expected, language),
            got=_term(self.got, language),
        )

    def render(self, language: Language = "en") -> str:
        """The place and the reason, in one line."""
        if language == "en":
            return f"line {self.line}: {self.reason(language)}"
        return f"第 {self.line} 行：{self.reason(language)}"

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The refusal as JSON-able data, with the reason in words."""
        facts = {key: _shown(getattr(self, key)) for key in ("field", "expected", "got")}
        return {
            "line": self.line,
            "code": self.code,
            **facts,
            "damaged": self.damaged,
            "reason": self.reason(language),
        }

    def __str__(self) -> str:
        return self.render()


@attrs.frozen
class Record:
    """One record of a file: an event or a refusal, never both and never neither.

    `line` is the line of the file, counted from 1, or the number of the item where the file is
    one JSON document. `raw_id` is the identifier the record carries, also of a refused one.
    """

    line: int
    event: Event | None
    refusal: Refusal | None = None
    raw_id: str | None = None


class Refused(Exception):
    """Raised inside the adapters for a record that gives no event; becomes a `Refusal`."""

    def __init__(self, code: str, field: str = "", expected: str = "", got: str = "") -> None:
        self.code = code
        self.field = field
        self.expected = expected
        self.got = got
        self.raw_id: str | None = None
        super().__init__(code, field, expected, got)

    def at(self, line: int) -> Refusal:
        """The refusal of the record on this line."""
        return Refusal(line, self.code, self.field, self.expected, self.got)


NO_CONDUCT = frozenset({"consent_record", "switch_record", "no_conduct"})
"""Codes of sound records that tell of nothing a policy could judge."""

REASONS: Mapping[str, Mapping[Language, str]] = MappingProxyType(
    {
        "missing": {
            "en": "{field} is missing",
            "zh": "缺少 {field}",
        },
        "wrong": {
            "en": "{field} must be {expected} (got {got})",
            "zh": "{field} 应为{expected}（实为{got}）",
        },
        "broken": {
            "en": "the JSON is broken at {got}",
            "zh": "JSON 在 {got} 处有误",
        },
        "cut": {
            "en": "the JSON is cut off at {got}",
            "zh": "JSON 在 {got} 处被截断",
        },
        "too_deep": {
            "en": "{field} is nested deeper than {expected} levels",
            "zh": "{field} 的嵌套超过 {expected} 层",
        },
        "encoding": {
            "en": "the text is {got} instead of UTF-8, save the file as UTF-8",
            "zh": "文本编码是{got}而非 UTF-8，请将文件另存为 UTF-8",
        },
        "not_json": {
            "en": "the file is {got}, not JSON",
            "zh": "文件是{got}，不是 JSON",
        },
        "encrypted": {
            "en": "the record is still encrypted, decrypt it with the archive SDK first",
            "zh": "记录尚未解密，请先用会话存档 SDK 解密",
        },
        "encrypted_callback": {
            "en": "the callback is still encrypted, decrypt {field} with the app's EncodingAESKey",
            "zh": "回调尚未解密，请先用应用的 EncodingAESKey 解密 {field}",
        },
        "unknown_event": {
            "en": "{field} names an event that is not known ({got})",
            "zh": "{field} 是未知的事件（{got}）",
        },
        "failed_page": {
            "en": "the page holds no records, its pull failed with errcode {got}",
            "zh": "该页没有记录，拉取失败，errcode 为 {got}",
        },
        "unknown_type": {
            "en": "the message type {got} is not known and carries no words",
            "zh": "消息类型 {got} 未知，且不含文字",
        },
        "consent_record": {
            "en": "the record is the answer to a request for consent, not conduct",
            "zh": "记录是对存档同意请求的答复，不是行为",
        },
        "switch_record": {
            "en": "the record is a switch to another company in the client, not conduct",
            "zh": "记录是在客户端切换企业，不是行为",
        },
        "no_conduct": {
            "en": "the record is {got}, not conduct",
            "zh": "记录是{got}，不是行为",
        },
        "broken_xml": {
            "en": "the XML is broken at {got}",
            "zh": "XML 在 {got} 处有误",
        },
        "cut_xml": {
            "en": "the XML is cut off at {got}",
            "zh": "XML 在 {got} 处被截断",
        },
        "too_large": {
            "en": "the record is larger than {expected} bytes",
            "zh": "记录超过 {expected} 字节",
        },
        "cells": {
            "en": "the row has {got} cells, the headings are {expected}",
            "zh": "该行有 {got} 个单元格，表头有 {expected} 个",
        },
        "broken_row": {
            "en": "a quote in the row is not closed, or closed amid a cell",
            "zh": "该行的引号没有闭合，或在单元格中间闭合",
        },
        "undecodable": {
            "en": "the row cannot be decoded as {got}",
            "zh": "该行无法按 {got} 解码",
        },
        "damaged_file": {
            "en": "the file is {got} and cannot be read on from here",
            "zh": "文件是{got}，从此处起无法读取",
        },
        "extra": {
            "en": "the file is {got}, reading it needs the extra `{expected}`",
            "zh": "文件是{got}，读取需要安装附加包 `{expected}`",
        },
        "columns": {
            "en": "columns that the mapping names are not in the table: {expected}",
            "zh": "表中没有映射所指的列：{expected}",
        },
        "no_mapping": {
            "en": "the columns of the table do not say what they hold, give a mapping of columns",
            "zh": "表的列名不足以说明内容，请给出列映射",
        },
        "no_conversation": {
            "en": "the record is {got}: who wrote it, when and to whom is not in it",
            "zh": "记录是{got}，其中没有发送人、时间和接收人",
        },
        "other_format": {
            "en": "the record is of the format {got} in a file of the format {expected}",
            "zh": "文件的格式是 {expected}，这条记录的格式却是 {got}",
        },
        "no_format": {
            "en": "the record is of no format that is known",
            "zh": "记录不属于任何已知格式",
        },
    }
)
"""The words for each code; `{field}`, `{expected}` and `{got}` are filled in."""

_TERMS: Mapping[str, str] = MappingProxyType(
    {
        **TERMS,
        "an object": "对象",
        "an object or JSON text of one": "对象或其 JSON 文本",
        "a mapping of keys to values": "对象",
        "a list": "列表",
        "text": "文本",
        "a text": "文本",
        "a text that is not empty": "非空文本",
        "true or false": "true 或 false",
        "null": "空值",
        "nothing": "空",
        "a number": "数字",
        "a finite number": "有限的数字",
        "a whole number": "整数",
        "an id": "标识",
        "ids": "标识列表",
        "a time in milliseconds, in seconds or as YYYY-mm-dd HH:MM:SS": (
            "毫秒、秒或 YYYY-mm-dd HH:MM:SS 形式的时间"
        ),
        "ISO 8601 with offset": "带时区偏移的 ISO 8601 时间",
        "a date YYYY-MM-DD": "日期 YYYY-MM-DD",
        "1, 2, 3 or 4": "1、2、3 或 4",
        "send, recall or switch": "send、recall 或 switch",
        "another encoding": "其他编码",
        "a gzip archive": "gzip 压缩包",
        "a zip archive or a workbook": "zip 压缩包或工作簿",
        "an SQLite database": "SQLite 数据库",
        "binary data": "二进制数据",
        "XML of another kind": "其他 XML",
    }
)


def raw_id(value: object, keys: Iterable[str]) -> str | None:
    """The id that a record carries under the first of the keys that has one."""
    if isinstance(value, Mapping):
        for key in keys:
            found = value.get(key)
            if type(found) is int:
                found = str(found)
            if isinstance(found, str) and 0 < len(found) <= _LONGEST_ID:
                return found
    return None


def described(value: object) -> str:
    """What a value is, by its type alone: "text", "a list", "a number" …"""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text" if value else "nothing"
        case Mapping():
            return "an object"
        case list() | tuple():
            return "a list"
        case _:
            return type(value).__name__


def _term(words: str, language: Language) -> str:
    if language == "en":
        return _shown(words)
    if words.startswith(_ONE_OF):
        return _shown(f"下列之一：{words.removeprefix(_ONE_OF)}")
    return _shown(_TERMS.get(words, words))


def _shown(fact: str) -> str:
    return visible(fact if len(fact) <= _LONGEST_FACT else fact[: _LONGEST_FACT - 1] + "…")
