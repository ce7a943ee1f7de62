"""The table of plain words, `phrases.toml`: how events, facts and word lists are told to people."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import attrs

_ENGLISH = re.compile(r"(?:(?P<subject>[^:]+): )?(?P<verb>[^/]+)/(?P<forms>\S+)(?: (?P<rest>.*))?")
_ENDS_IN_ES = re.compile(r"(?:s|x|ch|sh|o)$")
_ENDS_IN_Y = re.compile(r"[^aeiou]y$")


@attrs.frozen
class Deed:
    """An event as a person would tell it: the English forms and the Chinese words."""

    subject: str | None
    verb: str
    third: str
    participle: str
    rest: str
    zh: str

    @property
    def to_do(self) -> str:
        """`send a message`."""
        return f"{self.verb} {self.rest}".strip()

    @property
    def does(self) -> str:
        """`somebody sends a message`."""
        return f"{self.subject or 'somebody'} {self.third} {self.rest}".strip()

    @property
    def done(self) -> str:
        """`sent a message`, what stands behind `had`."""
        return f"{self.participle} {self.rest}".strip()


@attrs.frozen
class Fact:
    """How it is said that something is so, and that it is not; `{}` is what it is said of."""

    en: str
    en_not: str
    zh: str
    zh_not: str


@attrs.frozen(eq=False)
class Table:
    """All plain words."""

    events: Mapping[str, Deed]
    facts: Mapping[str, Fact]
    names: Mapping[str, tuple[str, str]]
    values: Mapping[str, str]
    recognizers: Mapping[str, str]
    lexicons: Mapping[str, str]


@functools.cache
def table() -> Table:
    """The one table, read on first use."""
    import tomllib
    from importlib.resources import files

    text = files("wechat_policy.plain").joinpath("phrases.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    return Table(
        events={name: _deed(*told) for name, told in found["events"].items()},
        facts={name: Fact(*told) for name, told in found["facts"].items()},
        names={name: (en, zh) for name, (en, zh) in found["names"].items()},
        values=found["values"],
        recognizers=found["recognizers"],
        lexicons=found["lexicons"],
    )


def _deed(en: str, zh: str) -> Deed:
    match = _ENGLISH.fullmatch(en)
    if match is None:
        raise ValueError(f"{en!r} tells no event")
    verb, forms = match["verb"], match["forms"].split("/")
    third = forms[0] if len(forms) == 2 else _third(verb)
    return Deed(match["subject"], verb, third, forms[-1], match["rest"] or "", zh)


def _third(verb: str) -> str:
    if _ENDS_IN_ES.search(verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if _ENDS_IN_Y.search(verb) else f"{verb}s"
