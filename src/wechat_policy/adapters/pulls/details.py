"""The free text in which an operation log tells details, read as far as it is certain."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

_BETWEEN = re.compile(r"[；;\n]")
_PAIR = re.compile(r"\s*([^：:]{1,20})[：:]\s*(.*?)\s*")
_SECRET = re.compile(r"密码|密碼|口令|密钥|passw|secret|token|验证码", re.IGNORECASE)


@attrs.frozen
class Details:
    """The parts of a text that name what they say, and the text without secrets."""

    named: Mapping[str, str]
    text: str

    def only(self, *names: str) -> str | None:
        """What stands under one of these names, if it is one thing and not several."""
        found = {self.named[name] for name in names if self.named.get(name)}
        return found.pop() if len(found) == 1 else None


def details(text: str) -> Details:
    """The details in a text of the form `name：value；name：value`.

    From the first part on that speaks of a password or another secret, all is left out: where it
    ends is anybody's guess. A name that comes twice with different values says nothing certain.
    """
    named: dict[str, str] = {}
    parts = _BETWEEN.split(text)
    told = next((index for index, part in enumerate(parts) if _SECRET.search(part)), len(parts))
    for part in parts[:told]:
        if found := _PAIR.fullmatch(part):
            name, value = found[1].strip(), found[2]
            named[name] = value if named.get(name, value) == value else ""
    return Details(named, text if told == len(parts) else "；".join(parts[:told]))
