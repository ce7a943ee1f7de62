"""The fixed words of a report, in both languages."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from wechat_policy.errors import Language


@functools.cache
def phrases() -> Mapping[str, Mapping[Language, str]]:
    """Every phrase by its key."""
    import tomllib
    from importlib.resources import files

    text = files("wechat_policy.reporting").joinpath("phrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def phrase(key: str, language: Language, **facts: object) -> str:
    """A phrase with its places filled."""
    return phrases()[key][language].format(**facts)


def counted(count: int) -> str:
    """A number as people read it."""
    return f"{count:,}"


def share(part: float, whole: float) -> str:
    """A share in percent, never rounded to none or all."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    if 0 < percent < 0.01:
        return "<0.01%"
    if 99.99 < percent < 100:
        return ">99.99%"
    return f"{percent:.2f}%" if percent < 10 else f"{percent:.1f}%"
