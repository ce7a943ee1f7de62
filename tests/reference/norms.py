"""Norms that the event itself decides: forbid, require, limit, and the permits before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import attrs

from reference.book import Book
from reference.conditions import holds
from reference.history import Record, joined, meets_any, present_keys
from reference.measures import latest_run, measured
from reference.operands import operand, summed
from reference.truth import Truth, both, compare, either, opposite
from reference.values import UNKNOWN, Moment, Scope, persons
from wechat_policy import nodes
from wechat_policy.vocabulary import vocabulary

Status = Literal["violation", "suspected", "advisory", "undetermined"]
RANKS: tuple[Status, ...] = ("violation", "suspected", "advisory", "undetermined")


@attrs.frozen(eq=False)
class Finding:
    """What a clause says of an event and one subject."""

    clause: nodes.Clause
    subject: str | None
    status: Status
    moment: Moment


def judged(book: Book, moment: Moment) -> list[Finding]:
    """What a policy finds in an event, one finding for each clause and subject."""
    memo, key = moment.timeline.memo, ("judged", id(book), moment.position)
    if key not in memo:
        memo[key] = _judged(book, moment) if book.in_force(moment.at) else []
    found: list[Finding] = memo[key]
    return found


def _judged(book: Book, moment: Moment) -> list[Finding]:
    found: list[Finding] = []
    for clause in book.clauses:
        by_subject: dict[str | None, Status] = {}
        for norm in clause.norms:
            for subject, status in _verdicts(book, clause, norm, moment):
                known = by_subject.get(subject, status)
                by_subject[subject] = min(known, status, key=RANKS.index)
        found += [Finding(clause, who, status, moment) for who, status in by_subject.items()]
    return found


def _verdicts(
    book: Book, clause: nodes.Clause, norm: nodes.AnyNorm, moment: Moment
) -> list[tuple[str | None, Status]]:
    """Whom a norm finds at fault in an event, and how surely."""
    trace: list[Any] = []
    scope = Scope(book, moment, trace=trace)
    if isinstance(norm, nodes.Limit):
        answers = limited(book, clause, norm, moment, trace)
    elif isinstance(norm, nodes.Forbid | nodes.Require):
        truth = both([terms(norm, scope), opposite(permitted(book, clause, moment))])
        answers = [(subject, truth) for subject in subjects(norm, scope)]
    else:
        return []
    verdicts: list[tuple[str | None, Status]] = []
    for subject, truth in answers:
        if truth is True:
            verdicts.append((subject, strength(norm, moment)))
        elif truth is None and (status := when_unknown(clause, norm, scope, bool(trace))):
            verdicts.append((subject, status))
    return verdicts


def strength(norm: nodes.Norm, moment: Moment) -> Status:
    """How sure a violation of a norm by an event is."""
    if norm.strength == "should":
        return "advisory"
    event = moment.event
    alleged = event is not None and event.type == "report" and event.get("established") is False
    return "suspected" if norm.strength == "suspect" or alleged else "violation"


def _on_unknown(clause: nodes.Clause) -> list[str]:
    """What a clause asks for where its terms are unknown, other than to ignore it."""
    asked = [item.action for item in clause.items if isinstance(item, nodes.IfUnknown)]
    return [one for one in asked if one != "ignore"]


def when_unknown(
    clause: nodes.Clause, norm: nodes.AnyNorm, scope: Scope, specific: bool
) -> Status | None:
    """What an undetermined norm leads to; None where it is only counted."""
    actions = _on_unknown(clause)
    plain = attrs.evolve(scope, trace=None)
    if "violate" in actions and meets_any(norm.patterns, plain) is True:  # type: ignore[union-attr]
        return "suspected"
    return "undetermined" if "review" in actions or specific else None


def terms(norm: nodes.AnyNorm, scope: Scope) -> Truth:
    """Whether a norm's pattern, `when` and not `unless` hold, and what it requires does not."""
    patterns = norm.opening if isinstance(norm, nodes.Deadline) else getattr(norm, "patterns", ())
    answers: list[Truth] = []
    if isinstance(patterns, tuple):
        answers.append(meets_any(patterns, scope))
        if answers[0] is False:
            return False
    answers.append(holds(norm.when, scope))
    if norm.unless is not None:
        answers.append(opposite(holds(norm.unless, scope)))
    if isinstance(norm, nodes.Require):
        answers.append(opposite(holds(norm.condition, scope)))
    return both(answers)


def permitted(book: Book, clause: nodes.Clause, moment: Moment) -> Truth:
    """Whether some permit keeps a clause from judging an event."""
    return either(
        terms(norm, Scope(book, moment)) for norm in book.permits if clause.name in norm.lifts
    )


def subjects(norm: nodes.Norm, scope: Scope) -> list[str | None]:
    """Who answers for an event."""
    if norm.blame is not None:
        return blamed(norm.blame, scope)
    event = scope.moment.event
    if event is None:
        return ["organization"]
    # Of an event of one's own its actor answers.
    kind = vocabulary().event(event.type)
    subject = "actor" if kind is None else kind.subject
    return ["organization"] if subject is None else list(persons(scope.look_up(subject).value))


def blamed(blame: nodes.Name | nodes.Text, scope: Scope) -> list[str | None]:
    """Whom `blame` names."""
    if isinstance(blame, nodes.Text):
        return [blame.value]
    return list(persons(scope.look_up(blame.value).value))


# ------------------------------------------------------------------------------- limits


@attrs.frozen(eq=False)
class _Kept:
    """An event that a limit keeps: whether its terms hold, and under which keys it stands."""

    moment: Moment
    truth: Truth
    keys: tuple[Any, ...]
    subjects: tuple[str | None, ...]
    trace: tuple[Any, ...]


Answers = Sequence[tuple[str | None, Truth]]


def limited(
    book: Book, clause: nodes.Clause, norm: nodes.Limit, moment: Moment, trace: list[Any]
) -> Answers:
    """Who passed a limit with an event: the history is played up to it, once for each event."""
    memo = moment.timeline.memo
    used: list[tuple[Any, int]] = []
    answers: Answers = ()
    for one in moment.until_now:
        key = ("limit", id(norm), one.position)
        if key not in memo:
            answers = _passed(book, clause, norm, one, used)
            memo[key] = answers, tuple(used)
        answers, before = memo[key]
        used = list(before)
    trace += _kept(book, clause, norm, moment).trace
    return answers


def _passed(
    book: Book,
    clause: nodes.Clause,
    norm: nodes.Limit,
    moment: Moment,
    used: list[tuple[Any, int]],
) -> Answers:
    """Who passes a limit with this event; what it counted is added to `used`."""
    kept = _kept(book, clause, norm, moment)
    if kept.truth is False or not book.in_force(moment.at):
        return ()
    if not norm.keys:
        return [
            (subject, _over(book, clause, norm, kept, subject, used)) for subject in kept.subjects
        ]
    truth = None if UNKNOWN in kept.keys else _over(book, clause, norm, kept, kept.keys, used)
    return [(subject, truth) for subject in kept.subjects]


def _kept(book: Book, clause: nodes.Clause, norm: nodes.Limit, moment: Moment) -> _Kept:
    memo, key = moment.timeline.memo, ("kept", id(norm), moment.position)
    if key not in memo:
        trace: list[Any] = []
        scope = Scope(book, moment, trace=trace)
        truth = both([terms(norm, scope), opposite(permitted(book, clause, moment))])
        if truth is None and not trace and not _on_unknown(clause):
            truth = False
        keys: tuple[Any, ...] = ()
        answering: tuple[str | None, ...] = ()
        if truth is not False:
            keys = tuple(present_keys(norm.keys, scope))
            answering = tuple(subjects(norm, scope))
        memo[key] = _Kept(moment, truth, keys, answering, tuple(trace))
    kept: _Kept = memo[key]
    return kept


def _over(
    book: Book,
    clause: nodes.Clause,
    norm: nodes.Limit,
    present: _Kept,
    key: Any,
    used: list[tuple[Any, int]],
) -> Truth:
    """Whether the measure over the window of one key exceeds the bound."""
    if key is None and not norm.keys:
        return None
    moment = present.moment
    window = book.length(norm.window)
    certain: list[Record] = []
    possible: list[Record] = []
    for one in moment.until_now:
        within = window.reaches_back(moment.at, one.at)
        kept = _kept(book, clause, norm, one)
        if within is False or kept.truth is False or (key, one.position) in used:
            continue
        stands = joined(norm.keys, key, one, book) if norm.keys else key in kept.subjects
        if stands:
            record = Record(one, kept.truth is True and within is True)
            possible.append(record)
            if record.certain:
                certain.append(record)
    added = norm.measure.field if isinstance(norm.measure, nodes.Summed) else None
    beside = None if added is None else summed(added, norm.patterns)
    bound = operand(norm.bound, Scope(book, moment), beside)
    over = compare(measured(norm.measure, certain, book).low, ">", bound)
    if present.truth is True and over is True:
        counted = certain
        if isinstance(norm.measure, nodes.Spanned):
            counted = latest_run(certain, book.length(norm.measure.gap))
        used += [(key, record.moment.position) for record in counted]
        return True
    might = compare(measured(norm.measure, possible, book).high, ">", bound)
    return None if over is None or might is not False else False
