"""Which column of a table says which attribute of an event: read and checked as a whole."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.cells import value_of
from wechat_policy.adapters.tables.rows import is_secret
from wechat_policy.errors import InvalidRecord
from wechat_policy.suggestion import nearest
from wechat_policy.values import value_reader
from wechat_policy.vocabulary import Attribute, EventType, vocabulary

ColumnsLike: TypeAlias = "Columns | Mapping[str, Any] | str | os.PathLike[str]"
"""A mapping of columns, or the path of a TOML or JSON file with one."""

# Types that would hold a secret as it stands; its length or the day it was changed are none.
_HOLDING = frozenset({"any", "string", "object", "list[string]", "list[object]"})
_PARTS = ("column", "columns", "constant", "values", "separator")
_FREE = Attribute("x_", "x_", "any")
_SOME_ZONE = ZoneInfo("UTC")


class WrongColumns(ValueError):
    """A mapping of columns that will not do, with all its faults."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("the mapping of columns is wrong: " + "; ".join(faults))


@attrs.frozen
class Source:
    """Where an attribute comes from: columns (joined if several), or a constant."""

    attribute: Attribute
    columns: tuple[str, ...] = ()
    constant: Any = None
    values: Mapping[str, Any] | None = None
    separator: str | None = None


@attrs.frozen
class Columns:
    """The sources of the attributes, by their paths such as `sender` or `file.name`."""

    sources: Mapping[str, Source]

    @property
    def named(self) -> tuple[str, ...]:
        """Every column that is asked for, once."""
        return tuple(dict.fromkeys(one for each in self.sources.values() for one in each.columns))


def read_columns(given: ColumnsLike) -> Columns:
    """A mapping from what was given.

    Raises:
        WrongColumns: it has faults; all of them are told.
        OSError: its file cannot be opened.
    """
    if isinstance(given, Columns):
        return given
    if isinstance(given, str | os.PathLike):
        given = _opened(Path(given))
    if not isinstance(given, Mapping):
        raise WrongColumns(("it is no mapping of attributes to columns",))
    return _Checking().columns(given)


def _opened(path: Path) -> Any:
    written = path.read_bytes()
    try:
        text = written.decode("utf-8-sig")
        return json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except ValueError as fault:  # Of the encoding, of JSON and of TOML alike.
        raise WrongColumns((f"`{path.name}` cannot be read: {fault}",)) from None


@attrs.define
class _Checking:
    """The checking of one mapping, which goes on behind a fault."""

    faults: list[str] = attrs.field(factory=list)

    def columns(self, given: Mapping[str, Any]) -> Columns:
        words = vocabulary()
        flat: dict[str, Any] = {}
        for path, spec in _flattened(given):
            native = ".".join(words.word(part) or part for part in path.split("."))
            if native in flat:
                self.faults.append(f"`{native}` is given twice")
            flat[native] = spec
        types = self._types(flat)
        sources: dict[str, Source] = {}
        for path, spec in flat.items():
            attribute = self._attribute(path, types)
            if attribute is not None and (source := self._source(path, spec, attribute)):
                sources[path] = source
        self._check_needs(sources, flat, types)
        if self.faults:
            raise WrongColumns(tuple(self.faults))
        return Columns(MappingProxyType(sources))

    def _types(self, flat: dict[str, Any]) -> list[EventType] | None:
        """The event types that the table may have; None if any."""
        words = vocabulary()
        spec = flat.setdefault("type", {"constant": "message"})
        if not isinstance(spec, Mapping):
            return None
        stated = [spec["constant"]] if "constant" in spec else list(_values(spec).values())
        types = []
        for name in stated:
            if isinstance(name, str) and name.startswith("x."):
                return None
            found = words.event(name) if isinstance(name, str) else None
            if found is None or found is words.content:
                choices = (*words.events, *(each.zh for each in words.events.values()))
                self.faults.append(f"no event type is called `{name}`{_perhaps(name, choices)}")
            else:
                types.append(found)
        return types or None

    def _attribute(self, path: str, types: list[EventType] | None) -> Attribute | None:
        words = vocabulary()
        first, *inner = path.split(".")
        if first.startswith("x_"):
            return attrs.evolve(_FREE, name=path)
        kinds = types or list(words.events.values())
        found = words.attribute(kinds, first)
        if found is None:
            names = {name for kind in kinds for name in kind.attributes}
            of = f" of `{kinds[0].name}`" if len(kinds) == 1 else ""
            self.faults.append(f"no attribute{of} is called `{first}`{_perhaps(first, names)}")
            return None
        for part in inner:
            if found.type != "object":
                known = part in _PARTS or nearest(part, _PARTS) is not None
                hint = f"; a source has {', '.join(_PARTS)}" if known else ""
                self.faults.append(f"`{first}` is no object and has no part `{part}`{hint}")
                return None
            fields = found.fields
            found = words.field(found, part) or Attribute(part, part, "any")
            if fields and found.type == "any":
                self.faults.append(f"`{first}` has no part `{part}`{_perhaps(part, fields)}")
                return None
        return found

    def _source(self, path: str, spec: Any, attribute: Attribute) -> Source | None:
        if isinstance(spec, str):
            spec = {"column": spec}
        if not isinstance(spec, Mapping) or not spec:
            self.faults.append(f"`{path}` needs the name of a column, or a table with a source")
            return None
        if unknown := [str(key) for key in spec if key not in _PARTS]:
            key = unknown[0]
            self.faults.append(f"a source has no `{key}`{_perhaps(key, _PARTS)} (in `{path}`)")
            return None
        stated = [key for key in ("column", "columns", "constant") if key in spec]
        if len(stated) != 1:
            self.faults.append(f"`{path}` needs one of column, columns and constant")
            return None
        if stated == ["constant"]:
            return self._constant(path, spec["constant"], attribute)
        names = spec[stated[0]]
        columns = tuple(names) if isinstance(names, list | tuple) else (names,)
        if not columns or not all(isinstance(name, str) and name for name in columns):
            self.faults.append(f"`{path}` names no column")
            return None
        if attribute.type in _HOLDING:
            for name in filter(is_secret, columns):
                self.faults.append(f"`{name}` is a column of secrets, which no event may hold")
        separator = spec.get("separator")
        if separator is not None and (not isinstance(separator, str) or not separator):
            self.faults.append(f"the separator of `{path}` must be a text")
            separator = None
        return Source(
            attribute, columns, None, self._translations(path, spec, attribute), separator
        )

    def _constant(self, path: str, given: Any, attribute: Attribute) -> Source | None:
        fault = None
        try:
            value = _event_name(given) if path == "type" else _read(attribute, given, path)
        except Refused as refused:
            fault = refused.expected
        except InvalidRecord as wrong:
            fault = wrong.expected
        if fault is not None:
            self.faults.append(f"the constant of `{path}` must be {fault}")
            return None
        return Source(attribute, constant=value)

    def _translations(
        self, path: str, spec: Mapping[str, Any], attribute: Attribute
    ) -> Mapping[str, Any] | None:
        given = spec.get("values")
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self.faults.append(f"the values of `{path}` must be a mapping of cells to values")
            return None
        read: dict[str, Any] = {}
        for cell, value in given.items():
            try:
                single = attribute if not attribute.is_list else _element(attribute)
                read[str(cell)] = (
                    _event_name(value) if path == "type" else _read(single, value, path)
                )
            except (Refused, InvalidRecord) as fault:
                if path != "type":  # Of types it is told already.
                    self.faults.append(f"`{cell}` of `{path}` must stand for {fault.expected}")
        return read

    def _check_needs(
        self, sources: Mapping[str, Source], flat: Mapping[str, Any], types: list[EventType] | None
    ) -> None:
        given = {path.partition(".")[0] for path in flat}
        for kind in types or ():
            for name, attribute in kind.attributes.items():
                if attribute.required and name not in (*given, "type", "id"):
                    self.faults.append(f"`{kind.name}` needs `{name}`")
        if types is None and "at" not in given:
            self.faults.append("every event needs `at`")


def _flattened(given: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, spec in given.items():
        path = f"{before}.{key}" if before else str(key)
        is_table = isinstance(spec, Mapping) and spec and not any(one in _PARTS for one in spec)
        if is_table and path.count(".") < 4:
            yield from _flattened(spec, path)
        else:
            yield path, spec


def _values(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    found = spec.get("values")
    return found if isinstance(found, Mapping) else {}


def _read(attribute: Attribute, value: Any, path: str) -> Any:
    if attribute.type == "any":
        return value
    read = value_of(attribute, value, path, _SOME_ZONE)
    if read is None:
        return None
    return value_reader(attribute)(path, read)


def _element(attribute: Attribute) -> Attribute:
    return attrs.evolve(attribute, type=attribute.element)


def _event_name(given: Any) -> Any:
    found = vocabulary().event(given) if isinstance(given, str) else None
    return found.name if found else given


def _perhaps(word: Any, choices: Any) -> str:
    meant = nearest(word, choices) if isinstance(word, str) else None
    return f", perhaps `{meant}`" if meant else ""
