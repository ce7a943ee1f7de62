"""Files of texts, with labels or without: tables, a JSON object a line, or a text a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from wechat_policy.adapters.tables import delimited, workbook
from wechat_policy.tuning.labels import WrongLabels, read_label

_TEXTS = ("text", "正文", "内容", "消息", "消息内容", "content", "message")
_LABELS = ("label", "labels", "标注", "标签", "结果", "判定", "类别")
_ENCODINGS = ("utf-8-sig", "gb18030")


@attrs.frozen
class LabelledTexts:
    """Texts and whether each has to be found.

    Rows without a label (`unlabelled`) and rows that cannot be read (`unread`) are left out.
    """

    texts: tuple[str, ...]
    labels: tuple[bool, ...]
    unlabelled: int = 0
    unread: int = 0


def read_labelled(path: str | os.PathLike[str]) -> LabelledTexts:
    """The texts and labels of a table in CSV or Excel, or of a file with a JSON object a line.

    A column or key says `text`, another `label`: yes and no, 是 and 否, safe, 正常 and the like, or
    the name of what the text has to be found as.

    Raises:
        WrongLabels: no row has a text and a label.
        OSError: the file cannot be read.
    """
    texts: list[str] = []
    labels: list[bool] = []
    unlabelled = unread = 0
    for row in _rows(Path(path)):
        text = None if row is None else _cell(row, _TEXTS)
        if row is None or not isinstance(text, str):
            unread += 1
            continue
        told = _cell(row, _LABELS)
        if told is None or told == "":
            unlabelled += 1
            continue
        texts.append(text)
        labels.append(bool(read_label(told) if isinstance(told, str) else told))
    if not texts:
        raise WrongLabels("no row has a text and a label", "learn_no_rows")
    return LabelledTexts(tuple(texts), tuple(labels), unlabelled, unread)


def read_texts(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The texts of such a file, whatever their labels; a .txt has one a line.

    Raises:
        WrongLabels: there is no text.
        OSError: the file cannot be read.
    """
    source = Path(path)
    if source.suffix.lower() == ".txt":
        lines = (line.strip() for line in _decoded(source.read_bytes()).splitlines())
        texts = [line for line in lines if line]
    else:
        cells = (_cell(row, _TEXTS) for row in _rows(source) if row is not None)
        texts = [cell for cell in cells if isinstance(cell, str)]
    if not texts:
        raise WrongLabels("there is no text", "learn_no_texts")
    return tuple(texts)


def _rows(path: Path) -> Iterator[Mapping[str, Any] | None]:
    """The rows by the small names of their columns; None for one that cannot be read."""
    content = path.read_bytes()
    if content.startswith(workbook.SIGNATURE):
        from io import BytesIO

        rows = workbook.rows(BytesIO(content))
    elif path.suffix.lower() in (".jsonl", ".json", ".ndjson"):
        rows = ((number, _object(line)) for number, line in _lines(content))
    else:
        rows = delimited.rows(enumerate(content.splitlines(keepends=True), 1))
    for _, row in rows:
        if isinstance(row, Mapping):
            yield {str(name).strip().casefold(): cell for name, cell in row.items()}
        else:
            yield None


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_decoded(content).splitlines(), 1):
        if line.strip():
            yield number, line


def _object(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _cell(row: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    cell = next((row[name] for name in names if name in row), None)
    return cell.strip() if isinstance(cell, str) else cell
