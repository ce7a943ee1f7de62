"""What a source tells: rows and pieces of rows, before they are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import tzinfo
from typing import Any, Literal, TypeAlias

import attrs

from wechat_policy.adapters import fields
from wechat_policy.adapters.records import Refused, described
from wechat_policy.vocabulary import FactKind

Subject: TypeAlias = FactKind | Literal["department", "organization"]


@attrs.frozen(eq=False)
class Told:
    """Facts of one person, group, account, device, department, or of the organization.

    An `aside` was mentioned in passing: it gives way to whatever else is said of the same fact,
    and contradicts nothing. Where it does not `introduce`, it makes no row by itself, for a row
    that nobody wrote would say of its lists and marks that they are empty.
    """

    subject: Subject
    row: Mapping[str, Any]
    aside: bool = False
    introduces: bool = True


@attrs.frozen
class Setting:
    """What reading a record may need besides the record.

    `stem` is the name of the file without its ending, `columns` gives facts for headings.
    """

    zone: tzinfo
    stem: str = ""
    columns: Mapping[str, str] = attrs.field(factory=dict)


Tell: TypeAlias = Callable[[Mapping[str, Any], Setting], Iterable[Told | Refused]]
"""What a record tells; a part that tells nothing is a `Refused`."""


def each(record: Mapping[str, Any], key: str, path: str = "") -> Iterator[tuple[str, Any]]:
    """The objects of a list with their paths; a single object counts as a list of one."""
    found = record.get(key)
    whole = fields.joined(path, key)
    if isinstance(found, Mapping):
        yield whole, found
        return
    if found is None or found == "":
        return
    if not isinstance(found, list | tuple):
        raise Refused("wrong", whole, "a list", described(found))
    for place, item in enumerate(found):
        yield f"{whole}[{place}]", item


def attempted(
    items: Iterable[tuple[str, Any]], tell: Callable[[Mapping[str, Any], str], Iterable[Told]]
) -> Iterator[Told | Refused]:
    """What each item tells, and a refusal for each that is damaged."""
    for path, item in items:
        try:
            if not isinstance(item, Mapping):
                raise Refused("wrong", path, "an object", described(item))
            yield from list(tell(item, path))
        except Refused as refused:
            yield refused


def rest(record: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """What no fact of the vocabulary takes, under its own name with `x_` before it."""
    left = record.keys() - set(known)
    return {
        f"x_{key}": fields.tame(record[key], key)
        for key in record
        if key in left and record[key] not in (None, "", [], {})
    }


def put(row: dict[str, Any], fact: str, value: Any) -> None:
    """State a fact unless nothing is said of it."""
    if value is not None and value != "" and value != []:
        row[fact] = value
