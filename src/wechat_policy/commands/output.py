"""Where the commands write what they found, and how: for people as text, or as JSON."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import IO, Any, Protocol

import attrs

from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.records import STDIN
from wechat_policy.commands.streams import WrongUse
from wechat_policy.directory import Directory
from wechat_policy.drawing import draw
from wechat_policy.errors import Language
from wechat_policy.events import Event
from wechat_policy.evidence import texts_of
from wechat_policy.source import visible
from wechat_policy.verdict import Verdict

RULE = "-" * 60


class Writer(Protocol):
    """Writes verdicts one by one."""

    def write(self, verdict: Verdict, event: Event | None) -> None:
        """A verdict that has something in it, with the event that led to it if it is at hand."""


def write_json(stream: IO[str], told: Mapping[str, Any], indent: int | None = None) -> None:
    """An object on a line; outside UTF-8 what is not ASCII is escaped, for want of a way."""
    encoding = getattr(stream, "encoding", None) or ""
    is_utf8 = encoding.lower().replace("-", "") == "utf8"
    stream.write(json.dumps(told, ensure_ascii=not is_utf8, indent=indent) + "\n")


@attrs.frozen
class Lines:
    """A line of JSON for each verdict."""

    stream: IO[str]

    def write(self, verdict: Verdict, event: Event | None) -> None:
        """One line."""
        write_json(self.stream, verdict.to_dict())


@attrs.frozen
class Drawings:
    """A drawing of each verdict, with a rule below it."""

    stream: IO[str]
    directory: Directory
    language: Language
    zone: tzinfo
    colour: bool
    detail: bool

    def write(self, verdict: Verdict, event: Event | None) -> None:
        """One drawing; that it is a recommendation is said once, at the end of all."""
        told = event is not None and event.id == verdict.event and verdict.kind != "settled"
        drawing = draw(
            verdict,
            texts_of(event.facts) if event is not None and told else None,
            lambda id_: self._name(id_, verdict),
            self.language,
            self.colour,
            detail=self.detail,
            zone=self.zone,
        )
        self.stream.write(drawing.rpartition("\n\n")[0] + f"\n{RULE}\n")

    def _name(self, id_: str, verdict: Verdict) -> str:
        row = self.directory.person(id_, verdict.at)
        return "" if row is None else str(row.get("name") or "")


@contextmanager
def opened_output(
    output: str | None, others: Iterable[str], language: Language, *, add: bool = False
) -> Iterator[IO[str]]:
    """Where the output goes: a file, or the standard output for None.

    To `add` leaves what the file holds. Raises WrongUse for a file that cannot be written, or is
    one of the `others` that the command uses.
    """
    if output is None:
        yield sys.stdout
        return
    for name in others:
        if name != STDIN and Path(output).exists() and os.path.samefile(name, output):
            raise WrongUse(phrase("same_file", language, name=visible(output)))
    with ExitStack() as opened:
        try:
            stream = opened.enter_context(
                open(
                    output, "a" if add else "w", encoding="utf-8",
                    errors="backslashreplace", newline="\n",
                )
            )  # fmt: skip
            if add and _is_cut(output):
                stream.write("\n")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            said = phrase("unwritable", language, name=visible(output), reason=reason)
            raise WrongUse(said) from None
        yield stream


def replace(path: str, text: str, language: Language) -> None:
    """Puts a text in place of what a file holds, all at once: nobody ever sees a part of it.

    Raises WrongUse for a file that cannot be written; it is then as it was.
    """
    place = Path(path).resolve()  # a link stays a link
    try:
        if not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            shutil.copymode(place, name)
            os.replace(name, place)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WrongUse(phrase("unwritable", language, name=visible(path), reason=reason)) from None


def _is_cut(output: str) -> bool:
    """Whether the last line of a file has no end: whoever wrote it was killed."""
    if not Path(output).is_file():  # a pipe or a device is not read
        return False
    with open(output, "rb") as written:
        size = written.seek(0, os.SEEK_END)
        written.seek(max(0, size - 1))
        return written.read() not in (b"", b"\n")
