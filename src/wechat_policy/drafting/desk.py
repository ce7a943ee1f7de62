"""What the clauses of a draft share: parameters, lexicons and hours, each named once."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from wechat_policy.drafting.kinds import Confidence

WORK = "工作"


@attrs.frozen
class Guess:
    """One thing that was guessed: what, its value in the language, the words, how sure."""

    what: str
    value: str
    words: str
    confidence: Confidence


@attrs.frozen
class Section:
    """A section of the draft that is no clause: its text, and whether the author must decide."""

    text: str
    words: str
    is_open: bool = True


@attrs.define
class Desk:
    """The sections that clauses have asked for so far."""

    parameters: dict[str, Section] = attrs.field(factory=dict)
    lexicons: dict[str, Section] = attrs.field(factory=dict)
    hours: dict[str, Section] = attrs.field(factory=dict)

    def parameter(self, term: str, use: str, default: str, words: str, remark: str) -> str:
        """The name of the parameter for an open term in one use."""
        name = f"{term}_{use}" if use else term
        self.parameters.setdefault(
            name, Section(f"参数 {name} = {default} 备注 {quoted(remark)}", words)
        )
        return name

    def lexicon(self, article: str, words: Sequence[str], source: str) -> str:
        """The name of a lexicon with words of the source."""
        stem = f"词_{name_of(article)}".rstrip("_")
        name, number = stem, 1
        text = "、".join(quoted(one) for one in words)
        while name in self.lexicons and self.lexicons[name].text != f"词库 {name} = {{{text}}}":
            number += 1
            name = f"{stem}_{number}"
        self.lexicons[name] = Section(f"词库 {name} = {{{text}}}", source)
        return name

    def working_hours(self, told: Sequence[str], words: str) -> None:
        """States the working hours; those of the text go before the usual ones."""
        known = self.hours.get(WORK)
        if told and (known is None or known.is_open):
            self.hours[WORK] = Section(f"工时 {WORK} = 工作日 {'、'.join(told)}", words, False)
        elif known is None:
            self.hours[WORK] = Section(f"工时 {WORK} = 工作日 09:00-12:00、13:00-18:00", words)

    def night(self, start: str, words: str, until: str = "") -> str:
        """The name of the hours from a time of the evening to the morning."""
        name = f"晚_{start.replace(':', '')}_" + (
            f"至_{until.replace(':', '')}" if until else "以后"
        )
        end = until or ("07:00" if start > "07:00" else "23:59")
        self.hours.setdefault(name, Section(f"工时 {name} = 每日 {start}-{end}", words))
        return name


def quoted(text: str) -> str:
    """A text in quotes as the language reads it."""
    kept = "".join(
        " " if one in "\r\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
        else "" if not one.isprintable() and not one.isspace()
        else one
        for one in text
    )  # fmt: skip
    return '"' + re.sub(r"\s+", " ", kept).strip().replace("\\", "\\\\").replace('"', '\\"') + '"'


def name_of(text: str) -> str:
    """A text as a name of the language may be spelt: letters and figures, joined by _."""
    return re.sub(r"[\W_]+", "_", text).strip("_")
