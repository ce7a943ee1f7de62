"""A policy as a page of Markdown, and the tables of several policies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from wechat_policy.gallery.labels import Languages, Told, label, same
from wechat_policy.gallery.sheet import ClauseSheet, Sheet
from wechat_policy.source import visible

# An underscore inside a word says nothing to Markdown, and names are full of them.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~#&$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_COUNTED = (
    "statements", "clauses", "forbidden", "required", "limited", "duties", "suspected", "advised",
    "permitted", "note", "parameters", "examples",
)  # fmt: skip


def escaped(text: str) -> str:
    """A text that Markdown shows as it is, in a cell of a table too; lines are parted by breaks."""
    lines = (visible(line) for line in text.splitlines())
    return "<br>".join(
        _SPECIAL.sub(lambda match: _entity(match[0]), line.strip()) for line in lines
    )


def _entity(sign: str) -> str:
    # Entities and not backslashes: a bar in a cell, a tick in a tick, each reader takes them alike.
    return f"&#{ord(sign)};"


def cell(told: Told, languages: Languages) -> str:
    """A thing in a cell, the languages below each other."""
    return "<br>".join(filter(None, map(escaped, told.in_(languages))))


def heading(key: str, languages: Languages) -> str:
    """A label in one line."""
    return " ".join(label(key).in_(languages))


def table(
    heads: Sequence[str], rows: Iterable[Sequence[Told]], languages: Languages
) -> Iterator[str]:
    """A table whose columns bear these labels."""
    yield f"| {' | '.join('<br>'.join(label(one).in_(languages)) for one in heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell(one, languages) for one in row)} |"


def page(sheet: Sheet, languages: Languages) -> str:
    """A policy as a page."""
    return "\n".join(_page(sheet, languages)).rstrip("\n") + "\n"


def _page(sheet: Sheet, languages: Languages) -> Iterator[str]:
    yield "<!-- Written by `wechat-policy gallery`; change the policy, not this page. -->"
    yield ""
    yield f"# {escaped(f'{sheet.id} {sheet.title}'.strip())}"
    yield ""
    yield "<br>".join(label("intro").in_(languages))
    yield ""
    yield from _facts(sheet, languages)
    if sheet.clauses:
        yield from _section("clauses", languages)
        columns = ("clause", "article", "words", "severity", "judged", "answers")
        yield from table(columns, map(_row, sheet.clauses), languages)
    if sheet.parameters:
        yield from _section("parameters", languages)
        yield from table(
            ("parameter", "default", "remark", "used"),
            (
                (same(one.name), one.default, same(one.remark), same("、".join(one.clauses)))
                for one in sheet.parameters
            ),
            languages,
        )
    if sheet.hours:
        yield from _section("hours", languages)
        yield from table(("name", "meaning"), ((same(n), w) for n, w in sheet.hours), languages)
    if sheet.conditions:
        yield from _section("conditions", languages)
        rows = ((same(name), told) for name, told in sheet.conditions)
        yield from table(("name", "meaning"), rows, languages)
    if sheet.lexicons:
        yield from _section("lexicons", languages)
        lists = ((same(name), same(words)) for name, words in sheet.lexicons)
        yield from table(("name", "meaning"), lists, languages)
    if sheet.penalties:
        yield from _section("penalties", languages)
        if sheet.severities:
            yield f"{heading('severities', languages)}: {escaped(' → '.join(sheet.severities))}"
            yield ""
        yield from table(("for", "follows"), sheet.penalties, languages)
    if sheet.notes:
        yield from _section("notes", languages)
        yield from table(
            ("article", "reason"),
            ((_cited(one.article, one.refs), same(one.text)) for one in sheet.notes),
            languages,
        )
    gaps = [one for one in sheet.clauses if one.remark]
    if gaps:
        yield from _section("gaps", languages)
        yield from table(
            ("clause", "note.clause"), ((_named(one), same(one.remark)) for one in gaps), languages
        )


def _facts(sheet: Sheet, languages: Languages) -> Iterator[str]:
    told = {
        "id": sheet.id,
        "version": sheet.version,
        "effective": sheet.effective,
        "base": ", ".join(sheet.bases),
        "articles": sheet.articles,
    }
    yield "| | |"
    yield "| --- | --- |"
    for key, value in told.items():
        if value:
            yield f"| {heading(key, languages)} | {escaped(value)} |"
    counts = ", ".join(
        f"{heading(key, languages)} {sheet.counts[key]}" for key in _COUNTED if sheet.counts[key]
    )
    yield f"| {heading('counts', languages)} | {counts} |"


def _section(key: str, languages: Languages) -> Iterator[str]:
    yield ""
    yield f"## {heading(key, languages)}"
    yield ""


def _named(one: ClauseSheet) -> Told:
    return same(one.title if one.title == one.name else f"{one.title}\n({one.name})")


def _cited(article: str, refs: str) -> Told:
    return same("\n".join(filter(None, (article, refs))))


def _row(one: ClauseSheet) -> tuple[Told, ...]:
    return (
        _named(one),
        _cited(one.article, one.refs),
        norms(one),
        one.severity,
        one.judged,
        one.answers,
    )


def norms(one: ClauseSheet) -> Told:
    """The norms of a clause, one below the other with a mark where there are several."""
    mark = "• " if len(one.norms) > 1 else ""
    return Told(
        "\n".join(mark + told.zh for told in one.norms),
        "\n".join(mark + told.en for told in one.norms),
    )


def counts_of(sheets: Iterable[Sheet], languages: Languages, suffix: str = ".md") -> Iterator[str]:
    """The policies with the counts of what is in them, each linked to its page."""
    columns = ("policy", *_COUNTED)
    yield f"| {' | '.join('<br>'.join(label(one).in_(languages)) for one in columns)} |"
    yield f"| --- |{' ---: |' * len(_COUNTED)}"
    total = dict.fromkeys(_COUNTED, 0)
    for sheet in sheets:
        name = escaped(f"{sheet.id} {sheet.title}".strip())
        for key in _COUNTED:
            total[key] += sheet.counts[key]
        figures = " | ".join(str(sheet.counts[key]) for key in _COUNTED)
        yield f"| [{name}]({sheet.name}{suffix}) | {figures} |"
    yield f"| | {' | '.join(str(total[key]) for key in _COUNTED)} |"


def terms_of(sheets: Iterable[Sheet], languages: Languages) -> Iterator[str]:
    """All parameters of several policies."""
    yield from table(
        ("policy", "parameter", "default", "remark", "used"),
        (
            (
                same(sheet.id),
                same(one.name),
                one.default,
                same(one.remark),
                same("、".join(one.clauses)),
            )
            for sheet in sheets
            for one in sheet.parameters
        ),
        languages,
    )


def overview(sheets: Sequence[Sheet], languages: Languages) -> str:
    """The index of several policies."""
    title = heading("policies", languages)
    return "\n".join([f"# {title}", "", *counts_of(sheets, languages), ""])


def open_terms(sheets: Sequence[Sheet], languages: Languages) -> str:
    """The page of all parameters."""
    title = f"# {heading('open', languages)}"
    return "\n".join([title, "", *terms_of(sheets, languages), ""])
