"""A verdict as a self-contained piece of HTML, for notebooks, mails and review pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from html import escape

from wechat_policy.errors import Language
from wechat_policy.evidence import Found, Texts, located, passages
from wechat_policy.hypertext.fragments import Fragment, article, escaped, marked, pairs
from wechat_policy.summary import (
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

_TRUTHS: Mapping[bool | None, tuple[str, str]] = {
    True: ("✓", "truth.true"),
    False: ("✗", "truth.false"),
    None: ("?", "truth.unknown"),
}


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
    return article("verdict", language, _parts(wording, verdict, texts), style)


def _parts(wording: Wording, verdict: Verdict, texts: Texts | None) -> Iterator[str]:
    yield f"<p><strong><bdi>{escaped(heading(wording, verdict))}</bdi></strong></p>"
    yield from pairs(verdict_lines(wording, verdict))
    if not verdict:
        yield f"<p>{escaped(wording.phrase('say.clean'))}</p>"
    for violation in verdict.violations:
        found = located(violation.evidence, texts)
        yield from _title(wording, violation.status, clause_name(wording, violation))
        yield from pairs(violation_lines(wording, violation, verdict, found))
        for one in found:
            yield from _excerpts(wording, one)
        yield from _condition(wording, violation.trace)
        yield "</section>"
    for entry in verdict.undetermined:
        yield from _title(wording, "undetermined", clause_name(wording, entry))
        yield from pairs(undetermined_lines(wording, entry))
        yield from _condition(wording, entry.trace)
        yield "</section>"
    for penalty in verdict.penalties:
        yield from _title(wording, "penalty", wording.who(penalty.subject))
        yield from pairs(penalty_lines(wording, penalty, verdict))
        yield "</section>"
    yield f'<p class="wp-closing">{escaped(wording.phrase("say.closing"))}</p>'


def _title(wording: Wording, status: str, name: str) -> Iterator[str]:
    yield f'<section class="wp-{status}">'
    label = f'<span class="wp-status">{escaped(wording.phrase(f"status.{status}"))}</span>'
    # Names of people may run from right to left: they are kept from turning what stands around.
    value = f"<bdi>{escaped(name)}</bdi>"
    yield f"<p>{wording.phrase('say.pair', label=label, value=value)}</p>"


def _excerpts(wording: Wording, found: Found) -> Iterator[str]:
    if not found.spans:
        return
    yield f"<p>{escaped(words_label(wording, found))}</p>"
    for passage in passages(found):
        yield f'<blockquote dir="auto">{marked(found.text, passage)}</blockquote>'
    if found.more:
        yield f"<p>{escaped(wording.phrase('say.more', count=found.more))}</p>"


def _condition(wording: Wording, trace: Trace) -> Iterator[str]:
    yield f"<details><summary>{escaped(wording.phrase('label.condition'))}</summary>"
    yield "<ul>"
    waiting: list[Trace | int | str] = [trace]
    while waiting:  # a loop: no depth of nesting ends it
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, int):
            yield f"<li>{escaped(wording.phrase('say.more', count=part))}</li>"
        else:
            tick, truth = _TRUTHS[part.truth]
            title = escape(wording.phrase(truth))
            told = escaped(condition_words(wording, part))
            parts, more = chosen_parts(part)
            opened = f'<li><span title="{title}">{tick}</span> <bdi>{told}</bdi>'
            if not parts:
                yield f"{opened}</li>"
                continue
            yield f"{opened}<ul>"
            waiting += ["</ul></li>", *([more] if more else []), *reversed(parts)]
    yield "</ul></details>"
