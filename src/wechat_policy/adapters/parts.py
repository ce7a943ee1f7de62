"""Objects of a foreign record, read by key whatever the spelling of the key and of its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

import attrs

from wechat_policy.adapters import fields
from wechat_policy.adapters.records import Refused, described

_NO_TIME = (0, "0")


@attrs.frozen(eq=False)
class Part:
    """An object within a record and its path.

    A key is found whatever its case and its underscores: a callback writes `SpNo` and `UserId`
    where a pull of the same thing writes `sp_no` and `userid`, and one callback has `SpTime` and
    `Sptime`. Null and empty text are as good as missing, and a list of one is that one, because
    XML does not tell them apart.
    """

    source: Mapping[str, Any]
    path: str = ""
    _own: Mapping[str, str] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        own: dict[str, str] = {}
        for key in self.source:
            if isinstance(key, str):
                own.setdefault(_folded(key), key)
        object.__setattr__(self, "_own", own)

    def key(self, name: str) -> str:
        """A key as the record spells it, or as it should where the record has no such key."""
        own = self._own.get(_folded(name))
        if own is not None:
            return own
        pulled = self._own and all(key.islower() for key in self._own.values())
        return _PULLED.get(name, name.lower()) if pulled else name

    def place(self, name: str) -> str:
        """The path of a key."""
        return fields.joined(self.path, self.key(name))

    def get(self, name: str) -> Any:
        """The value under a key; None where it is missing, null or empty."""
        value = self.source.get(self._own.get(_folded(name), name))
        while isinstance(value, list | tuple) and len(value) < 2:
            value = value[0] if value else None
        return None if value == "" else value

    def identity(self, name: str) -> str:
        """The id under a key that has to be there."""
        return fields.identity(self.get(name), self.place(name))

    def word(self, name: str) -> str:
        """The text under a key, also one that JSON has as a number; "" where there is none."""
        value = self.get(name)
        if type(value) is int:
            return str(value)
        return fields.text({"": value}, "", self.place(name))

    def whole(self, name: str) -> int | None:
        """The whole number under a key, None where there is none."""
        return fields.whole({"": self.get(name)}, "", self.place(name))

    def moment(self, name: str, zone: tzinfo) -> datetime:
        """The time under a key that has to be there."""
        value = self.get(name)
        return fields.moment(None if value in _NO_TIME else value, self.place(name), zone)

    def moment_if_any(self, name: str, zone: tzinfo) -> datetime | None:
        """The time under a key; None where there is none, which a zero says too."""
        value = self.get(name)
        if value is None or value in _NO_TIME:
            return None
        return fields.moment(value, self.place(name), zone)

    def several(self, name: str) -> list[tuple[Any, str]]:
        """The values under a key with their paths, one value being a list of one."""
        value = self.source.get(self._own.get(_folded(name), name))
        if value is None or value == "":
            return []
        place = self.place(name)
        if not isinstance(value, list | tuple):
            return [(value, place)]
        return [(each, f"{place}[{index}]") for index, each in enumerate(value)]

    def parts(self, name: str) -> Iterator[Part | Refused]:
        """The objects under a key; what is no object is a `Refused` in its place."""
        for value, place in self.several(name):
            if isinstance(value, Mapping):
                yield Part(value, place)
            elif value is not None and value != "":
                yield Refused("wrong", place, "an object", described(value))

    def part(self, name: str) -> Part | None:
        """The object under a key, None where there is none."""
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise Refused("wrong", self.place(name), "an object", described(value))
        return Part(value, self.place(name))

    def without(self, *names: str) -> dict[str, Any]:
        """What the object has beyond some keys, by its own keys with `x_` before them."""
        told = {_folded(name) for name in names}
        return {
            f"x_{key}": fields.tame(value, key)
            for folded, key in self._own.items()
            if folded not in told and (value := self.source[key]) is not None and value != ""
        }


_PULLED: Mapping[str, str] = {
    "SpNo": "sp_no",
    "SpStatus": "sp_status",
    "SpName": "sp_name",
    "ApplyTime": "apply_time",
}
"""Keys of a callback that a pull spells with underscores; all others it has in small letters."""


def _folded(key: str) -> str:
    return key.replace("_", "").lower()
