"""Faults as data: a code, a place, the facts, and their words in English and Chinese."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal

import attrs

from wechat_policy.source import Edit, Mark, Source, Span, excerpt, gutter, place, visible
from wechat_policy.suggestion import nearest

Language = Literal["en", "zh"]
Level = Literal["error", "warning", "hint"]

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_FACT = 80
_LEVELS: Mapping[Level, str] = {"error": "错误", "warning": "警告", "hint": "提示"}


@attrs.frozen
class Fault:
    """One kind of fault: an entry of the catalogue.

    Every text is a mapping from "en" and "zh"; `label` and `help` are empty where there is
    none. `avoid` and `prefer` are policy texts for the reference page.
    """

    code: str
    level: Level
    title: Mapping[str, str]
    message: Mapping[str, str]
    label: Mapping[str, str]
    help: Mapping[str, str]
    why: Mapping[str, str]
    avoid: str
    prefer: str


@attrs.frozen
class Related:
    """A second place that belongs to a fault.

    `label` is a key of the catalogue's labels or plain words; `source` is set where the place
    lies in another text than the fault itself.
    """

    span: Span
    label: str
    source: Source | None = None


def _copied(facts: Mapping[str, str]) -> Mapping[str, str]:
    return dict(facts)


@attrs.frozen
class Diagnostic:
    """A fault found in a text: which kind, where, and the facts that its words need.

    `suggestion` is what the author probably meant; the help line then asks for it. `edits` put
    the text right, all of them together.
    """

    code: str
    source: Source
    span: Span
    facts: Mapping[str, str] = attrs.field(factory=dict, converter=_copied, hash=False)
    related: tuple[Related, ...] = ()
    suggestion: str | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def level(self) -> Level:
        """How grave the fault is; a text with an "error" cannot be used."""
        return self._fault.level

    def message(self, language: Language = "en") -> str:
        """What is wrong, in one line."""
        return self._filled(self._fault.message, language)

    def label(self, language: Language = "en") -> str:
        """What the marked place is; empty where the message has said it all."""
        return self._filled(self._fault.label, language)

    def help(self, language: Language = "en") -> str:
        """What to do; empty where nothing is known. A suggestion stands in place of the rest."""
        if self.suggestion is None:
            return self._filled(self._fault.help, language)
        meant = _shown(self.suggestion)
        return f"did you mean `{meant}`?" if language == "en" else f"是否想写 `{meant}`？"

    def related_label(self, related: Related, language: Language = "en") -> str:
        """What a second place is, in words."""
        words = labels().get(related.label)
        return visible(related.label) if words is None else self._filled(words, language)

    def render(self, language: Language = "en") -> str:
        """The fault for people: message, place, excerpt with carets, help.

        The text can be printed on any terminal: it holds no control, bidi or surrogate character.
        """
        marks = [Mark(self.span, self.label(language))]
        for related in self.related:
            words = self.related_label(related, language)
            marks.append(Mark(related.span, words, primary=False, source=related.source))
        margin = " " * gutter(self.source, marks)
        lines = [
            self._headline(language),
            f"{margin}--> {place(self.source, self.span)}",
            excerpt(self.source, marks),
        ]
        if help_text := self.help(language):
            lead = f"{margin} = help: " if language == "en" else f"{margin} = 建议："
            first, *rest = help_text.split("\n")
            lines += [lead + first, *(f"{margin}   {line}" for line in rest)]
        return "\n".join(lines)

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The fault as JSON-able data; offsets in code points, lines and columns from 1."""
        return {
            "code": self.code,
            "level": self.level,
            "message": self.message(language),
            "label": self.label(language),
            "help": self.help(language),
            "file": _encodable(self.source.name),
            **_place(self.source, self.span),
            "suggestion": None if self.suggestion is None else _encodable(self.suggestion),
            "related": [
                {
                    "label": self.related_label(related, language),
                    "file": _encodable((related.source or self.source).name),
                    **_place(related.source or self.source, related.span),
                }
                for related in self.related
            ],
            "edits": [
                {**_place(self.source, one.span), "text": _encodable(one.text)}
                for one in self.edits
            ],
        }

    def __str__(self) -> str:
        return self.render()

    @property
    def _fault(self) -> Fault:
        try:
            return catalogue()[self.code]
        except KeyError:
            raise KeyError(f"no diagnostic has the code {self.code!r}") from None

    def _headline(self, language: Language) -> str:
        if language == "en":
            return f"{self.level}[{self.code}]: {self.message(language)}"
        return f"{level_name(self.level, language)}[{self.code}]：{self.message(language)}"

    def _filled(self, texts: Mapping[str, str], language: Language) -> str:
        template = texts.get(language, "")
        missing = placeholders(template) - self.facts.keys()
        if missing:
            raise KeyError(f"{self.code} needs the facts {sorted(missing)}")
        # A fact that is words itself, not the author's, stands once more under `name.zh`.
        told = {**self.facts, **{name: self.facts[f"{name}.{language}"] for name in self.facts
                                 if f"{name}.{language}" in self.facts}}  # fmt: skip
        return _PLACEHOLDER.sub(lambda found: _shown(str(told[found[1]])), template)


class PolicyError(Exception):
    """The base of all that this library raises on purpose."""


class InvalidPolicy(PolicyError, ValueError):
    """A policy text that cannot be used, with everything found wrong in it."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def render(self, language: Language = "en") -> str:
        """All the drawings, each followed by a blank line, and a last line that counts them."""
        drawings = [f"{diagnostic.render(language)}\n" for diagnostic in self.diagnostics]
        return "\n".join([*drawings, tally(self.diagnostics, language)])

    def __str__(self) -> str:
        return self.render()


class InvalidRecord(PolicyError, ValueError):
    """A record that is no event: the field at fault, what it should hold and what it held."""

    def __init__(self, field: str, expected: str, got: str) -> None:
        self.field = field
        self.expected = expected
        self.got = got
        super().__init__(field, expected, got)

    def render(self, language: Language = "en") -> str:
        """The fault in one line."""
        field, expected, got = _shown(self.field), visible(self.expected), _shown(self.got)
        if language == "en":
            return f"`{field}` must be {expected} (got {got})"
        return f"`{field}` 应为 {expected}（实为 {got}）"

    def __str__(self) -> str:
        return self.render()


class UnknownPack(PolicyError, LookupError):
    """A pack that does not exist; `choices` are the names there are."""

    def __init__(self, name: str, choices: Iterable[str] = ()) -> None:
        self.name = name
        self.choices = tuple(choices)
        super().__init__(name, self.choices)

    def render(self, language: Language = "en") -> str:
        """The fault in one line, with the pack that was probably meant."""
        meant = _shown(nearest(self.name, self.choices) or "")
        if language == "en":
            question = f", did you mean `{meant}`?" if meant else ""
            return f"no pack is called `{_shown(self.name)}`{question}"
        question = f"，是否想写 `{meant}`？" if meant else ""
        return f"没有名为 `{_shown(self.name)}` 的规则包{question}"

    def __str__(self) -> str:
        return self.render()


def catalogue() -> Mapping[str, Fault]:
    """Every kind of fault by its code, read on first use."""
    return _texts()[0]


def labels() -> Mapping[str, Mapping[str, str]]:
    """The words for related places by their key, each a mapping from "en" and "zh"."""
    return _texts()[1]


def placeholders(template: str) -> frozenset[str]:
    """The names of the facts that a text needs: each `{name}` in it."""
    return frozenset(_PLACEHOLDER.findall(template))


def level_name(level: Level, language: Language = "en") -> str:
    """The word for a level."""
    return level if language == "en" else _LEVELS[level]


def tally(diagnostics: Iterable[Diagnostic], language: Language = "en") -> str:
    """How many errors, warnings and hints there are, in words; empty if none."""
    levels = [diagnostic.level for diagnostic in diagnostics]
    counts = [(levels.count(level), level, chinese) for level, chinese in _LEVELS.items()]
    if language == "en":
        return ", ".join(f"{n} {word}{'s' * (n != 1)}" for n, word, _ in counts if n)
    return "，".join(f"{n} 个{word}" for n, _, word in counts if n)


@functools.cache
def _texts() -> tuple[Mapping[str, Fault], Mapping[str, Mapping[str, str]]]:
    import tomllib
    from importlib.resources import files

    text = files("wechat_policy").joinpath("diagnostics.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    related = tables.pop("labels", {})
    faults = {
        code: Fault(
            code=code,
            level=table["level"],
            title=table["title"],
            message=table["message"],
            label=table.get("label", {}),
            help=table.get("help", {}),
            why=table["why"],
            avoid=table.get("avoid", ""),
            prefer=table.get("prefer", ""),
        )
        for code, table in tables.items()
    }
    return MappingProxyType(faults), MappingProxyType(related)


def _place(source: Source, span: Span) -> dict[str, int]:
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "start": span.start,
        "end": span.end,
    }


def _shown(fact: str) -> str:
    """A fact as it stands in a sentence: harmless and not endless."""
    cut = fact if len(fact) <= _LONGEST_FACT else fact[: _LONGEST_FACT - 1] + "…"
    return visible(cut)


def _encodable(text: str) -> str:
    """The same text, with only what UTF-8 cannot hold spelt out: it stays a usable name."""
    return _SURROGATE.sub(lambda found: visible(found[0]), text)
