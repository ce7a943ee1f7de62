"""Lists of members in tables: the row of headings, and the people below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wechat_policy.adapters.directories.headings import FACTS, heading_of, stated
from wechat_policy.adapters.directories.told import Setting, Told
from wechat_policy.adapters.records import Refused
from wechat_policy.vocabulary import vocabulary

_LOOKED_AT = 20
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")


def listed_people(
    table: Iterable[tuple[int, list[Any]]], setting: Setting
) -> Iterator[tuple[int, Told | Refused]]:
    """The people of a table, each with the number of its row.

    The headings are in the first row that has one for the id; what stands above, such as the
    instructions in a form of WeCom, is passed over. A column with a heading of no fact is kept
    under its name with `x_` before it.
    """
    rows = iter(table)
    names: dict[int, str] = {}
    facts: dict[int, str] = {}
    first = 1
    for count, (number, cells) in enumerate(rows):
        names = {place: str(cell).strip() for place, cell in enumerate(cells) if cell is not None}
        facts = _facts(names, setting.columns)
        if "id" in facts.values():
            first = number
            break
        if count == _LOOKED_AT:
            break
    if "id" not in facts.values():
        yield 1, Refused("no_headings")
        return
    for name in setting.columns:
        if name not in {text.strip("*＊:：").strip() for text in names.values()}:
            yield first, Refused("no_column", name)
    for number, cells in rows:
        person = _Person(names, facts, setting)
        try:
            told = person.read(cells)
        except Refused as refused:
            yield number, refused
            continue
        if told is not None:
            yield number, told


def check_columns(columns: Mapping[str, str]) -> Iterator[Refused]:
    """What is wrong in an explicit mapping of columns: facts that there are not."""
    for fact in columns.values():
        if fact not in FACTS and not fact.startswith("x_"):
            yield Refused("no_fact", fact)


def _facts(names: Mapping[int, str], columns: Mapping[str, str]) -> dict[int, str]:
    """The fact of each column, the first column of a fact; one that is mapped goes first."""
    found: dict[int, str] = {}
    taken = set(columns.values()) & {
        columns[name.strip("*＊:：").strip()]
        for name in names.values()
        if name.strip("*＊:：").strip() in columns
    }
    for place, name in names.items():
        fact = heading_of(name, columns)
        mapped = name.strip("*＊:：").strip() in columns
        if fact is not None and fact not in found.values() and (mapped or fact not in taken):
            found[place] = fact
    return found


class _Person:
    """The reading of one row."""

    def __init__(
        self, names: Mapping[int, str], facts: Mapping[int, str], setting: Setting
    ) -> None:
        self.names = names
        self.facts = facts
        self.setting = setting

    def read(self, cells: list[Any]) -> Told | None:
        """The person of a row, None for a row that is empty below all headings."""
        row: dict[str, Any] = {}
        for place, cell in enumerate(cells):
            name, fact = self.names.get(place, ""), self.facts.get(place)
            if fact is not None and fact[:2] != "x_":
                row.update(self._stated(fact, cell, name))
            elif name and cell is not None and str(cell).strip():
                row[fact or f"x_{name}"] = cell if isinstance(cell, bool | int) else str(cell)
        if not row:
            return None
        if "id" not in row:
            raise Refused(
                "missing", next(self.names[p] for p, f in self.facts.items() if f == "id")
            )
        return Told("person", {"id": row.pop("id"), **row})

    def _stated(self, fact: str, cell: Any, name: str) -> dict[str, Any]:
        found = stated(fact, cell, name, self.setting.zone)
        kind = vocabulary().facts["person"].get(fact)
        is_text = kind is not None and kind.type in ("string", "person")
        if is_text and _ROUNDED.fullmatch(str(found.get(fact, ""))):
            raise Refused("rounded_id", name)
        return found
