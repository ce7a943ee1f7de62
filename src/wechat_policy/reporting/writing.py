"""A page as one HTML document that needs nothing else and asks nobody for anything."""

from __future__ import annotations

import functools
import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from wechat_policy.errors import Language
from wechat_policy.hypertext import STYLE, escaped
from wechat_policy.reporting.charts import drawn
from wechat_policy.reporting.listing import SIZE, controls, inside_script, payload, phrases_of
from wechat_policy.reporting.pages import (
    Chart,
    Column,
    Facts,
    Listing,
    Page,
    Section,
    Table,
    Told,
    Value,
)
from wechat_policy.reporting.phrasing import counted, phrase

_TAGS = {"zh": "zh-CN", "en": "en"}


def written(page: Page, language: Language) -> str:
    """The document; all words in it are escaped."""
    return "\n".join(_document(page, language)) + "\n"


@functools.cache
def _part(name: str) -> str:
    return files("wechat_policy.reporting").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """What the content policy of the page allows: this very text and no other."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _document(page: Page, language: Language) -> Iterator[str]:
    style, script = f"\n{STYLE}{_part('page.css')}", f"\n{_part('page.js')}"
    listing = next((one for one in page.sections if isinstance(one, Listing)), None)
    allowed = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    yield "<!doctype html>"
    yield f'<html lang="{_TAGS[language]}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{escaped(page.title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"
    yield '<body class="wp wp-report">'
    if listing is not None:
        yield f'<a class="wp-skip" href="#{listing.id}">{phrase("skip", language)}</a>'
    yield f'<header><h1>{escaped(page.title)}</h1><p class="wp-lead">{escaped(page.lead)}</p>'
    yield f'<nav class="wp-contents" aria-label="{phrase("contents", language)}"><ul>'
    for section in page.sections:
        yield f'<li><a href="#{section.id}">{escaped(section.title)}</a></li>'
    yield "</ul></nav></header>"
    yield "<main>"
    for section in page.sections:
        yield f'<section id="{section.id}">'
        yield f"<h2>{escaped(section.title)}</h2>"
        yield from _section(section, language)
        yield "</section>"
    yield "</main>"
    yield f"<footer>{''.join(f'<p>{escaped(one)}</p>' for one in page.closing)}</footer>"
    yield f'<script type="application/json" id="wp-phrases">{phrases_of(language)}</script>'
    if listing is not None:
        rows = inside_script(payload(listing, _classes))
        yield f'<script type="application/json" id="wp-rows">{rows}</script>'
    yield f"<script>{script}</script>"
    yield "</body>"
    yield "</html>"


def _section(section: Section, language: Language) -> Iterator[str]:
    yield from (f'<p class="wp-note">{escaped(one)}</p>' for one in section.notes)
    if isinstance(section, Facts):
        yield from _facts(section)
    elif isinstance(section, Chart):
        yield from drawn(section)
        yield f"<details><summary>{phrase('as_table', language)}</summary>"
        yield from _table(_as_table(section), language)
        yield "</details>"
    elif isinstance(section, Table) and section.folded:
        yield f"<details><summary>{escaped(section.folded)}</summary>"
        yield from _table(section, language)
        yield "</details>"
    elif isinstance(section, Table):
        yield from _table(section, language)
    else:
        yield from _listing(section, language)


def _facts(section: Facts) -> Iterator[str]:
    if section.figures:
        yield '<dl class="wp-figures">'
        for one in section.figures:
            note = f'<dd class="wp-more">{escaped(one.note)}</dd>' if one.note else ""
            value = f'<dd class="wp-value">{escaped(one.value)}</dd>'
            yield f"<div><dt>{escaped(one.label)}</dt>{value}{note}</div>"
        yield "</dl>"
    if section.facts:
        yield '<dl class="wp-facts">'
        for label, told in section.facts:
            yield f'<dt>{escaped(label)}</dt><dd dir="auto">{escaped(told)}</dd>'
        yield "</dl>"


def _as_table(chart: Chart) -> Table:
    columns = [Column("place", chart.axis)]
    columns += [
        Column(f"series{number}", one.label, "number") for number, one in enumerate(chart.series)
    ]
    rows: list[list[Value]] = [
        [place, *(_plotted(one.values[number]) for one in chart.series)]
        for number, place in enumerate(chart.places)
    ]
    return Table(f"{chart.id}-table", chart.title, columns, rows)


def _plotted(value: float) -> Told:
    return Told(counted(int(value)) if value == int(value) else f"{value:.3f}", value)


def _table(table: Table, language: Language) -> Iterator[str]:
    if not table.rows:
        yield f'<p class="wp-note">{phrase("empty", language)}</p>'
        return
    kind = "wp-cards" if table.cards else "wp-pushed"
    yield _region(table.id, table.title)
    yield f'<table role="table" class="{kind}" data-key="{table.id}">'
    yield from _head(table.columns)
    yield from _body(table.columns, table.rows, heads=not table.cards)
    yield "</table></div>"


def _listing(listing: Listing, language: Language) -> Iterator[str]:
    if not listing.rows:
        yield f'<p class="wp-note">{phrase("empty", language)}</p>'
    yield from controls(listing, language)
    if len(listing.rows) > SIZE:
        told = phrase("unscripted", language, count=SIZE, all=counted(len(listing.rows)))
        yield f'<p class="wp-note" id="wp-unscripted">{told}</p>'
    shown = [number for number, one in enumerate(listing.columns) if not one.hidden]
    columns = [listing.columns[number] for number in shown]
    rows = [[row[number] for number in shown] for row in listing.rows[:SIZE]]
    yield _region("wp-top", listing.title)
    yield '<table role="table" class="wp-cards" id="wp-list">'
    yield from _head(columns)
    yield from _body(columns, rows, heads=False)
    yield "</table></div>"
    back, on = phrase("previous", language), phrase("next", language)
    yield f'<nav class="wp-pages" id="wp-pages" aria-label="{phrase("pages", language)}" hidden>'
    yield f'<button type="button">{back}</button><span></span><button type="button">{on}</button>'
    yield "</nav>"


def _region(id_: str, title: str) -> str:
    """What is pushed sideways by hand or by keys, where a table is wider than the screen."""
    return (
        f'<div class="wp-scroll" id="{id_}-region" role="region" tabindex="0" '
        f'aria-label="{escaped(title)}">'
        if id_ != "wp-top"
        else f'<div class="wp-scroll" id="wp-top" role="region" tabindex="0" '
        f'aria-label="{escaped(title)}">'
    )


def _head(columns: Sequence[Column]) -> Iterator[str]:
    yield '<thead role="rowgroup"><tr role="row">'
    for one in columns:
        yield (
            f'<th role="columnheader" scope="col" class="{_classes(one)}" data-key="{one.key}" '
            f'data-kind="{one.kind}">{escaped(one.label)}</th>'
        )
    yield "</tr></thead>"


def _body(
    columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, heads: bool
) -> Iterator[str]:
    yield '<tbody role="rowgroup">'
    for row in rows:
        cells = [
            _cell(column, value, head=heads and not number)
            for number, (column, value) in enumerate(zip(columns, row, strict=True))
        ]
        yield f'<tr role="row">{"".join(cells)}</tr>'
    yield "</tbody>"


def _classes(column: Column) -> str:
    return {
        "text": "",
        "time": "wp-time",
        "id": "wp-id",
        "number": "wp-number",
        "lines": "wp-words",
    }[column.kind]


def _cell(column: Column, value: Value, *, head: bool) -> str:
    tag, role = ("th", 'rowheader" scope="row') if head else ("td", "cell")
    sort = ""
    if isinstance(value, Told):
        number = "" if value.value is None else f"{value.value:g}"
        if column.kind == "number":
            sort = f' data-value="{number}"'
    elif isinstance(value, int):
        sort = f' data-value="{value}"'
    name = f' class="{_classes(column)}"' if _classes(column) else ' class=""'
    label = f' data-label="{escaped(column.label)}"'
    return f'<{tag}{name} role="{role}"{label}{sort}>{_inner(column, value)}</{tag}>'


def _inner(column: Column, value: Value) -> str:
    if isinstance(value, int):
        return f'<span dir="auto">{counted(value)}</span>'
    if isinstance(value, str | Told):
        text = value if isinstance(value, str) else value.text
        if tone := column.tones.get(text):
            return f'<span class="wp-tone wp-{tone}">{escaped(text)}</span>'
        return f'<span dir="auto">{escaped(text)}</span>' if text else ""
    lines = "".join(
        f'<span class="wp-line">{"".join(map(_piece, range(len(pieces)), pieces))}</span>'
        for pieces in value
    )
    return f'<div dir="auto">{lines}</div>' if lines else ""


def _piece(number: int, words: str) -> str:
    if not words:
        return ""
    return f"<mark>{escaped(words)}</mark>" if number % 2 else escaped(words)
