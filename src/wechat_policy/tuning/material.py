"""What is tuned on: texts, or events with a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from wechat_policy.events import Event
from wechat_policy.tuning.labels import read_labels

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


def labelled(
    events: Sequence[Material], labels: Sequence[bool] | Mapping[str, Any]
) -> tuple[Sequence[Material], list[bool]]:
    """The events that have a label, and whether they have to be found.

    Labels are one for each event in their order, or by id as `read_labels` takes them.

    Raises:
        ValueError: there are not as many labels as events, or only one label.
    """
    if isinstance(labels, Mapping):
        known = read_labels(labels) or {}
        events = [one for one in events if id_of(one) in known]
        told = [bool(known[id_of(one) or ""]) for one in events]
    else:
        told = [bool(label) for label in labels]
    if len(events) != len(told):
        raise ValueError(f"{len(events)} texts have {len(told)} labels")
    if len(set(told)) != 2:
        raise ValueError("texts of both labels are needed")
    return events, told
