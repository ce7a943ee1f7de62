"""A verdict as text for people: what was broken, the words that show it, and what may follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import tzinfo
from typing import TypeAlias

from wechat_policy.errors import Language
from wechat_policy.evidence import Found, Texts, located
from wechat_policy.source import Mark, Source, excerpt
from wechat_policy.summary import (
    Line,
    chosen_parts,
    clause_name,
    condition_words,
    heading,
    penalty_lines,
    undetermined_lines,
    verdict_lines,
    violation_lines,
    words_label,
)
from wechat_policy.verdict import Trace, Verdict
from wechat_policy.wording import Names, Wording

TICKS: Mapping[bool | None, str] = {True: "✓", False: "✗", None: "?"}
"""How a condition came out."""

_Ink: TypeAlias = Callable[[str, str], str]

_INKS: Mapping[str, str] = {
    "heading": "1",
    "violation": "1;31",
    "suspected": "1;33",
    "advisory": "1;36",
    "undetermined": "1;33",
    "penalty": "1;35",
    "carets": "1;31",
    "✓": "32",
    "✗": "31",
    "?": "33",
}
_QUIET = "2"
_DEEPEST = 20  # levels that are indented; deeper ones stand below each other
_CARETS = re.compile(r"( *\| )([ ^]*\^)")


def draw(
    verdict: Verdict,
    texts: Texts | None = None,
    names: Names | None = None,
    language: Language = "zh",
    colour: bool = False,
    *,
    detail: bool = False,
    zone: tzinfo | None = None,
) -> str:
    """A verdict for people, as lines without a last line end.

    Found words are underlined where `texts` holds the original text of their field, and quoted
    elsewhere; of a text only the lines that they stand on are shown, cut to 100 cells around them.
    `names` turns the id of a subject into a name, `colour` adds ANSI colours, `detail` the
    conditions as trees, `zone` is the time zone to tell times in. Whatever the event holds, the
    lines have no control, bidi or surrogate character but the colours.
    """
    wording = Wording(language, names, zone)
    ink = _ink(colour)
    first = ink("heading", heading(wording, verdict))
    blocks = [[first, *_pairs(wording, verdict_lines(wording, verdict))]]
    if not verdict:
        blocks.append([wording.phrase("say.clean")])
    for violation in verdict.violations:
        found = located(violation.evidence, texts)
        block = [_title(wording, ink, violation.status, clause_name(wording, violation))]
        block += _pairs(wording, violation_lines(wording, violation, verdict, found))
        for one in found:
            block += _excerpt(wording, ink, one)
        block += _condition(wording, ink, violation.trace) if detail else ()
        blocks.append(block)
    for entry in verdict.undetermined:
        block = [_title(wording, ink, "undetermined", clause_name(wording, entry))]
        block += _pairs(wording, undetermined_lines(wording, entry))
        block += _condition(wording, ink, entry.trace) if detail else ()
        blocks.append(block)
    for penalty in verdict.penalties:
        block = [_title(wording, ink, "penalty", wording.who(penalty.subject))]
        block += _pairs(wording, penalty_lines(wording, penalty, verdict))
        blocks.append(block)
    blocks.append([ink("closing", wording.phrase("say.closing"))])
    return "\n\n".join("\n".join(block) for block in blocks)


def explain_tree(trace: Trace, language: Language = "zh", colour: bool = False) -> str:
    """A condition as it came out: a line for each part with ✓, ✗ or ? and the values it saw."""
    return "\n".join(_tree(Wording(language), _ink(colour), trace))


def _ink(colour: bool) -> _Ink:
    def plain(name: str, text: str) -> str:
        return text

    def coloured(name: str, text: str) -> str:
        return f"\x1b[{_INKS.get(name, _QUIET)}m{text}\x1b[0m"

    return coloured if colour else plain


def _title(wording: Wording, ink: _Ink, status: str, name: str) -> str:
    label = ink(status, wording.phrase(f"status.{status}"))
    return wording.phrase("say.pair", label=label, value=name)


def _pairs(wording: Wording, lines: Iterable[Line]) -> Iterator[str]:
    for label, value in lines:
        yield f"  {wording.phrase('say.pair', label=label, value=value)}".rstrip()


def _excerpt(wording: Wording, ink: _Ink, found: Found) -> Iterator[str]:
    if not found.spans:
        return
    yield from _pairs(wording, [(words_label(wording, found), "")])
    source = Source(wording.path(found.field), found.text)
    for line in excerpt(source, [Mark(span) for span in found.spans]).split("\n"):
        carets = _CARETS.fullmatch(line)  # a line of the text has its number before the bar
        yield f"    {carets[1]}{ink('carets', carets[2])}" if carets else f"    {line}"
    if found.more:
        yield f"    {wording.phrase('say.more', count=found.more)}"


def _condition(wording: Wording, ink: _Ink, trace: Trace) -> Iterator[str]:
    yield from _pairs(wording, [(wording.phrase("label.condition"), "")])
    yield from (f"    {line}" for line in _tree(wording, ink, trace))


def _tree(wording: Wording, ink: _Ink, trace: Trace) -> Iterator[str]:
    waiting: list[tuple[int, Trace | int]] = [(0, trace)]
    while waiting:  # a loop: no depth of nesting ends it
        depth, part = waiting.pop()
        indent = "  " * min(depth, _DEEPEST)
        if isinstance(part, int):
            yield f"{indent}{wording.phrase('say.more', count=part)}"
            continue
        tick = TICKS[part.truth]
        yield f"{indent}{ink(tick, tick)} {condition_words(wording, part)}"
        parts, more = chosen_parts(part)
        below: list[Trace | int] = [*parts, more] if more else [*parts]
        waiting += [(depth + 1, one) for one in reversed(below)]
