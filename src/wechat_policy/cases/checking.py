"""What is wrong with a file of cases beyond its syntax; what passes here can be played."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly, Placed
from wechat_policy.cases.playing import PlayableCase, bindings_of
from wechat_policy.checking import examples, sanctions
from wechat_policy.checking.ground import Ground, fault, spot, words
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic, Related
from wechat_policy.examples import PolicyUnderTest
from wechat_policy.source import Span
from wechat_policy.staging import Drama, Unplayable
from wechat_policy.suggestion import nearest

_CHECKS = (
    examples.events_can_happen,
    examples.rows_are_known,
    examples.facts_can_be_told,
    examples.facts_have_values_of_theirs,
    examples.times_can_pass,
    examples.moments_are_plain,
    sanctions.sanctions_are_known,
    sanctions.amounts_are_amounts,
    sanctions.sanctions_last_a_time,
)
"""Checks of a policy that hold for the steps and the expectations of a case."""

_NEEDED = (nodes.Header, nodes.Ladder, nodes.Parameter)
_QUANTITIES = (nodes.Quantity, nodes.Worked)


def case_faults(
    document: nodes.Document, tested: PolicyUnderTest | None, torn: bool = False
) -> Iterator[Diagnostic]:
    """All faults of a file of cases; those that need its policy only where there is one.

    Of a text that is `torn`, because not all of it could be read, nothing is said to be missing.
    """
    yield from _heads(document)
    yield from _names(document)
    if not torn:
        yield from _missing(document)
    if tested is None:
        return
    found = [*_steps(document, tested), *_clauses(document, tested)]
    found += _parameters(document, tested)
    yield from found
    if not torn and not any(one.level == "error" for one in found):
        yield from _scenes(document, tested)


def shared(
    document: nodes.Document,
) -> tuple[tuple[nodes.Parameter, ...], tuple[nodes.WithRow, ...]]:
    """The parameters and the rows of a file's head."""
    items = [item for head in document.all(nodes.Cases) for item in head.items]
    return (
        tuple(item for item in items if isinstance(item, nodes.Parameter)),
        tuple(item for item in items if isinstance(item, nodes.WithRow)),
    )


def _heads(document: nodes.Document) -> Iterator[Diagnostic]:
    """A file tests one policy."""
    first, *more = document.all(nodes.Cases) or (None,)
    for head in more:
        assert first is not None
        earlier = Related(first.name_span, "first_stated")
        yield fault(
            "E120", document, head.name_span, name=words(document, head.name_span),
            related=[earlier],
        )  # fmt: skip


def _names(document: nodes.Document) -> Iterator[Diagnostic]:
    """Each case has a name of its own."""
    first: dict[str, Span] = {}
    for case in document.all(nodes.Case):
        if case.name in first:
            earlier = Related(first[case.name], "first_stated")
            yield fault("E404", document, case.name_span, name=case.name, related=[earlier])
        first.setdefault(case.name, case.name_span)


def _missing(document: nodes.Document) -> Iterator[Diagnostic]:
    """There is a case, and each expects something."""
    cases = document.all(nodes.Case)
    if not cases:
        yield fault("E406", document, Span(0, 0))
    for case in cases:
        if not any(isinstance(item, nodes.Finding | nodes.Imposed) for item in case.items):
            yield fault("E405", document, case.name_span, name=case.name)


def _steps(document: nodes.Document, tested: PolicyUnderTest) -> Iterator[Diagnostic]:
    """Events, facts, rows and sanctions are ones that there are."""
    placed = [one for one in tested.assembly.placed if isinstance(one.section, _NEEDED)]
    placed += [Placed(section, document) for section in document.sections]
    for section in document.sections:
        if isinstance(section, nodes.Cases | nodes.Case):
            played = nodes.Example(True, _played(section), span=section.span)
            placed.append(Placed(nodes.Clause("", (played,), span=section.span), document))
    ground = Ground.of(Assembly(document, tuple(placed), ()))
    nowhere = Places(())
    told = set()
    for demand in _CHECKS:
        for one in demand(ground, nowhere):
            place = one.code, one.span
            if one.source is document.source and place not in told:
                told.add(place)
                yield one


def _played(
    section: nodes.Cases | nodes.Case,
) -> tuple[nodes.Happen | nodes.Advance | nodes.WithRow, ...]:
    steps: list[nodes.Happen | nodes.Advance | nodes.WithRow] = []
    for item in section.items:
        if isinstance(item, nodes.Occurrence):
            # A text of a case is a message: there is no clause whose event it could be.
            steps += (attrs.evolve(one, event=one.event or "message") for one in item.steps)
        elif isinstance(item, nodes.WithRow | nodes.Advance):
            steps.append(item)
    return tuple(steps)


def _clauses(document: nodes.Document, tested: PolicyUnderTest) -> Iterator[Diagnostic]:
    """An expectation names a clause of the policy."""
    for case in document.all(nodes.Case):
        for item in case.items:
            if isinstance(item, nodes.Finding) and item.clause not in (None, *tested.clauses):
                assert item.clause is not None
                span = spot(document, item.span, item.clause)
                yield fault(
                    "E112", document, span, name=item.clause,
                    suggestion=nearest(item.clause, tested.clauses),
                )  # fmt: skip


def _parameters(document: nodes.Document, tested: PolicyUnderTest) -> Iterator[Diagnostic]:
    """A parameter that is bound is one of the policy, and its value is of the default's kind."""
    declared = tested.assembly.all(nodes.Parameter)
    for section in document.sections:
        if not isinstance(section, nodes.Cases | nodes.Case):
            continue
        for item in section.items:
            if not isinstance(item, nodes.Parameter):
                continue
            span = spot(document, item.span, item.name)
            if item.name not in declared:
                meant = nearest(item.name, declared)
                yield fault("E407", document, span, name=item.name, suggestion=meant)
                continue
            default, place = declared[item.name]
            if not _alike(item.value, default.value, tested):
                yield fault(
                    "E408", document, item.value.span if item.value.span.end else span,
                    name=item.name, default=words(place, default.value.span),
                )  # fmt: skip


def _alike(
    value: nodes.Operand | nodes.Worked,
    default: nodes.Operand | nodes.Worked,
    tested: PolicyUnderTest,
) -> bool:
    """Whether a value can take the place of a default."""
    if isinstance(value, nodes.Worked) and value.hours not in tested.assembly.all(nodes.HoursTable):
        return False
    if isinstance(value, _QUANTITIES) and isinstance(default, _QUANTITIES):
        return _measured(value) == _measured(default)
    return type(value) is type(default)


def _measured(value: nodes.Quantity | nodes.Worked) -> str:
    """What a quantity is of: time, or what its unit says."""
    unit = value.unit if isinstance(value, nodes.Quantity) else value.value.unit
    return unit if unit in ("CNY", "%", "chars", "times") else "time"


def _scenes(document: nodes.Document, tested: PolicyUnderTest) -> Iterator[Diagnostic]:
    """Each case can be laid out in time, and whoever it asks about occurs in it."""
    parameters, rows = shared(document)
    for case in document.all(nodes.Case):
        playable = PlayableCase(document.source, case, parameters, rows)
        try:
            drama = playable.staged(tested.policy(bindings_of(parameters, case)))
        except Unplayable as unplayable:
            if unplayable.fault is None:
                yield fault("E409", document, unplayable.span)
            else:
                told = unplayable.fault
                yield Diagnostic(
                    "E410", document.source, unplayable.span,
                    facts={"fault": told.render("en"), "fault.zh": told.render("zh")},
                )  # fmt: skip
        else:
            yield from _strangers(case, drama, document)


def _strangers(case: nodes.Case, drama: Drama, document: nodes.Document) -> Iterator[Diagnostic]:
    known = {row["id"] for kind in ("people", "accounts") for row in drama.directory[kind]}
    for item in case.items:
        if not isinstance(item, nodes.Finding | nodes.Imposed) or item.who is None:
            continue
        if item.who not in known and item.who != "organization":
            meant = nearest(item.who, known)
            yield fault("W401", document, item.span, name=item.who, suggestion=meant)
