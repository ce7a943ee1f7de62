"""What a person is told of a verdict, as labelled lines: for text and HTML alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from wechat_policy.evidence import Found
from wechat_policy.penalties import Penalty, Sanction
from wechat_policy.source import WIDEST
from wechat_policy.verdict import Evidence, Trace, Undetermined, Verdict, Violation
from wechat_policy.wording import MOST, PHRASES, Wording, shown
from wechat_policy.words import canonical_path, spell

Line: TypeAlias = tuple[str, str]
"""A label and what stands behind it."""

_LITERAL = re.compile(r"""[0-9"“”＂「{']|$""")  # a value that the policy itself gives
_LONGEST_LINE = 1600  # cells: many short things, or one long remark


def chosen_parts(trace: Trace) -> tuple[tuple[Trace, ...], int]:
    """The parts of a condition to show, of many those that decided, and how many are left out."""
    if len(trace.parts) <= MOST:
        return trace.parts, 0
    numbers = range(len(trace.parts))
    first = sorted(numbers, key=lambda number: trace.parts[number].truth is not trace.truth)[:MOST]
    return tuple(trace.parts[number] for number in sorted(first)), len(trace.parts) - MOST


def heading(wording: Wording, verdict: Verdict) -> str:
    """What the verdict is on, and when that was."""
    kind = wording.phrase(f"kind.{verdict.kind}")
    if verdict.event is not None:
        kind = wording.phrase("say.pair", label=kind, value=shown(verdict.event))
    if verdict.event_type is not None:
        kind = wording.bracketed(kind, shown(spell("event", verdict.event_type, wording.language)))
    return wording.phrase("say.heading", kind=kind, time=wording.time(verdict.at))


def clause_name(wording: Wording, entry: Violation | Undetermined) -> str:
    """A clause by its title and id."""
    if not entry.title or entry.title == entry.clause:
        return shown(entry.clause)
    return wording.bracketed(shown(entry.title), shown(entry.clause))


def words_label(wording: Wording, found: Found) -> str:
    """The label of found words: evidence, and in which field."""
    return wording.bracketed(wording.phrase("label.words"), wording.path(found.field))


def verdict_lines(wording: Wording, verdict: Verdict) -> list[Line]:
    """What identifies a verdict."""
    return _lines(wording, verdict=verdict.id, revises=verdict.revises)


def violation_lines(
    wording: Wording, violation: Violation, verdict: Verdict, found: Sequence[Found]
) -> list[Line]:
    """All that is said of a violation but for its excerpts and its condition."""
    severity = violation.severity
    if severity is None and violation.grades:
        grades = wording.listed(map(shown, violation.grades))
        severity = wording.phrase("say.grades", grades=grades)
    settled = None
    if violation.settled_at is not None:
        delay = wording.length(violation.settled_at - violation.at)
        time = wording.time(violation.settled_at)
        settled = wording.phrase("say.settled", time=time, delay=delay)
    place = (violation.article, *_refs(wording, violation.refs))
    lines = _lines(wording, subject=wording.who(violation.subject))
    lines += _apart(wording, violation, verdict)
    lines += _lines(
        wording,
        under=_under(violation.policy, violation.version, place),
        severity=severity,
        tags=wording.listed(map(shown, violation.tags)),
    )
    for one in found:
        lines += _quoted(wording, one)
    return lines + _lines(
        wording,
        read=_read(wording, violation.evidence),
        facts=_facts(wording, violation),
        distance=_distance(wording, violation.distance),
        settled=settled,
        review=violation.review,
        remark=violation.remark,
    )


def undetermined_lines(wording: Wording, entry: Undetermined) -> list[Line]:
    """All that is said of an undecided clause but for its condition."""
    return _lines(
        wording,
        subject=wording.who(entry.subject),
        under=_under(entry.policy, "", _refs(wording, entry.refs)),
        missing=wording.listed(map(wording.path, entry.missing)),
    )


def penalty_lines(wording: Wording, penalty: Penalty, verdict: Verdict) -> list[Line]:
    """All that is said of a penalty but for whom it meets."""
    tier = tier_words(wording, penalty)
    return _apart(wording, penalty, verdict) + _lines(
        wording,
        under=_under(penalty.policy, penalty.version, penalty.articles),
        clauses=wording.listed(map(shown, penalty.clauses)),
        severity=penalty.severity,
        tier=tier,
        sanctions=sanction_words(wording, penalty.sanctions, penalty.open),
        next=penalty.then,
        lapses=None if penalty.lapses_at is None else wording.time(penalty.lapses_at),
        revises=penalty.revises,
    )


def tier_words(wording: Wording, penalty: Penalty) -> str:
    """Which row and step of the penalties was reached, and which of so many it is."""
    tier = tier_name(wording, penalty.tier)
    if penalty.count > 1:
        return wording.phrase("say.count", tier=tier, count=penalty.count)
    return tier


def sanction_words(wording: Wording, sanctions: Sequence[Sanction], open_list: bool) -> str:
    """Sanctions in words: those of one option together, the options as a choice."""
    options: dict[int, list[Sanction]] = {}
    for sanction in sanctions:
        options.setdefault(sanction.option, []).append(sanction)
    permitted = bool(sanctions) and all(sanction.may for sanction in sanctions)
    told = [
        wording.phrase("sanction.and").join(
            _sanction(wording, one, tell_may=not permitted) for one in option
        )
        for option in options.values()
    ]
    if open_list:
        told.append(wording.phrase("sanction.other"))
    joint = any(len(option) > 1 for option in options.values())
    choice = wording.phrase("sanction.or_joint" if joint else "sanction.or").join(told)
    if permitted:
        return wording.phrase("sanction.may", rest=choice)
    return choice or wording.phrase("sanction.none")


def condition_words(wording: Wording, trace: Trace) -> str:
    """A condition, without its parts, in one line: its words and the values that it saw."""
    # The words of a joint are those of its parts, but for a test that measures something itself.
    alone = not trace.joined or trace.values
    text = shown(trace.text, WIDEST) if alone else wording.phrase(f"joined.{trace.joined}")
    found = [one for one in dict.fromkeys(trace.evidence) if one.start is not None]
    covered = {canonical_path(one.field) for one in found}
    seen = [f"{wording.path(one.field)} = {wording.quoted(one.text)}" for one in found]
    seen += [
        f"{wording.path(name)} = {wording.value(value, name)}"
        for name, value in trace.values.items()
        if canonical_path(name) not in covered and not _LITERAL.match(name)
    ]
    return wording.bracketed(text, _some(wording, seen, "say.facts")) if seen else text


def _lines(wording: Wording, **told: str | None) -> list[Line]:
    return [
        (wording.phrase(f"label.{key}"), shown(value, _LONGEST_LINE))
        for key, value in told.items()
        if value
    ]


def _apart(wording: Wording, entry: Violation | Penalty, verdict: Verdict) -> list[Line]:
    """Event and time where they are not those of the verdict."""
    return _lines(
        wording,
        event=entry.event if entry.event != verdict.event else None,
        at=wording.time(entry.at) if entry.at != verdict.at else None,
    )


def _under(policy: str, version: str, places: Iterable[str]) -> str:
    named = f"{shown(policy)} {shown(version)}".rstrip()
    return " · ".join([named, *(shown(place) for place in places if place)])


def _refs(wording: Wording, refs: Sequence[str]) -> tuple[str, ...]:
    return (wording.phrase("say.ref", refs=wording.listed(map(shown, refs))),) if refs else ()


def _facts(wording: Wording, violation: Violation) -> str:
    """The facts that decided, each with its values; the violation's own event is told already."""
    facts: dict[str, list[str]] = {}
    for one in dict.fromkeys(violation.evidence):
        if one.start is None and (one.field, one.text) != ("event", violation.event):
            facts.setdefault(one.field, []).append(wording.value(one.text, one.field, WIDEST))
    told = [
        f"{wording.path(field)} = {_some(wording, values, 'say.list')}"
        for field, values in facts.items()
    ]
    return _some(wording, told, "say.facts")


def _quoted(wording: Wording, found: Found) -> list[Line]:
    told = []
    for one in found.quoted:
        start, end = (one.start or 0) + 1, one.end or 0
        key = "say.places" if end > start else "say.place"
        place = wording.phrase(key, start=start, end=end)
        told.append(wording.bracketed(wording.quoted(one.text, WIDEST), place))
    if found.more and not found.spans:
        told.append(wording.phrase("say.more", count=found.more))
    return [(words_label(wording, found), wording.listed(told))] if told else []


def _some(wording: Wording, told: list[str], joint: str) -> str:
    """The first of them, and how many more there are."""
    if len(told) > MOST:
        told = [*told[:MOST], wording.phrase("say.more", count=len(told) - MOST)]
    return wording.phrase(joint).join(told)


def _read(wording: Wording, evidence: Iterable[Evidence]) -> str:
    """Words that were found in a further reading, with what they stand for."""
    told = (
        wording.phrase(
            "say.read",
            text=wording.quoted(one.text),
            word=wording.quoted(one.word or ""),
            reading=spell("reading", one.reading, wording.language),
        )
        for one in evidence
        if one.reading is not None
    )
    return wording.listed(list(dict.fromkeys(told))[:MOST])


def _distance(wording: Wording, distance: str | None) -> str | None:
    reached, of, bound = map(wording.lasting, (distance or "").partition(" of "))
    return wording.phrase("say.distance", reached=reached, bound=bound) if of else distance


def tier_name(wording: Wording, tier: str) -> str:
    """`any`, `otherwise`, `repeat 3` and `#2` in the language; other heads are the author's."""
    told = []
    for part in tier.split(" + "):
        head, _, step = part.partition(" #")
        word, _, rest = head.partition(" ")
        if f"head.{word}" in PHRASES:
            times, _, severity = rest.partition(" ")
            if severity and wording.language == "en":
                severity = f" {severity}"
            head = wording.phrase(f"head.{word}", times=times, severity=severity)
        told.append(wording.phrase("head.step", head=head, step=step) if step else head)
    return " + ".join(told)


def _sanction(wording: Wording, sanction: Sanction, *, tell_may: bool) -> str:
    name = _sanction_name(wording, sanction.name)
    if sanction.display and sanction.display != name:
        name = wording.phrase("sanction.own", word=shown(sanction.display), name=name)
    told = name + _amount(wording, sanction)
    if above := [one for one in sanction.or_above if one != sanction.name]:
        names = wording.listed(_sanction_name(wording, one) for one in above)
        told += wording.phrase("sanction.above", names=names)
    if sanction.lasting == "unstated":
        told += wording.phrase("sanction.lasting_unstated")
    elif sanction.lasting:
        told += wording.phrase("sanction.lasting", length=wording.lasting(sanction.lasting))
    if sanction.sources:
        names = wording.listed(map(shown, sanction.sources))
        told += wording.phrase("sanction.sources", names=names)
    return wording.phrase("sanction.may", rest=told) if tell_may and sanction.may else told


def _sanction_name(wording: Wording, name: str) -> str:
    return shown(spell("sanction", name, wording.language).replace("_", " "))


def _amount(wording: Wording, sanction: Sanction) -> str:
    if sanction.low is None:
        return wording.phrase("sanction.unstated") if sanction.unstated else ""
    told = _figure(sanction.low)
    if sanction.high is not None and sanction.high != sanction.low:
        told += f"–{_figure(sanction.high)}"
    unit = spell("unit", sanction.unit or "", wording.language)
    return f" {told}{unit}" if unit in ("", "%") else f" {told} {unit}"


def _figure(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
