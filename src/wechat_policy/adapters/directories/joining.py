"""Joins what several sources tell of one id into rows, and tells where they contradict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from wechat_policy.adapters.directories.faults import Fault
from wechat_policy.adapters.directories.told import Told
from wechat_policy.vocabulary import FactKind

PLURALS: Mapping[FactKind, str] = {
    "person": "people",
    "group": "groups",
    "account": "accounts",
    "device": "devices",
}

# Of these a source tells some; what it leaves out another may tell.
_ADDING = frozenset({"roles", "permissions", "operators", "x_tags", "x_followers"})
_HANDWRITTEN = re.compile(r"(?P<name>.*?)\s*[（(](?P<id>[^（()）]+)[)）]")
_ANYBODYS = re.compile(r"[^\W_]*[\u3400-\u9fff][^\W_]*")


@attrs.define(eq=False)
class _Row:
    """A row that grows, with the source of each fact and whether it was said in passing."""

    source: str
    facts: dict[str, Any]
    origins: dict[str, tuple[str, bool]]
    introduced: bool
    departments: list[tuple[str, int | None, list[str]]] = attrs.field(factory=list)


@attrs.define(eq=False)
class Joined:
    """All rows so far, by kind, id and the day from which they hold."""

    rows: dict[FactKind, dict[str, dict[str, _Row]]] = attrs.field(
        factory=lambda: {kind: {} for kind in PLURALS}
    )
    departments: dict[str, str] = attrs.field(factory=dict)
    organization: dict[str, Any] = attrs.field(factory=dict)
    faults: list[Fault] = attrs.field(factory=list)

    def take(self, told: Told, source: str, line: int | None) -> None:
        """Adds what one source tells."""
        if told.subject == "department":
            self.departments.setdefault(told.row["id"], told.row.get("name") or "")
            return
        if told.subject == "organization":
            self._organization(told.row, source, line)
            return
        facts = dict(told.row)
        of_id = self.rows[told.subject].setdefault(str(facts["id"]), {})
        begin = str(facts.get("valid_from") or "")
        row = of_id.get(begin)
        if row is None:
            row = of_id[begin] = _Row(source, {}, {}, False)
        row.introduced = row.introduced or told.introduces
        self._add(row, facts, source, line, told.aside)
        if "x_department_ids" in facts:
            # Their names may be told by a source that is yet to come.
            row.departments.append((source, line, facts["x_department_ids"]))

    def rows_of(self, kind: FactKind) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows of a kind with the source that began each, in the order of the sources."""
        for of_id in self.rows[kind].values():
            spans = self._spans(of_id)
            for row in spans:
                if row.introduced:
                    yield row.source, row.facts

    def left_out(self) -> dict[str, int]:
        """How many ids each source mentions that no source introduces."""
        found: dict[str, int] = {}
        for of_id in self.rows["person"].values():
            if not any(row.introduced for row in of_id.values()):
                source = next(iter(of_id.values())).source
                found[source] = found.get(source, 0) + 1
        return found

    def finish(self) -> None:
        """Puts names for the numbers of departments, and ids for the names of superiors."""
        people = [row for of_id in self.rows["person"].values() for row in of_id.values()]
        unnamed: dict[str, str] = {}
        for row in people:
            for source, line, numbers in row.departments:
                nameless = [one for one in numbers if not self.departments.get(one)]
                names = [self.departments.get(one) or one for one in numbers]
                if "department" not in row.facts:
                    row.facts["department"], row.origins["department"] = names, (source, False)
                    unnamed |= dict.fromkeys(nameless, source)
                elif not nameless and not _same(row.facts["department"], names):
                    other = row.origins["department"][0]
                    self._contradiction(row, "department", other, source, line)
        for one, source in unnamed.items():
            self.faults.append(Fault(source, "not_named", got=one))
        by_name: dict[str, set[str]] = {}
        for id_, of_id in self.rows["person"].items():
            for row in of_id.values():
                for fact in ("name", "nickname"):
                    if row.introduced and isinstance(row.facts.get(fact), str):
                        by_name.setdefault(row.facts[fact], set()).add(id_)
        for row in people:
            self._superior(row, by_name)

    def _superior(self, row: _Row, by_name: Mapping[str, set[str]]) -> None:
        told = row.facts.get("manager")
        if not isinstance(told, str) or told in self.rows["person"]:
            return
        written = _HANDWRITTEN.fullmatch(told)
        if written is not None:
            row.facts["manager"] = written["id"].strip()
            return
        named = by_name.get(told, set())
        if len(named) == 1:
            row.facts["manager"] = next(iter(named))
        elif named or _ANYBODYS.fullmatch(told):
            del row.facts["manager"]
            code = "same_name" if named else "no_such_person"
            source = row.origins["manager"][0]
            self.faults.append(Fault(source, code, "manager", row=str(row.facts["id"])))

    def _add(
        self, row: _Row, facts: Mapping[str, Any], source: str, line: int | None, aside: bool
    ) -> None:
        for fact, value in facts.items():
            origin = row.origins.get(fact)
            held = row.facts.get(fact)
            if origin is None or (origin[1] and not aside and fact not in _ADDING):
                row.facts[fact], row.origins[fact] = value, (source, aside)
            elif fact in _ADDING and isinstance(held, list) and isinstance(value, list):
                row.facts[fact] = [*held, *(one for one in value if one not in held)]
            elif not aside and fact[:2] != "x_" and not _same(held, value):
                self._contradiction(row, fact, origin[0], source, line)

    def _contradiction(
        self, row: _Row, fact: str, other: str, source: str, line: int | None
    ) -> None:
        id_ = str(row.facts["id"])
        self.faults.append(Fault(source, "contradiction", fact, got=other, line=line, row=id_))

    def _organization(self, told: Mapping[str, Any], source: str, line: int | None) -> None:
        for fact, value in told.items():
            held = self.organization.get(fact)
            if isinstance(held, Mapping) and isinstance(value, Mapping) and fact == "calendar":
                clash = {day for day in held.keys() & value.keys() if held[day] != value[day]}
                self.organization[fact] = {**value, **held}
                for day in sorted(clash):
                    self._contradicted(f"calendar.{day}", source, line)
            elif fact not in self.organization:
                self.organization[fact] = value
            elif not _same(held, value):
                self._contradicted(fact, source, line)

    def _contradicted(self, fact: str, source: str, line: int | None) -> None:
        self.faults.append(
            Fault(source, "contradiction", fact, got="above", line=line, row="organization")
        )

    def _spans(self, of_id: Mapping[str, _Row]) -> Iterable[_Row]:
        """The rows of one id; what was said without a day goes to the one that begins last."""
        if len(of_id) == 1 or "" not in of_id:
            return of_id.values()
        timeless = of_id[""]
        dated = [of_id[begin] for begin in sorted(of_id) if begin]
        if any(row.source == timeless.source for row in dated):
            return of_id.values()  # One list with a row for all other times.
        if not any(row.introduced for row in dated):
            return of_id.values()
        for fact, value in timeless.facts.items():
            source, aside = timeless.origins[fact]
            self._add(dated[-1], {fact: value}, source, None, aside)
        return dated


def _same(held: Any, value: Any) -> bool:
    """Whether two facts say the same; the order of a list says nothing."""
    if isinstance(held, list) and isinstance(value, list):
        return sorted(map(str, held)) == sorted(map(str, value))
    return bool(held == value)


def sorted_faults(faults: Iterable[Fault], sources: list[str]) -> tuple[Fault, ...]:
    """The faults in the order of the sources and of their lines."""
    places = {source: place for place, source in enumerate(sources)}
    return tuple(sorted(faults, key=lambda one: (places.get(one.source, 0), one.line or 0)))
