"""What a name of the author's stands for, as Markdown: words, values, hours, norms told plainly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wechat_policy import nodes
from wechat_policy.errors import Language
from wechat_policy.language_server.pages import Declared, Page
from wechat_policy.plain.conditions import opened
from wechat_policy.plain.hours import dates, shifts
from wechat_policy.plain.norms import sentence
from wechat_policy.plain.penalties import AnyRow, row, rows_for
from wechat_policy.plain.voice import Voice
from wechat_policy.wordlists import UnreadableWords, build_lexicon

_FEW = 10
"""Words of a lexicon that are shown."""

_LABELS = {
    "clause": ("clause", "条款"), "lexicon": ("lexicon", "词库"), "hours": ("hours", "工时"),
    "days": ("table of days", "日期表"), "parameter": ("parameter", "参数"),
    "condition": ("condition", "条件"), "severity": ("severity", "情节"), "tag": ("tag", "标签"),
    "variable": ("member of a list", "名单里的每一个"), "own": ("word of your own", "自定义的词"),
}  # fmt: skip


def told(page: Page, one: Declared, language: Language) -> str:
    """What a declared name stands for."""
    voice = page.voice(language)
    label = _LABELS[one.kind][language == "zh"]
    lines = [f"**{label}** `{one.name}`"]
    match one.section:
        case nodes.Clause() as clause:
            lines = [*_clause(clause, label), *_norms(clause, page, voice)]
        case nodes.Lexicon():
            lines += _lexicon(page, one.name, voice)
        case nodes.HoursTable() as hours:
            lines += _hours(hours, voice)
        case nodes.DateTable() as table:
            lines.append(dates(table, voice))
        case nodes.Parameter(_, value, remark):
            lines.append(voice.say("Default: {v}", "默认值：{v}", v=voice.value_of(value)))
            lines.append(remark or "")
        case nodes.Definition(_, condition):
            lines.append(opened(condition, voice))
        case nodes.Severities(names):
            lines.append(" < ".join(f"`{name}`" for name in names))
            lines += _rows([r for r in _all_rows(page) if _is_for(r, one.name)], voice)
    if one.source is not page.source:
        name = Path(one.source.name).name
        lines.append(voice.say("From `{name}`.", "取自 `{name}`。", name=name))
    return "\n\n".join(line for line in lines if line)


def _clause(clause: nodes.Clause, label: str) -> Iterator[str]:
    title = next((item.value for item in clause.items if isinstance(item, nodes.Title)), "")
    yield f"**{label}** `{clause.name}` {title}".rstrip()
    for item in clause.items:
        if isinstance(item, nodes.Cites):
            yield " · ".join(part for part in (item.article, ", ".join(item.refs)) if part)


def _norms(clause: nodes.Clause, page: Page, voice: Voice) -> Iterator[str]:
    for norm in clause.norms:
        yield sentence(norm, voice).replace("\n", "  \n")
    grades: tuple[str, ...] = ()
    for item in clause.items:
        if isinstance(item, nodes.Severity):
            grades = (item.name,)
        elif isinstance(item, nodes.Graded):
            grades = (item.lowest, item.highest)
    if grades:
        told = " … ".join(f"`{grade}`" for grade in grades)
        yield voice.say("Severity: {told}", "情节：{told}", told=told)
    yield from _rows(rows_for(clause, grades, _all_rows(page)), voice)


def _all_rows(page: Page) -> list[AnyRow]:
    return [
        line
        for section in page.sections()
        if isinstance(section, nodes.Penalties)
        for line in section.rows
    ]


def _is_for(line: AnyRow, severity: str) -> bool:
    return isinstance(line, nodes.Row) and line.head == nodes.NameHead(severity)


def _rows(lines: list[nodes.Row] | list[AnyRow], voice: Voice) -> Iterator[str]:
    if lines:
        told = [" → ".join(row(line, voice)) for line in lines]
        yield "\n".join(f"- {line}" for line in told)


def _hours(hours: nodes.HoursTable, voice: Voice) -> Iterator[str]:
    head = voice.say("| days | times |", "| 日子 | 时间 |")
    rows = []
    for shift in hours.shifts:
        days, _, times = shifts(nodes.HoursTable("", (shift,), None), voice).rpartition(" ")
        rows.append(f"| {days} | {times} |")
    yield "\n".join([head, "| --- | --- |", *rows])
    if hours.timezone:
        yield hours.timezone


def _lexicon(page: Page, name: str, voice: Voice) -> Iterator[str]:
    definitions = {
        one.name: (one.section, Path(one.source.name).parent)
        for one in page.declared.get("lexicon", {}).values()
        if isinstance(one.section, nodes.Lexicon)
    }
    try:
        lexicon = build_lexicon(name, definitions)
    except (KeyError, RecursionError, UnreadableWords):
        yield voice.say("Its words cannot be read.", "读不出其中的词。")
        return
    words = "、".join(entry.word for entry in lexicon.entries[:_FEW])
    more = "…" if len(lexicon.entries) > _FEW else ""
    yield voice.say(
        "{n} words: {words}", "{n} 个词：{words}", n=len(lexicon.entries), words=words + more
    )
    if lexicon.protects:
        some = "、".join(lexicon.protects[:_FEW])
        yield voice.say("not in: {some}", "不含：{some}", some=some)
