"""Regular expressions that authors write: searched with a cap on input and time."""

from __future__ import annotations

import functools
from typing import Any

from wechat_policy.rules.base import Pattern
from wechat_policy.source import Span

CAP = 20_000
"""Characters of a text that an author's regular expression is shown at most."""

SECONDS = 0.25
"""Time after which a search is given up; a last resort, since it depends on the machine."""


@functools.lru_cache(maxsize=4096)
def compiled(pattern: Pattern) -> Any:
    """The compiled expression; raises regex.error where it is faulty."""
    import regex

    flags = regex.VERSION0
    for letter, flag in (("i", regex.IGNORECASE), ("m", regex.MULTILINE), ("s", regex.DOTALL)):
        if letter in pattern.flags:
            flags |= flag
    return regex.compile(pattern.source, flags)


def search(pattern: Pattern, text: str) -> tuple[Span, ...] | None:
    """Where the expression matches, at most 100 places; None where the search was given up."""
    found = []
    try:
        for match in compiled(pattern).finditer(text[:CAP], timeout=SECONDS):
            found.append(Span(match.start(), match.end()))
            if len(found) == 100:
                break
    except TimeoutError:
        return None
    return tuple(found)
