"""Reads the events of files for the commands, in the order of time where there are several."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

import attrs

from wechat_policy.adapters import Detection, Record, WrongColumns, read
from wechat_policy.commands.opening import unreadable
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.errors import Language
from wechat_policy.source import visible

STDIN = "-"

Heard = Callable[[str, Record], None]
"""Told of every record of a file, by the file's name."""

Detected = Callable[[str, Detection], None]
"""Told what showed the format of a file, by the file's name."""


@attrs.frozen
class Reading:
    """How files are read: the arguments of `adapters.read` that are the same for all of them."""

    format: str
    timezone: str
    owner: str | None = None
    columns: str | None = None


@attrs.frozen
class Input:
    """A file of records, or the standard input under the name `-`."""

    name: str
    size: int | None

    @property
    def label(self) -> str:
        """What it is called in messages."""
        return "<stdin>" if self.name == STDIN else visible(self.name)


def inputs(names: Sequence[str], language: Language) -> list[Input]:
    """The files of these names. Raises WrongUse for one that is not there."""
    if names.count(STDIN) > 1:
        raise WrongUse(phrase("stdin_twice", language))
    found = []
    for name in names:
        if name == STDIN:
            found.append(Input(name, None))
            continue
        try:
            if Path(name).is_dir():
                raise WrongUse(phrase("folder", language, name=visible(name)))
            if not Path(name).exists():
                raise WrongUse(phrase("no_file", language, name=visible(name)))
            found.append(Input(name, Path(name).stat().st_size))
        except (OSError, ValueError):
            raise WrongUse(phrase("no_file", language, name=visible(name))) from None
    return found


def events(
    files: Sequence[Input],
    reading: Reading,
    language: Language,
    heard: Heard,
    passed: Callable[[int], None] = lambda size: None,
    detected: Detected = lambda name, detection: None,
) -> Iterator[Record]:
    """The records that are events: each file in its own order, several files by their times.

    `heard` is told of every record, refused ones too, `passed` of the bytes that were read,
    `detected` of what showed the format of a file.
    """
    with ExitStack() as open_files:
        streams = []
        for file in files:
            try:
                stream: IO[bytes] = (
                    sys.stdin.buffer
                    if file.name == STDIN
                    else open_files.enter_context(open(file.name, "rb"))
                )
            except OSError as error:
                raise WrongUse(unreadable(file.name, error, language)) from None
            lines = _lines(stream, file, language, passed)
            records = _read(lines, reading, language, partial(detected, file.label))
            streams.append(_events(file, records, heard))
        # Merged by the first of each file: what is out of order within a file stays so.
        yield from streams[0] if len(streams) == 1 else heapq.merge(*streams, key=_time)


def _read(
    lines: Iterator[bytes],
    reading: Reading,
    language: Language,
    detected: Callable[[Detection], None],
) -> Iterator[Record]:
    name = visible(reading.columns or "")
    try:
        return read(
            lines, reading.format, reading.timezone, reading.owner, reading.columns, detected
        )
    except WrongColumns as error:
        faults = "\n".join(f"  {visible(fault)}" for fault in error.faults)
        raise WrongUse(phrase("no_columns", language, name=name, faults=faults)) from None
    except OSError as error:
        raise WrongUse(unreadable(reading.columns or "", error, language)) from None
    except ValueError:
        # Policies know their time zone: only the command that is told one comes here by it.
        if reading.columns is not None:
            said = phrase("columns_for_tables", language, format=reading.format)
        else:
            said = phrase("no_timezone", language, name=visible(reading.timezone))
        raise WrongUse(said) from None


def _time(record: Record) -> datetime:
    assert record.event is not None
    return record.event.at


def _events(file: Input, records: Iterable[Record], heard: Heard) -> Iterator[Record]:
    for record in records:
        heard(file.label, record)
        if record.event is not None:
            yield record


def _lines(
    stream: IO[bytes], file: Input, language: Language, passed: Callable[[int], None]
) -> Iterator[bytes]:
    try:
        for line in stream:
            passed(len(line))
            yield line
    except OSError as error:
        raise WrongUse(unreadable(file.name, error, language)) from None
