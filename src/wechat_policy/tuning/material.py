"""What is tuned on: texts, or events with a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from wechat_policy.events import Event

Material: TypeAlias = str | Event | Mapping[str, object]
"""A text, an event, or the record of one."""


def text_of(one: Material) -> str:
    """The text; one without a text has an empty one."""
    if isinstance(one, str):
        return one
    said = one.get("text")
    return said if isinstance(said, str) else ""


def id_of(one: Material) -> str | None:
    """The id of an event; a bare text has none."""
    if isinstance(one, str):
        return None
    if isinstance(one, Event):
        return one.id
    told = one.get("id")
    return None if told is None else str(told)


def truths(texts: Sequence[object], labels: Iterable[object]) -> list[bool]:
    """The labels as yes and no.

    Raises:
        ValueError: there are not as many labels as texts, or only one label.
    """
    told = [bool(label) for label in labels]
    if len(texts) != len(told):
        raise ValueError(f"{len(texts)} texts have {len(told)} labels")
    if len(set(told)) != 2:
        raise ValueError("texts of both labels are needed")
    return told
