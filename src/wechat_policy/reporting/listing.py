"""The rows of a list as data in the page, and what to search and choose them by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wechat_policy.errors import Language
from wechat_policy.hypertext import escaped
from wechat_policy.reporting.pages import Column, Listing, Told, Value
from wechat_policy.reporting.phrasing import counted, phrase, phrases
from wechat_policy.source import visible

SIZE = 50
"""Rows that are drawn at a time."""

_SPOKEN = ("found", "nothing", "page")


def inside_script(value: Any) -> str:
    """JSON that no reader of HTML or of scripts takes for anything else."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return told


def phrases_of(language: Language) -> str:
    """What the script of the page says."""
    return inside_script({key: phrases()[key][language] for key in _SPOKEN})


def payload(listing: Listing, classes: Callable[[Column], str]) -> dict[str, Any]:
    """The columns with their values: of words each once, and in the cells its number."""
    return {
        "count": len(listing.rows),
        "size": SIZE,
        "sort": listing.sort,
        "columns": [
            _column(column, [row[number] for row in listing.rows], classes(column))
            for number, column in enumerate(listing.columns)
        ],
    }


def _column(column: Column, values: Sequence[Value], name: str) -> dict[str, Any]:
    told: dict[str, Any] = {"key": column.key, "label": column.label, "kind": column.kind}
    told |= {"hidden": column.hidden, "choice": column.choice, "name": name}
    if column.tones:
        told["tones"] = {visible(words): tone for words, tone in column.tones.items()}
    if column.kind == "lines":
        return told | {"cells": values}
    if column.kind == "number":
        told["cells"] = [one.value if isinstance(one, Told) else one for one in values]
        return told | {"words": [visible(_words(one)) for one in values]}
    labels: dict[str, int] = {}
    told["cells"] = [labels.setdefault(_words(one), len(labels)) for one in values]
    return told | {"labels": [*map(visible, labels)]}


def _words(value: Value) -> str:
    if isinstance(value, int):
        return counted(value)
    return value.text if isinstance(value, Told) else str(value)


def controls(listing: Listing, language: Language) -> Iterator[str]:
    """The boxes to search and choose in, and where the number of what was found is told.

    They are shown by the script, without which they could do nothing.
    """
    title = phrase("filters", language)
    yield f'<div class="wp-choose" id="wp-choose" role="search" aria-label="{title}" hidden>'
    search, hint = phrase("search", language), phrase("search.hint", language)
    yield (
        f'<div class="wp-search"><label for="wp-search">{search} ({hint})</label>'
        '<input type="search" id="wp-search" autocomplete="off" spellcheck="false"></div>'
    )
    for one in listing.columns:
        if one.choice:
            yield (
                f'<div><label for="wp-by-{one.key}">{escaped(one.label)}</label>'
                f'<select id="wp-by-{one.key}"><option value="">{phrase("all", language)}</option>'
                "</select></div>"
            )
    yield f'<div><button type="button" id="wp-clear">{phrase("clear", language)}</button></div>'
    yield "</div>"
    yield '<p class="wp-found" id="wp-found" role="status" aria-live="polite"></p>'
