"""Backtests and the like in a notebook: the summary and the tables of their report, in short."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy.errors import Language
from wechat_policy.hypertext.fragments import Fragment, article, escaped, pairs, table
from wechat_policy.reporting import Result, page_of
from wechat_policy.reporting.pages import Facts, Listing, Page, Table, Told, Value
from wechat_policy.wording import Wording

MOST = 15
"""Rows of a table that are shown; the report has them all."""


def result_html(result: Result, language: Language) -> Fragment:
    """What a report of the result says first; people stand under pseudonyms."""
    page = page_of(result, lang=language)
    return Fragment(article("result", language, _parts(page, language)))


def result_text(result: Result, language: Language) -> str:
    """The same in two lines."""
    page = page_of(result, lang=language)
    return f"{page.title}\n{page.lead}"


def _parts(page: Page, language: Language) -> Iterator[str]:
    yield f'<p><strong dir="auto">{escaped(page.title)}</strong></p>'
    yield f'<p dir="auto">{escaped(page.lead)}</p>'
    opened = True
    for section in page.sections:
        if isinstance(section, Facts):
            yield from pairs(
                (one.label, f"{one.value} {one.note}".strip()) for one in section.figures
            )
        elif isinstance(section, Table | Listing) and section.rows:
            yield from _table(section, language, opened)
            opened = False
    for told in page.closing:
        yield f'<p class="wp-closing" dir="auto">{escaped(told)}</p>'


def _table(section: Table | Listing, language: Language, opened: bool) -> Iterator[str]:
    shown = [place for place, column in enumerate(section.columns) if not column.hidden]
    heads = [section.columns[place].label for place in shown]
    rows = [[_cell(row[place]) for place in shown] for row in section.rows[:MOST]]
    yield f"<details{' open' if opened else ''}>"
    yield f"<summary>{escaped(section.title)} ({len(section.rows):,})</summary>"
    yield from table(heads, rows)
    if (more := len(section.rows) - MOST) > 0:
        yield f"<p>{escaped(Wording(language).phrase('say.more', count=more))}</p>"
    yield "</details>"


def _cell(value: Value) -> str | int | Fragment:
    if isinstance(value, str | int):
        return value
    if isinstance(value, Told):
        return value.text
    return Fragment("<br>".join(map(_marked, value)))


def _marked(pieces: tuple[str, ...]) -> str:
    """Words in turn plain and marked."""
    return "".join(
        f"<mark>{escaped(one)}</mark>" if number % 2 else escaped(one)
        for number, one in enumerate(pieces)
    )
