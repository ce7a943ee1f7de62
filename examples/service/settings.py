"""What the service is run with; `from_environment` reads it from variables."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs

PREFIX = "WECHAT_POLICY_"


@attrs.frozen(repr=False)  # Secrets must not come into a log.
class Settings:
    """The secrets of the application, what to judge by, and the bounds.

    `token`, `key` and `receiver` are those of WeCom's callback page; `reader` is the secret of
    whoever fetches verdicts. `policies` are files or names of packs.
    """

    token: str
    key: str
    receiver: str
    reader: str
    policies: tuple[str, ...]
    state: Path
    directory: Path | None = None
    timezone: str = "Asia/Shanghai"
    lateness: timedelta = timedelta(minutes=5)
    redelivery: timedelta = timedelta(days=7)
    history_since: datetime | None = None
    synchronous: Literal["NORMAL", "FULL"] = "NORMAL"
    age: float = 600.0  # seconds that the timestamp of a request may be off the clock
    nonces: int = 100_000  # requests remembered, so that none is taken twice
    body: int = 1 << 20  # bytes of a body
    patience: float = 4.5  # seconds for a body, and for an answer: WeCom hangs up after five
    queue: int = 1_000  # requests that may wait
    quarantine: int = 1_000  # refused records remembered
    tick: float = 1.0  # seconds between looks at the clock and the files


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `WECHAT_POLICY_…` variables.

    Raises ValueError that names the variables that are missing or wrong, never their values.
    """
    told = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    missing = [name for name in _NEEDED if name not in told]
    if missing:
        raise ValueError(f"not set: {', '.join(PREFIX + name.upper() for name in missing)}")
    values: dict[str, Any] = {}
    for name, read in _READ.items():
        if name in told:
            try:
                values[name] = read(told[name])
            except (ValueError, LookupError):
                raise ValueError(f"{PREFIX}{name.upper()} cannot be read") from None
    return Settings(**values)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError
    return at


def _synchronous(text: str) -> str:
    if text not in ("NORMAL", "FULL"):
        raise ValueError
    return text


def _number(text: str) -> int:
    if int(text) < 1:
        raise ValueError
    return int(text)


_NEEDED = ("token", "key", "receiver", "reader", "policies", "state")
_READ: Mapping[str, Callable[[str], Any]] = {
    "token": str,
    "key": str,
    "receiver": str,
    "reader": str,
    "policies": lambda text: tuple(text.split(os.pathsep)),
    "state": Path,
    "directory": Path,
    "timezone": lambda text: ZoneInfo(text).key,
    "lateness": lambda text: timedelta(seconds=float(text)),
    "redelivery": lambda text: timedelta(seconds=float(text)),
    "history_since": _moment,
    "synchronous": _synchronous,
    "age": float,
    "nonces": _number,
    "body": _number,
    "patience": float,
    "queue": _number,
    "quarantine": _number,
    "tick": float,
}
