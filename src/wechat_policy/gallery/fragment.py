"""A policy as a piece of HTML, for notebooks: told in plain words, or as it was compiled."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy.errors import Language
from wechat_policy.gallery.labels import LABELS, Told
from wechat_policy.gallery.markdown import norms
from wechat_policy.gallery.sheet import Sheet
from wechat_policy.hypertext.fragments import Fragment, article, escaped, pairs, table
from wechat_policy.policy import (
    Clause,
    DailyNorm,
    DeadlineNorm,
    EventNorm,
    LimitNorm,
    PeriodicNorm,
    PermitNorm,
    Policy,
)

_KINDS = {
    EventNorm: ("forbids or requires", "不得或须"),
    LimitNorm: ("limits", "限量"),
    DeadlineNorm: ("sets a deadline", "限期"),
    DailyNorm: ("sets a daily duty", "每日须办"),
    PeriodicNorm: ("sets a periodic duty", "定期须办"),
    PermitNorm: ("permits", "允许"),
}
"""What a compiled norm does, English and Chinese; whether it forbids or requires is in its text."""


def sheet_html(sheet: Sheet, language: Language = "zh") -> Fragment:
    """A policy in plain words, as one `article` element that needs nothing else."""
    return Fragment(article("policy", language, _sheet(sheet, language)))


def policy_html(policy: Policy, language: Language = "zh") -> Fragment:
    """What a compiled policy says of itself, as one `article` element that needs nothing else."""
    return Fragment(article("policy", language, _policy(policy, language)))


def _sheet(sheet: Sheet, language: Language) -> Iterator[str]:
    facts = {
        "version": sheet.version,
        "effective": sheet.effective,
        "base": ", ".join(sheet.bases),
        "articles": sheet.articles,
    }
    yield from _opening(f"{sheet.id} {sheet.title}".strip(), facts, language)
    rows = (
        [_name(one.name, one.title), *_told(language, norms(one), one.severity, one.penalty)]
        for one in sheet.clauses
    )
    yield from _part(language, "clauses", ("clause", "words", "severity", "penalty"), rows, True)
    rows = ([one.name, *_told(language, one.default), one.remark] for one in sheet.parameters)
    yield from _part(language, "parameters", ("parameter", "default", "remark"), rows)
    rows = (_told(language, *pair) for pair in sheet.penalties)
    yield from _part(language, "penalties", ("for", "follows"), rows)
    rows = ([f"{one.article}\n{one.refs}".strip(), one.text] for one in sheet.notes)
    yield from _part(language, "notes", ("article", "reason"), rows)


def _policy(policy: Policy, language: Language) -> Iterator[str]:
    effective = policy.effective.isoformat() if policy.effective else ""
    facts = {"version": policy.version, "effective": effective}
    yield from _opening(f"{policy.id} {policy.title}".strip(), facts, language)
    rows = (
        [_name(one.id, one.title), one.article, _does(one, language), one.severity or ""]
        for one in policy.clauses
    )
    yield from _part(language, "clauses", ("clause", "article", "words", "severity"), rows, True)
    notes = ([f"{one.article}\n{'、'.join(one.refs)}".strip(), one.text] for one in policy.notes)
    yield from _part(language, "notes", ("article", "reason"), notes)


def _does(clause: Clause, language: Language) -> str:
    told = (_KINDS[type(norm)][language == "zh"] for norm in clause.norms)
    return ("、" if language == "zh" else ", ").join(dict.fromkeys(told))


def _name(name: str, title: str) -> str:
    return title if title == name or not name else f"{title}\n{name}".strip()


def _told(language: Language, *things: Told) -> list[str]:
    return [one.in_(language)[0] for one in things]


def _label(key: str, language: Language) -> str:
    return LABELS[key][language == "zh"]


def _opening(name: str, facts: dict[str, str], language: Language) -> Iterator[str]:
    yield f'<p><strong dir="auto">{escaped(name)}</strong></p>'
    yield from pairs((_label(key, language), value) for key, value in facts.items() if value)


def _part(
    language: Language,
    key: str,
    columns: tuple[str, ...],
    rows: Iterator[list[str]],
    opened: bool = False,
) -> Iterator[str]:
    """A table that can be folded; nothing where it would be empty."""
    told = list(rows)
    if told:
        state = " open" if opened else ""
        yield f"<details{state}><summary>{_label(key, language)} ({len(told)})</summary>"
        yield from table([_label(one, language) for one in columns], told)
        yield "</details>"
