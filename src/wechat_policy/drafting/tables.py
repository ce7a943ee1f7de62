"""The tables of wording: what Chinese and English policies say, and what it is taken for."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """A table beside this module by its name."""
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def pattern(name: str) -> re.Pattern[str]:
    """What finds any of the wordings of a list in the table `wording`."""
    return any_of(table("wording")[name])


def any_of(wordings: Iterable[str]) -> re.Pattern[str]:
    """What finds any of the wordings, each a regular expression."""
    return re.compile("|".join(f"(?:{one})" for one in wordings))
