"""The faults of a policy as HTML: each with its line, the marked place, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wechat_policy.errors import Diagnostic, Language, level_name, tally
from wechat_policy.evidence import Found, passages
from wechat_policy.hypertext.fragments import Fragment, article, escaped, marked
from wechat_policy.source import Source, Span, place


def fault_html(diagnostic: Diagnostic, language: Language = "zh") -> Fragment:
    """One fault as one `article` element that needs nothing else."""
    return Fragment(article("faults", language, _parts(diagnostic, language)))


def faults_html(diagnostics: Sequence[Diagnostic], language: Language = "zh") -> Fragment:
    """Faults in the order given, in one `article` element, and how many there are."""
    parts = [part for one in diagnostics for part in _parts(one, language)]
    count = f'<p class="wp-closing">{escaped(tally(diagnostics, language))}</p>'
    return Fragment(article("faults", language, [*parts, count]))


def _parts(diagnostic: Diagnostic, language: Language) -> Iterator[str]:
    level = escaped(f"{level_name(diagnostic.level, language)} {diagnostic.code}")
    yield f'<section class="wp-{diagnostic.level}">'
    yield (
        f'<p><span class="wp-status">{level}</span> '
        f'<strong dir="auto">{escaped(diagnostic.message(language))}</strong></p>'
    )
    label = diagnostic.label(language)
    yield from _place(diagnostic.source, diagnostic.span, label)
    for related in diagnostic.related:
        words = diagnostic.related_label(related, language)
        yield from _place(related.source or diagnostic.source, related.span, words)
    if advice := diagnostic.help(language):
        yield f'<p dir="auto">{"<br>".join(map(escaped, advice.splitlines()))}</p>'
    yield "</section>"


def _place(source: Source, span: Span, label: str) -> Iterator[str]:
    where = f"<bdi>{escaped(place(source, span))}</bdi>"
    told = f"{escaped(label)} · {where}" if label else where
    yield f'<p class="wp-quiet">{told}</p>'
    yield "\n".join(["<pre>", *_lines(source, span), "</pre>"])


def _lines(source: Source, span: Span) -> Iterable[str]:
    """The line that a place begins on, as far as it is worth showing, with the place marked."""
    line, column = source.position(span.start)
    text = source.line(line)
    # A place at the end of a line has no words: what stands before it is shown, and a mark.
    start = min(column - 1, len(text))
    end = min(max(start + span.end - span.start, start), len(text))
    if start == end and text:
        start, end = (start, start + 1) if start < len(text) else (len(text) - 1, len(text))
    shown = passages(Found("", text, (Span(start, end),) if text else (), (), 0))
    return [f"{line:>4}  {marked(text, passage)}" for passage in shown]
