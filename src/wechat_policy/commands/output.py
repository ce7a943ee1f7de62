"""Writes verdicts: for people as text, for programs as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import tzinfo
from typing import IO, Any, Protocol

import attrs

from wechat_policy.directory import Directory
from wechat_policy.drawing import draw
from wechat_policy.errors import Language
from wechat_policy.events import Event
from wechat_policy.verdict import Verdict

RULE = "-" * 60


class Writer(Protocol):
    """Writes verdicts one by one."""

    def write(self, verdict: Verdict, event: Event | None) -> None:
        """A verdict that has something in it, with the event that led to it if it is at hand."""


@attrs.frozen
class Lines:
    """A line of JSON for each verdict."""

    stream: IO[str]

    def write(self, verdict: Verdict, event: Event | None) -> None:
        """One line; outside UTF-8 what is not ASCII is escaped, for it might not be written."""
        encoding = getattr(self.stream, "encoding", None) or ""
        is_utf8 = encoding.lower().replace("-", "") == "utf8"
        self.stream.write(json.dumps(verdict.to_dict(), ensure_ascii=not is_utf8) + "\n")


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


def texts_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The texts of an event by their paths, those within its objects too."""
    found = {}
    for name, value in facts.items():
        if isinstance(value, str):
            found[name] = value
        elif isinstance(value, Mapping):
            found.update(
                (f"{name}.{key}", inner) for key, inner in value.items() if isinstance(inner, str)
            )
    return found
