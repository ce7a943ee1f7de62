"""A verdict as a self-contained piece of HTML, for notebooks, mails and review pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from html import escape

import attrs

from wechat_policy.errors import Language
from wechat_policy.evidence import Found, Passage, Texts, located, passages
from wechat_policy.source import visible
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

STYLE = """\
.wp-verdict{color-scheme:light dark;--wp-violation:#b3261e;--wp-suspected:#7a5200;\
--wp-advisory:#0b57d0;--wp-penalty:#7b1fa2;--wp-quiet:#5f6368;background:Canvas;color:CanvasText;\
border:1px solid GrayText;border-radius:.4em;padding:.8em 1em;margin:.5em 0;max-width:60em;\
font:1em/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;\
text-align:start;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){.wp-verdict{--wp-violation:#ffb4ab;--wp-suspected:#ffcc80;\
--wp-advisory:#a8c7fa;--wp-penalty:#e1bee7;--wp-quiet:#bdc1c6}}
.wp-verdict section{border-inline-start:.25em solid var(--wp-tone,GrayText);\
padding-inline-start:.8em;margin:.8em 0}
.wp-verdict p{margin:.2em 0}
.wp-verdict .wp-status{color:var(--wp-tone,CanvasText);font-weight:bold}
.wp-verdict .wp-violation{--wp-tone:var(--wp-violation)}
.wp-verdict .wp-suspected,.wp-verdict .wp-undetermined{--wp-tone:var(--wp-suspected)}
.wp-verdict .wp-advisory{--wp-tone:var(--wp-advisory)}
.wp-verdict .wp-penalty{--wp-tone:var(--wp-penalty)}
.wp-verdict .wp-dismissed,.wp-verdict .wp-overturned{--wp-tone:var(--wp-quiet)}
.wp-verdict dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 1em;margin:.2em 0}
.wp-verdict dt,.wp-verdict .wp-closing{color:var(--wp-quiet)}
.wp-verdict dd{margin:0}
.wp-verdict blockquote{margin:.4em 0;padding:.3em .6em;border:1px solid GrayText;\
white-space:pre-wrap}
.wp-verdict mark{background:Mark;color:MarkText;font-weight:bold}
.wp-verdict ul{list-style:none;margin:0;padding-inline-start:1.2em}
"""
"""Colours are the system's; where they are not, there is one for light and one for dark."""

_TRUTHS: Mapping[bool | None, tuple[str, str]] = {
    True: ("✓", "truth.true"),
    False: ("✗", "truth.false"),
    None: ("?", "truth.unknown"),
}


@attrs.frozen
class Fragment:
    """A piece of HTML that notebooks show and template engines leave as it is."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.text


def html(
    verdict: Verdict,
    texts: Texts | None = None,
    names: Names | None = None,
    language: Language = "zh",
    *,
    zone: tzinfo | None = None,
) -> Fragment:
    """A verdict for a notebook or a template; the arguments are those of `to_html`."""
    return Fragment(to_html(verdict, texts, names, language, zone=zone))


def to_html(
    verdict: Verdict,
    texts: Texts | None = None,
    names: Names | None = None,
    language: Language = "zh",
    *,
    zone: tzinfo | None = None,
    style: bool = True,
) -> str:
    """A verdict as one `article` element that needs nothing else; all text in it is escaped.

    Found words are marked where `texts` holds the original text of their field, and quoted
    elsewhere; of a text about 100 cells around them are shown. `names` turns the id of a subject
    into a name, `zone` is the time zone to tell times in. A page of many verdicts may hold `STYLE`
    once and leave it out of each with `style=False`.
    """
    wording = Wording(language, names, zone)
    return "\n".join(_article(wording, verdict, texts, style))


def _article(wording: Wording, verdict: Verdict, texts: Texts | None, style: bool) -> Iterator[str]:
    code = "zh-CN" if wording.language == "zh" else "en"
    yield f'<article class="wp-verdict" lang="{code}">'
    if style:
        yield f"<style>\n{STYLE}</style>"
    yield f"<p><strong><bdi>{_text(heading(wording, verdict))}</bdi></strong></p>"
    yield from _pairs(verdict_lines(wording, verdict))
    if not verdict:
        yield f"<p>{_text(wording.phrase('say.clean'))}</p>"
    for violation in verdict.violations:
        found = located(violation.evidence, texts)
        yield from _title(wording, violation.status, clause_name(wording, violation))
        yield from _pairs(violation_lines(wording, violation, verdict, found))
        for one in found:
            yield from _excerpts(wording, one)
        yield from _condition(wording, violation.trace)
        yield "</section>"
    for entry in verdict.undetermined:
        yield from _title(wording, "undetermined", clause_name(wording, entry))
        yield from _pairs(undetermined_lines(wording, entry))
        yield from _condition(wording, entry.trace)
        yield "</section>"
    for penalty in verdict.penalties:
        yield from _title(wording, "penalty", wording.who(penalty.subject))
        yield from _pairs(penalty_lines(wording, penalty, verdict))
        yield "</section>"
    yield f'<p class="wp-closing">{_text(wording.phrase("say.closing"))}</p>'
    yield "</article>"


def _text(text: str) -> str:
    return escape(visible(text))


def _title(wording: Wording, status: str, name: str) -> Iterator[str]:
    yield f'<section class="wp-{status}">'
    label = f'<span class="wp-status">{_text(wording.phrase(f"status.{status}"))}</span>'
    # Names of people may run from right to left: they are kept from turning what stands around.
    value = f"<bdi>{_text(name)}</bdi>"
    yield f"<p>{wording.phrase('say.pair', label=label, value=value)}</p>"


def _pairs(lines: Iterable[Line]) -> Iterator[str]:
    told = [f'<dt>{_text(label)}</dt><dd dir="auto">{_text(value)}</dd>' for label, value in lines]
    if told:
        yield "<dl>"
        yield from told
        yield "</dl>"


def _excerpts(wording: Wording, found: Found) -> Iterator[str]:
    if not found.spans:
        return
    yield f"<p>{_text(words_label(wording, found))}</p>"
    for passage in passages(found):
        yield f'<blockquote dir="auto">{_marked(found.text, passage)}</blockquote>'
    if found.more:
        yield f"<p>{_text(wording.phrase('say.more', count=found.more))}</p>"


def _condition(wording: Wording, trace: Trace) -> Iterator[str]:
    yield f"<details><summary>{_text(wording.phrase('label.condition'))}</summary>"
    yield "<ul>"
    waiting: list[Trace | int | str] = [trace]
    while waiting:  # a loop: no depth of nesting ends it
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, int):
            yield f"<li>{_text(wording.phrase('say.more', count=part))}</li>"
        else:
            tick, truth = _TRUTHS[part.truth]
            title = escape(wording.phrase(truth))
            told = _text(condition_words(wording, part))
            parts, more = chosen_parts(part)
            opened = f'<li><span title="{title}">{tick}</span> <bdi>{told}</bdi>'
            if not parts:
                yield f"{opened}</li>"
                continue
            yield f"{opened}<ul>"
            waiting += ["</ul></li>", *([more] if more else []), *reversed(parts)]
    yield "</ul></details>"


def _marked(text: str, passage: Passage) -> str:
    told = ["…"] if passage.cut_left else []
    at = passage.start
    for span in passage.spans:
        told.append(_piece(text[at : span.start]))
        at = min(span.end, passage.end)
        told.append(f"<mark>{_piece(text[span.start : at])}</mark>")
    told.append(_piece(text[at : passage.end]))
    return "".join([*told, "…"] if passage.cut_right else told)


def _piece(text: str) -> str:
    return _text(text.replace("\t", "    "))
