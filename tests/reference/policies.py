"""Hypothesis strategies for small policies that make sense, as texts, over a few kinds of events.

`policies` are held against the histories and directories of `happenings`, which name the same
people, words, lengths of time and events.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from reference.happenings import directories, histories
from reference.phrases import (
    ABOUT,
    ANYWHERE,
    DAILIES,
    DEADLINES,
    HEAD,
    KEYS,
    LENGTHS,
    LIMITS,
    PERIODICS,
    PERIODS,
    SAID,
    SANCTIONS,
    SHAPES,
    SHAPES_OF_CONTENT,
    WINDOWS,
)
from wechat_policy import nodes
from wechat_policy.parser import parse
from wechat_policy.source import Source

__all__ = ["directories", "documents", "histories", "policies", "scenarios"]


def conditions(draw: st.DrawFn, event: str) -> str:
    """A condition on events of a type, of one to three tests."""
    tests = st.sampled_from((*ABOUT[event], *ABOUT[event], *ANYWHERE))
    shape = draw(st.sampled_from((*SHAPES, *SHAPES_OF_CONTENT) if event in SAID else SHAPES))
    return shape.format(*(draw(tests) for _ in range(3)))


def _filter(draw: st.DrawFn, event: str, sometimes: int = 3) -> str:
    """` where (…)`, or nothing."""
    if event not in ABOUT or draw(st.integers(0, sometimes)):
        return ""
    return f" where ({conditions(draw, event)})"


def _terms(draw: st.DrawFn, event: str, *, always: bool = False) -> str:
    """`when`, `unless` and `blame`, each or none."""
    parts = []
    if always or draw(st.integers(0, 2)):
        parts.append(f" when {conditions(draw, event)}")
    if not draw(st.integers(0, 3)):
        parts.append(f" unless {conditions(draw, event)}")
    if event in SAID and not draw(st.integers(0, 6)):
        parts.append(
            draw(st.sampled_from((" blame recipients", " blame group.owner", ' blame "客服部"')))
        )
    return "".join(parts)


def _by_event(draw: st.DrawFn) -> str:
    """forbid or require, of any strength."""
    event = draw(st.sampled_from((*SAID, *SAID, *ABOUT)))
    pattern = event
    if event == "report":
        pattern = "report of " + draw(st.sampled_from(("improper_conduct", "unlawful_activity")))
    pattern += _filter(draw, event)
    if event == "message" and not draw(st.integers(0, 5)):
        pattern += ", announcement.publish"
    if draw(st.integers(0, 2)):
        verb = draw(st.sampled_from(("forbid", "forbid", "forbid", "should not", "suspect")))
        return f"{verb} {pattern}{_terms(draw, event, always=event != 'report')}"
    verb = draw(st.sampled_from(("require", "require", "should")))
    condition = conditions(draw, event)
    if verb == "should" and condition.startswith("not "):
        condition = f"({condition})"  # `should not` is another word
    return f"{verb} {condition} on {pattern}{_terms(draw, event)}"


def _limit(draw: st.DrawFn) -> str:
    measured = draw(st.sampled_from(LIMITS))
    bounds = ["1", "2", "3", "few"]
    if measured.startswith("share"):
        bounds = ["0%", "30%", "50%"]
    elif measured.startswith("span"):
        bounds = ["10m", "20m"]
    elif measured.startswith("sum"):
        bounds = ["100 CNY", "200 CNY"]
    bound, window = draw(st.sampled_from(bounds)), draw(st.sampled_from(WINDOWS))
    verb = draw(st.sampled_from(("limit", "limit", "limit", "should limit")))
    # A family or several types have no more in common than content has.
    terms = _terms(draw, "message")
    return f"{verb} {measured} to {bound} per {window}{draw(st.sampled_from(KEYS))}{terms}"


def _norm(draw: st.DrawFn, others: Sequence[str]) -> str:
    """One norm; `others` are the clauses that stand before."""
    kind = draw(st.integers(0, 15))
    if kind < 5:
        return _by_event(draw)
    if kind < 8:
        return _limit(draw)
    if kind < 11 or (kind > 13 and not others):
        text = draw(st.sampled_from(DEADLINES))
        event = text.split()[1].split("{")[0]
        text = text.format(c=_filter(draw, event, 1), d=draw(st.sampled_from(LENGTHS)))
        if event in ABOUT and not draw(st.integers(0, 3)):
            text += f" when {conditions(draw, event)}"
        return text
    days = draw(st.sampled_from(("workdays", "everyday", "monday-friday", "weekends")))
    if kind == 11:
        return draw(st.sampled_from(DAILIES)).format(days=days)
    if kind < 14:
        return draw(st.sampled_from(PERIODICS)).format(d=draw(st.sampled_from(PERIODS)))
    other = draw(st.sampled_from(others))
    if kind == 14:
        event = draw(st.sampled_from((*SAID, "login", "approval.decide")))
        return f"permit {event} lifts {other} when {conditions(draw, event)}"
    length = draw(st.sampled_from(LENGTHS))
    key = draw(st.sampled_from(("person = that.subject", "target = that.id")))
    blame = draw(st.sampled_from((' blame "合规部"', "", " blame that.subject")))
    return f"after violation {other} within {length} require moderation.apply by {key}{blame}"


@st.composite
def policies(draw: st.DrawFn, id: str = "small") -> str:
    """The text of a policy of one to six clauses."""
    names: list[str] = []
    sections = []
    for number in range(draw(st.sampled_from((3, 1, 2, 3, 4, 4, 5, 6)))):
        lines = [f"clause c{number}"]
        lines += [_norm(draw, names) for _ in range(draw(st.sampled_from((1, 1, 1, 2))))]
        severity = draw(st.sampled_from(("minor", "minor", "serious", "grave", "", "graded")))
        if severity == "graded":
            lines.append("graded minor..grave")
        elif severity:
            lines.append(f"severity {severity}")
        if not draw(st.integers(0, 4)):
            lines.append("tag leak")
        unknown = draw(st.sampled_from(("", "", "review", "review", "violate", "ignore")))
        if unknown:
            lines.append(f"if unknown {unknown}")
        sections.append("\n  ".join(lines))
        names.append(f"c{number}")
    head = HEAD.format(
        id=id,
        zone=draw(st.sampled_from(("Asia/Shanghai", "Asia/Shanghai", "UTC"))),
        effective=draw(st.sampled_from(("", "", "", "  effective from 2026-03-02\n"))),
        few=draw(st.sampled_from(("1", "2"))),
        pause=draw(st.sampled_from(("5m", "10m", "20m"))),
        severities=draw(st.sampled_from(("", "severities minor < serious < grave\n"))),
    )
    return "\n\n".join((head, *sections, *_penalties(draw, names))) + "\n"


def _penalties(draw: st.DrawFn, clauses: Sequence[str]) -> list[str]:
    """The penalties section, or none now and then."""
    if not draw(st.integers(0, 5)):
        return []
    rows = ["minor", "serious"]
    rows += [one for one in ("grave", "any", "otherwise", "tag leak") if draw(st.booleans())]
    if not draw(st.integers(0, 3)):
        rows.append(draw(st.sampled_from(list(clauses))))
    lines = [f"{head}: {_tiers(draw)}" for head in rows]
    if not draw(st.integers(0, 3)):
        lines.append(f"serious when harm = major: {draw(st.sampled_from(SANCTIONS))}")
    if draw(st.booleans()):
        times, window = draw(st.sampled_from((2, 3))), draw(st.sampled_from(("1d", "1h", "month")))
        raised = "minor", "serious"
        if "grave" in rows:
            raised = draw(st.sampled_from(("minor", "serious", "any"))), "grave"
        lines.append(f"repeat {times} {raised[0]} within {window}: as {raised[1]}")
    if not draw(st.integers(0, 3)):
        lines.append("cumulative")
    if not draw(st.integers(0, 3)):
        lines.append(f"lapse after {draw(st.sampled_from(('1h', '2h', '1d')))}")
    return ["penalties\n  " + "\n  ".join(lines)]


def _tiers(draw: st.DrawFn) -> str:
    sanction = st.sampled_from(SANCTIONS)
    if not draw(st.integers(0, 2)):
        return draw(sanction)
    window = draw(st.sampled_from(("1d", "month", "1h", "week", "day")))
    steps = [f"{draw(sanction)} for first {draw(st.sampled_from((1, 1, 2)))} per {window}"]
    if draw(st.booleans()):
        steps.append(f"{draw(sanction)} for first {draw(st.integers(2, 4))} per {window}")
    return ", then ".join((*steps, draw(sanction)))


def document(text: str, name: str = "small") -> nodes.Document:
    """The tree of a text that has to be right."""
    tree, faults = parse(Source(name, text))
    assert not faults, "\n".join(fault.render() for fault in faults) + text
    return tree


def documents() -> st.SearchStrategy[nodes.Document]:
    """The trees of `policies`."""
    return policies().map(document)


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[list[str], dict[str, Any], list[Any]]:
    """The texts of one or two policies, a directory, and inputs."""
    texts = [draw(policies())]
    if not draw(st.integers(0, 4)):
        texts.append(draw(policies(id="second")))
    return texts, draw(directories()), draw(histories())
