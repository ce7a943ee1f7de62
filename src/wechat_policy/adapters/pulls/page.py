"""Pages of a pull: the records on them, each with its place, and what to say of a page without."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import attrs

from wechat_policy.adapters import fields
from wechat_policy.adapters.archive_attributes import leftover
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.jsontext import DEEPEST, OBJECT, nested, object_in
from wechat_policy.adapters.native import event_of
from wechat_policy.adapters.records import Language, Refused, described, raw_id

EMPTY = "a page without records"
"""What a page is that holds nothing, for a refusal."""

_ENVELOPE = frozenset(
    {"errcode", "errmsg", "next_cursor", "has_more", "cursor", "access_token", "at"}
)
_SAMPLE = 20
_T = TypeVar("_T")


@attrs.frozen(eq=False)
class Item:
    """A record, or an object within one, with its place on the page.

    `page` is the whole page, the record itself where it came without one.
    """

    body: Mapping[str, Any]
    path: str
    page: Mapping[str, Any]
    context: Context

    def place(self, key: str) -> str:
        """The path of a key of this object."""
        return fields.joined(self.path, key)

    def has(self, key: str) -> bool:
        """Whether anything is said under a key: null, empty text and empty lists say nothing."""
        value = self.body.get(key)
        return value is not None and value != "" and value != []

    def identity(self, key: str) -> str:
        """The id under a key, which must be there."""
        return fields.identity(self.body.get(key), self.place(key))

    def identities(self, key: str) -> list[str]:
        """The ids under a key, none where nothing is there."""
        return fields.identities(self.body.get(key) or (), self.place(key))

    def moment(self, key: str) -> datetime:
        """The time under a key, which must be there."""
        return fields.moment(self.body.get(key), self.place(key), self.context.zone)

    def timed(self, key: str) -> bool:
        """Whether a time is told under a key: zero stands for none."""
        return self.body.get(key) not in (None, "", 0, "0")

    def text(self, key: str) -> str:
        """The text under a key, "" where there is none."""
        return fields.text(self.body, key, self.path)

    def whole(self, key: str) -> int | None:
        """The whole number under a key, None where there is none."""
        return fields.whole(self.body, key, self.path)

    def code(self, key: str) -> int:
        """The whole number under a key, which must be there."""
        found = self.whole(key)
        if found is None:
            raise Refused("missing", self.place(key))
        return found

    def chosen(self, key: str, table: Mapping[Any, _T]) -> _T:
        """What a table has for the value under a key, which must be there; digits may be text."""
        value = self.body.get(key)
        if isinstance(value, str):
            value = value.strip()
            if value.isdigit() and value not in table:
                value = int(value[:20])
        if value.__class__ in (str, int) and value in table:
            return table[value]
        if not self.has(key):
            raise Refused("missing", self.place(key))
        raise Refused("wrong", self.place(key), fields.one_of(table), described(value))

    def inner(self, key: str) -> Item:
        """The object under a key, or in the JSON text under it; an empty one where there is none.

        Raises:
            Refused: something else is there.
        """
        value = self.body.get(key)
        if value is None or value == "" or value == []:
            return Item({}, self.place(key), self.page, self.context)
        found = object_in(value, self.place(key))
        if found is None:
            raise Refused("wrong", self.place(key), OBJECT, described(value))
        return Item(found, self.place(key), self.page, self.context)

    def objects(self, key: str) -> list[Item]:
        """The objects of the list under a key; whatever else is in it is passed over."""
        return [
            Item(value, path, self.page, self.context)
            for value, path in _listed(self.body.get(key), self.place(key))
            if isinstance(value, Mapping)
        ]

    def inners(self, key: str) -> list[Item]:
        """The objects of the list under a key; a single one may stand without a list.

        Raises:
            Refused: it is no list, or not all of it are objects.
        """
        found = []
        for value, path in _listed(self.body.get(key), self.place(key)):
            if not isinstance(value, Mapping):
                raise Refused("wrong", path, "an object", described(value))
            found.append(Item(value, path, self.page, self.context))
        return found

    def rest(self, *told: str) -> dict[str, Any]:
        """What the record says beyond these keys, with `x_` before each name."""
        return leftover(self.body, _ENVELOPE | {*told})


Telling: TypeAlias = Callable[[Item], Iterable[Native | Refused]]


@attrs.frozen(eq=False)
class Kind:
    """A kind of record, which pages hold under `key` and which may come alone.

    `fits` tells it from records of other kinds. `sure` is for a key that no other page has: then
    it alone shows the kind, whatever the page holds. `names` gives the foreign name of native
    attributes.
    """

    key: str
    fits: Callable[[Mapping[str, Any]], bool]
    tell: Telling
    sure: bool = False
    names: Mapping[str, str] = MappingProxyType({"at": "time"})


def pulled(
    name: str,
    title: Mapping[Language, str],
    *kinds: Kind,
    ids: tuple[str, ...] = ("id",),
) -> Format:
    """The format of records of these kinds."""

    def sign(value: Mapping[str, Any]) -> str | None:
        if any(kind.fits(value) for kind in kinds):
            return "record"
        return "page" if any(_is_page(value, kind) for kind in kinds) else None

    def tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
        alone = next((kind for kind in kinds if kind.fits(value)), None)
        paged = None if alone else next((kind for kind in kinds if kind.key in value), None)
        if paged is not None:
            yield from _page(paged, value, context, ids)
        elif alone is None and (refused := spent(value)):
            yield refused
        else:
            item = Item(value, "", value, context)
            yield from _told(alone or kinds[0], item, ids)

    signs: Mapping[str, Mapping[Language, str]] = {
        "page": {
            "en": f"record {{line}} is a page of: {title['en']}",
            "zh": f"第 {{line}} 条记录是一页{title['zh']}",
        },
        "record": {
            "en": f"record {{line}} is a single record of: {title['en']}",
            "zh": f"第 {{line}} 条记录是单条{title['zh']}",
        },
    }
    return Format(name, title, signs, sign, tell, ids=ids)


def spent(value: Mapping[str, Any]) -> Refused | None:
    """The refusal of a page without records, whatever it is a page of; None for anything else."""
    code = value.get("errcode")
    if isinstance(code, str) and code.strip().lstrip("-").isdigit():
        code = int(code)
    if type(code) is not int:
        return None
    if code:
        return Refused("failed_page", "errcode", got=str(code)[:20])
    held = [each for key, each in value.items() if key not in _ENVELOPE]
    is_empty = all(each is None or each == [] or isinstance(each, int) for each in held)
    return nothing(EMPTY) if is_empty else None


def nothing(what: str, field: str = "") -> Refused:
    """The refusal of a sound record that tells of no conduct."""
    return Refused("no_conduct", field, got=what)


def mark(*facts: object) -> str:
    """A short text that differs where the facts do, for ids of records that have none."""
    written = "\x1f".join(map(str, facts)).encode(errors="replace")
    return hashlib.blake2s(written, digest_size=6).hexdigest()


def _is_page(value: Mapping[str, Any], kind: Kind) -> bool:
    if kind.key not in value:
        return False
    if kind.sure:
        return True
    written = value[kind.key]
    # A page may be long, and is looked at for each refusal on it.
    sample = written[:_SAMPLE] if isinstance(written, list | tuple) else written
    try:
        listed = _listed(sample, kind.key)
    except Refused:
        return False
    return any(isinstance(one, Mapping) and kind.fits(one) for one, _ in listed)


def _listed(value: Any, path: str) -> list[tuple[Any, str]]:
    """What stands in a list, with its paths; one thing without a list counts as one."""
    if isinstance(value, str):
        value = nested(value, path) if value else None
        if value is None:
            return []
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [(each, f"{path}[{index}]") for index, each in enumerate(value)]
    if isinstance(value, Mapping):
        return [(value, path)]
    raise Refused("wrong", path, "a list", described(value))


def _page(
    kind: Kind, value: Mapping[str, Any], context: Context, ids: tuple[str, ...]
) -> Iterator[Native | Refused]:
    written = value[kind.key]
    listed = _listed(written, kind.key)
    if not listed:
        failed = spent(value)
        if failed is not None and failed.code == "failed_page":
            yield failed
        elif isinstance(written, str) and written:
            yield Refused("wrong", kind.key, "a list", described(written))
        else:
            yield nothing(EMPTY, kind.key)
    for one, path in listed:
        if isinstance(one, Mapping):
            yield from _told(kind, Item(one, path, value, context), ids)
        else:
            yield Refused("wrong", path, "an object", described(one))


def _told(kind: Kind, item: Item, ids: tuple[str, ...]) -> Iterator[Native | Refused]:
    """What one record tells; a fault in it is a `Refused` in its place."""
    try:
        for single in kind.tell(item):
            if isinstance(single, Refused):
                yield _named(single, item, ids)
            else:
                yield _sound(single, kind, item)
    except Refused as refused:
        yield _named(refused, item, ids)
    except RecursionError:
        yield _named(Refused("too_deep", item.path, str(DEEPEST)), item, ids)


def _sound(native: Native, kind: Kind, item: Item) -> Native:
    """The same event, once it is sure that it is one: only here is its place known."""
    try:
        event_of(native)
    except Refused as refused:
        refused.field = item.place(kind.names.get(refused.field, refused.field))
        raise
    return native


def _named(refused: Refused, item: Item, ids: tuple[str, ...]) -> Refused:
    refused.raw_id = refused.raw_id or raw_id(item.body, ids)
    return refused
