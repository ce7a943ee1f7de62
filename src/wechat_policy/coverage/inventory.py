"""The inventory of a written policy: its statements, a line each, and what is wrong with lines."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from wechat_policy.errors import Language
from wechat_policy.source import visible

FIELDS = ("id", "article", "text", "kind", "checkable")
"""What every line has to say."""

_MAY_BE_EMPTY = frozenset({"article"})
_PERMISSION = re.compile(
    r"\s*(?:(?:permission|permitted|allow-?list|exemption)\b|许可|允许|豁免)", re.IGNORECASE
)
_NUMBERED = re.compile(r"(.*?)[-_./ ]?\d+")


@attrs.frozen
class Statement:
    """One statement of a written policy, and where the inventory has it.

    `checkable` says what shows a breach: "none" where nothing does, "penalty" where the statement
    attaches a measure to breaches.
    """

    id: str
    article: str
    text: str
    kind: str
    checkable: str
    condition: str
    file: str
    line: int

    @property
    def permits(self) -> bool:
        """Whether it gives a bare permission: its kind says so, or its condition begins so."""
        return any(_PERMISSION.match(said) for said in (self.kind, self.condition))


@attrs.frozen
class InventoryFault:
    """Something in an inventory that gave no statement; `line` is None where no file can be had."""

    file: str
    line: int | None
    field: str
    code: str
    got: str = ""

    def reason(self, language: Language = "en") -> str:
        """What is wrong, in one line of words."""
        words = _REASONS[self.code][language == "zh"]
        return words.format(field=visible(self.field), got=visible(self.got))

    def render(self, language: Language = "en") -> str:
        """The place and the reason, in one line."""
        if language == "en":
            where = f", line {self.line}" if self.line else ""
            return f"{visible(self.file)}{where}: {self.reason(language)}"
        where = f"，第 {self.line} 行" if self.line else ""
        return f"{visible(self.file)}{where}：{self.reason(language)}"

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The fault as JSON-able data, with the reason in words."""
        told = attrs.asdict(self, filter=lambda attribute, _: attribute.name != "got")
        return {**told, "reason": self.reason(language)}

    def __str__(self) -> str:
        return self.render()


_REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no_files": ("there is no file *.jsonl", "没有 *.jsonl 文件"),
        "unreadable": ("it cannot be read: {got}", "无法读取：{got}"),
        "encoding": ("the line is not UTF-8", "此行不是 UTF-8 文本"),
        "not_json": ("the line is no JSON object", "此行不是 JSON 对象"),
        "missing": ("`{field}` is missing", "缺少 `{field}`"),
        "not_text": ("`{field}` must be a text (got {got})", "`{field}` 应为文本（实为 {got}）"),
        "empty": ("`{field}` is empty", "`{field}` 为空"),
        "same_id": (
            "`{field}` is that of {got}, which counts",
            "`{field}` 与 {got} 相同，以后者为准",
        ),
    }
)


@attrs.frozen
class Inventory:
    """The statements of written policies in the order of the files, and what gave none.

    `damaged` are the ids of lines that could not be used otherwise.
    """

    statements: tuple[Statement, ...]
    faults: tuple[InventoryFault, ...] = ()
    damaged: frozenset[str] = frozenset()

    def of(self, policy: str, cited: Iterable[str]) -> tuple[Statement, ...]:
        """The statements of a policy: those whose ids are its own with a number.

        Where there are none, those of the file that it cites most; nothing if it cites none.
        """
        wanted = policy.casefold()
        own = tuple(one for one in self.statements if series_of(one.id).casefold() == wanted)
        if own:
            return own
        files = {one.id: one.file for one in self.statements}
        counted = Counter(files[ref] for ref in dict.fromkeys(cited) if ref in files)
        if not counted:
            return ()
        ((file, _),) = counted.most_common(1)
        return tuple(one for one in self.statements if one.file == file)


def series_of(ref: str) -> str:
    """What stands before the number of a reference: `P06` of `P06-014`."""
    found = _NUMBERED.fullmatch(ref)
    return ref if found is None else found[1]


def read_inventory(path: str | os.PathLike[str]) -> Inventory:
    """The inventory in a folder of `*.jsonl`, or in one such file.

    Raises OSError where there is no such folder or file; what else is wrong stands among `faults`.
    """
    place = Path(path)
    if place.is_dir():
        files = sorted(one for one in place.iterdir() if one.suffix.lower() == ".jsonl")
    else:
        place.stat()
        files = [place]
    reading = _Reading()
    if not files:
        reading.faults.append(InventoryFault(str(place), None, "", "no_files"))
    for file in files:
        reading.read(file)
    return Inventory(
        tuple(reading.statements.values()), tuple(reading.faults), frozenset(reading.damaged)
    )


class _Reading:
    """One run over the files of an inventory."""

    def __init__(self) -> None:
        self.statements: dict[str, Statement] = {}
        self.faults: list[InventoryFault] = []
        self.damaged: set[str] = set()

    def read(self, file: Path) -> None:
        """Takes the lines of a file."""
        try:
            written = file.read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.faults.append(InventoryFault(file.name, None, "", "unreadable", reason))
            return
        for line, text in enumerate(written.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            if text.strip():
                self.take(file.name, line, text)

    def take(self, file: str, line: int, written: bytes) -> None:
        """Takes a line: a statement, or what is wrong with it."""
        try:
            told = json.loads(written.decode())
        except UnicodeDecodeError:
            self.faults.append(InventoryFault(file, line, "", "encoding"))
            return
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            self.faults.append(InventoryFault(file, line, "", "not_json"))
            return
        wrong = list(_wrong(told, file, line))
        id_ = told.get("id")
        first = self.statements.get(id_) if isinstance(id_, str) else None
        if first is not None:
            where = f"{first.file}:{first.line}"
            wrong.append(InventoryFault(file, line, "id", "same_id", where))
        elif wrong and isinstance(id_, str):
            self.damaged.add(id_)
        self.faults += wrong
        if not wrong:
            condition = told.get("condition")
            self.statements[told["id"]] = Statement(
                **{name: told[name] for name in FIELDS},
                condition=condition if isinstance(condition, str) else "",
                file=file,
                line=line,
            )


def _wrong(told: Mapping[str, Any], file: str, line: int) -> Iterator[InventoryFault]:
    for name in FIELDS:
        if name not in told:
            yield InventoryFault(file, line, name, "missing")
        elif not isinstance(told[name], str):
            got = json.dumps(told[name], ensure_ascii=False)
            yield InventoryFault(file, line, name, "not_text", got[:40])
        elif not told[name].strip() and name not in _MAY_BE_EMPTY:
            yield InventoryFault(file, line, name, "empty")
