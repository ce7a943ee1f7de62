"""What a format of records is: how it is recognised, and how its records become native events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from wechat_policy.adapters.records import Language, Refused
from wechat_policy.adapters.tables.mapping import Columns


@attrs.frozen(eq=False)
class Context:
    """What reading a record may need besides the record; each file has its own.

    `owner` is the id of the account that a personal export was made with, `columns` what the
    columns of a table say, `memory` what the format keeps from one record of the file to the
    next, such as the members of a chat.
    """

    zone: tzinfo
    owner: str | None = None
    columns: Columns | None = None
    memory: dict[str, Any] = attrs.field(factory=dict)


Native: TypeAlias = dict[str, Any]
"""An event in native form: `type`, `id`, `at` and its attributes by their English names."""

Sign: TypeAlias = Callable[[Mapping[str, Any]], str | None]
"""The name of what shows that a record is of a format, a key of its `signs`; else None."""

Tell: TypeAlias = Callable[[Mapping[str, Any], Context], Iterable[Native | Refused]]
"""The events that a record tells of, and a `Refused` for each part of it that tells of none.

It may raise Refused where nothing of the record can be had. A record that is sound and yet tells
of no conduct gives a `Refused` as well, with a code of `NO_CONDUCT`: each record of a file comes
to something.
"""


@attrs.frozen(eq=False)
class Format:
    """A format of records, by the name that `--format` takes.

    `sign` is given a decoded object: a page of a pull, or a single record of one, for people keep
    both. `names` gives the foreign name of native attributes, for faults that are found in the
    native form. A `raw_id` that an event or a refusal carries is found under the keys `ids`.
    """

    name: str
    title: Mapping[Language, str]
    signs: Mapping[str, Mapping[Language, str]]
    sign: Sign
    tell: Tell
    names: Mapping[str, str] = MappingProxyType({})
    ids: tuple[str, ...] = ("id",)
