"""What an engine is made with, refused at once with its name where it cannot work with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from wechat_policy.policy import Policy


def policies_of(value: Policy | Iterable[Policy]) -> tuple[Policy, ...]:
    """One policy or several. Raises TypeError for what is none, ValueError for two of one id."""
    found = (value,) if isinstance(value, Policy | str) else tuple(value)
    for one in found:
        if not isinstance(one, Policy):
            raise TypeError(f"an engine takes policies as `load` gives them, not {one!r:.60}")
    ids = [one.id for one in found]
    if len(set(ids)) < len(ids):
        raise ValueError(f"two policies have one id: {', '.join(ids)}")
    return found


def length_of(name: str, value: timedelta) -> timedelta:
    """A length of time. Raises TypeError for what is none, ValueError for a negative one."""
    if not isinstance(value, timedelta):
        raise TypeError(f"{name} is a timedelta, not {value!r:.60}")
    if value < timedelta():
        raise ValueError(f"{name} is not negative (got {value})")
    return value


def moment_of(name: str, value: datetime) -> datetime:
    """A moment. Raises TypeError for what is none, ValueError for one without an offset."""
    if not isinstance(value, datetime):
        raise TypeError(f"{name} is a datetime, not {value!r:.60}")
    if value.utcoffset() is None:
        raise ValueError(f"{name} needs a time with an offset, got {value.isoformat()}")
    return value
