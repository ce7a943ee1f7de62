"""A policy as a table to print, read and sign: one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from wechat_policy.gallery.labels import Languages, Told, label, language_of, same
from wechat_policy.gallery.markdown import norms
from wechat_policy.gallery.sheet import Sheet
from wechat_policy.hypertext.fragments import TAGS, escaped

STYLE = """\
:root{color-scheme:light}
body{font:11pt/1.5 serif;margin:1.5cm;color:#000;background:#fff}
:lang(zh){font-family:sans-serif}
h1{font-size:16pt;margin:0 0 .3em}
p{margin:.2em 0 .6em}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:1px solid #444;padding:.3em .4em;vertical-align:top;text-align:start;\
overflow-wrap:anywhere}
th{background:#eee}
td p{margin:0 0 .3em}
.article{width:11%}.clause{width:15%}.penalty{width:15%}.judged{width:10%}.signature{width:10%}
.name{color:#555;font-size:9pt}
footer{margin-top:1.5em}
footer span{display:inline-block;min-width:14em;border-bottom:1px solid #000;margin:1.2em 1em 0 0}
@page{size:A4 landscape;margin:1.2cm}
@media print{body{margin:0;font-size:9pt}thead{display:table-header-group}tr{break-inside:avoid}}
"""
_COLUMNS = ("article", "clause", "words", "penalty", "judged", "signature")


def sign_off(sheet: Sheet, languages: Languages) -> str:
    """The page; all that comes from the policy is escaped."""
    return "\n".join(_page(sheet, languages)) + "\n"


def _page(sheet: Sheet, languages: Languages) -> Iterator[str]:
    title = escaped(f"{sheet.id} {sheet.title}".strip())
    yield "<!doctype html>"
    yield f'<html lang="{TAGS[language_of(languages)]}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1>{title}</h1>"
    facts = {"version": sheet.version, "effective": sheet.effective, "articles": sheet.articles}
    told = "; ".join(
        f"{_label(key, languages)}: {escaped(value)}" for key, value in facts.items() if value
    )
    if told:
        yield f"<p>{told}</p>"
    yield "<table>"
    yield "<thead><tr>"
    for key in _COLUMNS:
        yield f'<th class="{key}" scope="col">{_label(key, languages)}</th>'
    yield "</tr></thead>"
    yield "<tbody>"
    for one in sheet.clauses:
        yield "<tr>"
        yield f"<td>{_cell(same(one.article), languages)}{_small(one.refs)}</td>"
        name = "" if one.title == one.name else one.name
        yield f"<td>{_cell(same(one.title), languages)}{_small(name)}</td>"
        yield f"<td>{_cell(norms(one), languages)}</td>"
        yield f"<td>{_cell(one.severity, languages)}{_cell(one.penalty, languages)}</td>"
        yield f"<td>{_cell(one.judged, languages)}</td>"
        yield "<td></td>"
        yield "</tr>"
    yield "</tbody>"
    yield "</table>"
    yield f"<p>{_cell(label('closing'), languages)}</p>"
    lines = "<span></span>" * 3
    yield f"<footer>{_label('agreed', languages)}<br>{lines}</footer>"
    yield "</body>"
    yield "</html>"


def _label(key: str, languages: Languages) -> str:
    return " ".join(escape(one) for one in label(key).in_(languages))


def _small(text: str) -> str:
    return f'<p class="name">{escaped(text)}</p>' if text else ""


def _cell(told: Told, languages: Languages) -> str:
    """A thing in a cell, each language in its own paragraph and marked as such."""
    shown = told.in_(languages)
    codes = ("zh-CN", "en") if len(shown) == 2 else (TAGS[language_of(languages)],)
    return "".join(
        f'<p lang="{code}">{"<br>".join(map(escaped, text.splitlines()))}</p>'
        for code, text in zip(codes, shown, strict=True)
        if text
    )
