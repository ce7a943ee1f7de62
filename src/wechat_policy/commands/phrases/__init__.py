"""What the commands say besides verdicts and diagnostics, in both languages: a table a command."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from wechat_policy.errors import Language


@functools.cache
def phrases() -> Mapping[str, Mapping[Language, str]]:
    """Every phrase by its key. Raises ValueError where two tables have one key."""
    import tomllib
    from importlib.resources import files

    found: dict[str, Mapping[Language, str]] = {}
    for table in sorted(files(__name__).iterdir(), key=lambda one: one.name):
        if table.name.endswith(".toml"):
            rows = tomllib.loads(table.read_text(encoding="utf-8"))
            if twice := found.keys() & rows:
                raise ValueError(f"{table.name}: {sorted(twice)} stand in another table too")
            found.update(rows)
    return found


def phrase(key: str, language: Language, **facts: object) -> str:
    """A phrase with its places filled."""
    return phrases()[key][language].format(**facts)


def listed(parts: Iterable[str], language: Language) -> str:
    """Several things in a row."""
    return ("、" if language == "zh" else ", ").join(parts)
