"""Records that are objects of other libraries, as mappings, without knowing these libraries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PLAIN = (
    Mapping,
    BaseException,
    type,
    str,
    bytes,
    int,
    float,
    list,
    tuple,
    set,
    frozenset,
    type(None),
)


def record_of(value: Any) -> Any:
    """The mapping that an object stands for, or the value itself where it stands for none.

    That is what it was parsed from (`_data`, of messages of wechatpy), what `model_dump()` or
    `_asdict()` gives, or its public attributes, the last underscore of `from_` dropped.
    """
    if isinstance(value, _PLAIN):
        return value
    try:
        return _facts(value) or value
    except Exception:  # Somebody else's attributes may do anything.
        return value


def _facts(value: Any) -> Mapping[str, Any] | None:
    parsed = getattr(value, "_data", None)
    if isinstance(parsed, Mapping):
        return dict(parsed)
    if callable(getattr(value, "model_dump", None)):
        # By alias, because a field called `from` cannot be an attribute of that name.
        dumped = value.model_dump(by_alias=True)
        return dumped if isinstance(dumped, Mapping) else None
    if callable(getattr(value, "_asdict", None)):
        facts = dict(value._asdict())
    else:
        facts = {name: getattr(value, name) for name in _public(value)}
    # What an object tells by being asked: whether the own account sent it, and in a group.
    for name, question in (("is_self", "from_self"), ("is_group", "from_group")):
        if facts and callable(getattr(value, question, None)):
            facts.setdefault(name, value.__getattribute__(question)())
    return {name.removesuffix("_"): one for name, one in facts.items()}


def _public(value: Any) -> list[str]:
    names = list(getattr(value, "__dict__", ()))
    for owner in type(value).__mro__:
        slots = owner.__dict__.get("__slots__", ())
        names += [slots] if isinstance(slots, str) else slots
    return [name for name in names if not name.startswith("_") and hasattr(value, name)]
