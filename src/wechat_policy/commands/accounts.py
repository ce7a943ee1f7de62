"""A person's accounts in words: entries with violations and penalties, duties, and what else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.engine.accounts import Statement, owed_duties, statements, told_words
from wechat_policy.engine.findings import Reported
from wechat_policy.engine.holdings import Holdings, Mention
from wechat_policy.engine.owing import Pending
from wechat_policy.errors import Language
from wechat_policy.evidence import located
from wechat_policy.penalties import Penalty
from wechat_policy.summary import Line, clause_name, penalty_lines, violation_lines
from wechat_policy.verdict import Verdict
from wechat_policy.wording import MOST, Wording, shown

_OF_PENALTIES = ("tier", "sanctions", "next", "lapses")
_SHOWN = frozenset({"entry", "penalty", "violation", "duty"})


def account_lines(held: Holdings, language: Language) -> Iterator[str]:
    """All that stands on the accounts of a person, in words, without line ends."""
    wording = Wording(language)
    yield _heading(held, wording)
    policy = None
    for one in statements(held):
        if one.policy != policy:
            policy = one.policy
            yield ""
            yield phrase("account", language, policy=shown(policy))
        yield ""
        yield from _statement(one, wording)
    duties = owed_duties(held)
    if duties:
        yield ""
        yield phrase("duties", language)
        for clause, duty in duties:
            told = duty_words(Pending.of(duty, clause), wording, overdue=bool(duty.late))
            yield f"  {told}"
    others = {kind: count for kind, count in held.counts().items() if kind not in _SHOWN}
    if others:
        yield ""
        yield phrase("also_held", language, parts=counted(others, language))
    yield ""
    yield phrase("closing", language)


def _heading(held: Holdings, wording: Wording) -> str:
    if held.clock is None:
        return shown(held.person)
    time = wording.time(held.clock)
    return phrase("as_of", wording.language, person=shown(held.person), time=time)


def _statement(one: Statement, wording: Wording) -> Iterator[str]:
    kind = shown(one.event or one.id)
    yield "  " + wording.phrase("say.heading", kind=kind, time=wording.time(one.at))
    verdict = Verdict(one.id, "event", one.at, one.event)
    for reported in one.reported:
        violation = attrs.evolve(reported.violation, evidence=told_words(reported.violation))
        status = wording.phrase(f"status.{violation.status}")
        name = clause_name(wording, violation)
        yield "    " + wording.phrase("say.pair", label=status, value=name)
        lines = violation_lines(wording, violation, verdict, located(violation.evidence, None))
        subject = wording.phrase("label.subject")
        yield from _pairs(wording, (line for line in lines if line[0] != subject))
        yield from _pairs(wording, _findings(reported, wording))
    penalty = one.standing.penalty
    if penalty is not None:
        yield "    " + wording.phrase("status.penalty")
        yield from _pairs(wording, _penalty(penalty, verdict, wording))


def _penalty(penalty: Penalty, verdict: Verdict, wording: Wording) -> Iterator[Line]:
    wanted = {wording.phrase(f"label.{name}") for name in _OF_PENALTIES}
    return (line for line in penalty_lines(wording, penalty, verdict) if line[0] in wanted)


def _findings(one: Reported, wording: Wording) -> list[Line]:
    if not one.facts:
        return []
    told = [f"{wording.path(name)} = {wording.value(fact, name)}"
            for name, fact in one.facts.items()]  # fmt: skip
    joint = wording.phrase("say.facts")
    return [(phrase("findings", wording.language), joint.join(told))]


def _pairs(wording: Wording, lines: Iterable[Line]) -> Iterator[str]:
    for label, value in lines:
        yield "      " + wording.phrase("say.pair", label=label, value=value)


def duty_words(one: Pending, wording: Wording, *, overdue: bool = False) -> str:
    """A duty in one line: when it is due or was, under which clause, and since when."""
    return phrase(
        "overdue" if overdue else "open_duty", wording.language, due=wording.time(one.due),
        clause=shown(one.clause), policy=shown(one.policy), since=wording.time(one.opened),
        event=shown(one.event),
    )  # fmt: skip


def counted(counts: Mapping[str, int], language: Language) -> str:
    """Counts by kind in words."""
    told = (phrase(f"held.{kind}", language, count=count) for kind, count in counts.items())
    return listed(told, language)


def mention_lines(named_in: list[Mention], language: Language) -> Iterator[str]:
    """What still names a person, in words: the first of it, and how much more there is."""
    if not named_in:
        return
    yield phrase("named_in", language)
    for one in named_in[:MOST]:
        place = [shown(part) for part in (one.policy, one.clause, one.id) if part]
        yield "  " + phrase(f"named.{one.kind}", language, place=" · ".join(place)).rstrip()
    if len(named_in) > MOST:
        yield "  " + phrase("and_more", language, count=len(named_in) - MOST)


def account_rows(held: Holdings, duties: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same as JSON: an object for each entry, then one for each duty."""
    for one in statements(held):
        yield {"kind": "entry", "person": held.person, **one.to_dict()}
    for duty in duties:
        yield {"kind": "duty", "person": held.person, **duty}
