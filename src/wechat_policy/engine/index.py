"""Which norms an event can concern: by its type, and by what the scan of its texts finds.

A clean message touches no clause whose test needs a word: the index holds those apart, under the
lexicon or gate that could make them true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from wechat_policy.engine.linked import Linked
from wechat_policy.events import Event
from wechat_policy.policy import (
    Clause,
    DeadlineNorm,
    EventNorm,
    LimitNorm,
)
from wechat_policy.recognizers import may_hold
from wechat_policy.rules.lexicons import Lexicon, Raw, Scan, Scanner
from wechat_policy.rules.series import Series
from wechat_policy.rules.tests import Test
from wechat_policy.rules.triggers import Weighing, triggers

Trigger = tuple[str, Any]

_TEXTS = {str}


@attrs.frozen(eq=False)
class Task:
    """Something to do for an event: judge by a norm, open a duty, or record in a series."""

    order: tuple[int, int, int, int]
    linked: Linked
    clause: Clause | None
    norm: EventNorm | LimitNorm | DeadlineNorm | Series
    test: Test
    stateful: bool


@attrs.frozen(eq=False)
class Plan:
    """What events of one type may call for."""

    always: tuple[Task, ...]
    fields: tuple[
        tuple[str, Mapping[Any, tuple[Task, ...]], frozenset[str], tuple[Weighing, ...]], ...
    ]


EMPTY = Plan((), ())


class Index:
    """The plans of all event types, and the tasks that an event calls for."""

    def __init__(self, linked: Sequence[Linked], scanner: Scanner) -> None:
        self.scanner = scanner
        self._find, self._reading = scanner.find, scanner.reads
        self._reads: dict[str, tuple[tuple[str, Raw], ...]] = {}
        sorted_tasks: dict[str, list[tuple[Task, tuple[Trigger, ...] | None]]] = {}
        for one in linked:
            for task, types, needs in _tasks(one):
                for type_ in types:
                    sorted_tasks.setdefault(type_, []).append((task, needs))
        self.plans = {type_: _plan(tasks) for type_, tasks in sorted_tasks.items()}

    def tasks(self, event: Event, scans: dict[str, Scan]) -> Sequence[Task]:
        """What the event calls for, in order; the scans of its texts are left in `scans`."""
        plan = self.plans.get(event.type)
        if plan is None:
            return ()
        facts, find, reads = event.facts, self._find, self._reading
        found: list[Task] | None = None
        for name, by_trigger, gates, weighings in plan.fields:
            text = facts.get(name, plan)
            if text.__class__ is not str:
                if text is plan or not isinstance(text, str):
                    # Nobody told the text, or told none: its tests are not settled by a scan.
                    found = found or []
                    found += [task for tasks in by_trigger.values() for task in tasks]
                    continue
                text = str(text)
            raw = find(text)
            read: tuple[tuple[str, Raw], ...] = ()
            if reads:
                read = self._reads.get(text) or self.scanner.read(text)
            if raw or read:
                scans[text] = Scan(self.scanner, text, raw, read)
                lexicons = self.scanner.owners(raw)
                if read:
                    lexicons |= self.scanner.takers(read)
                for lexicon in lexicons:
                    tasks = by_trigger.get(lexicon)
                    if tasks:
                        found = found or []
                        found += tasks
            if gates:
                for gate in may_hold(text, gates):
                    tasks = by_trigger.get(gate)
                    if tasks:
                        found = found or []
                        found += tasks
            if weighings:
                scan = scans.get(text)
                if scan is None:
                    scan = scans[text] = Scan(self.scanner, text, raw, read)
                totals = scan.totals()
                for weighing in weighings:
                    if weighing.comes_true(totals):
                        found = found or []
                        found += by_trigger[weighing]
        if found is None:
            return plan.always
        found += plan.always
        if len(found) == 1:
            return found
        return sorted(set(found), key=_order)

    def loud(self, events: Sequence[Event], types: Sequence[str]) -> set[int]:
        """The numbers of the events that may call for a task: all texts are scanned together.

        What further readings find is kept for `tasks`, which is asked about these next.
        """
        found: set[int] = set()
        self._reads = {}
        kinds = set(types)
        for type_ in kinds:
            plan = self.plans.get(type_)
            if plan is None:
                continue
            numbers: Sequence[int] = range(len(events))
            if len(kinds) > 1:
                numbers = [number for number in numbers if types[number] == type_]
            if plan.always:
                found.update(numbers)
                continue
            for name, _, gates, weighings in plan.fields:
                self._look(name, gates, weighings, events, numbers, found)
        return found

    def _look(
        self, name: str, gates: frozenset[str], weighings: tuple[Weighing, ...],
        events: Sequence[Event], numbers: Sequence[int], found: set[int],
    ) -> None:  # fmt: skip
        """Adds the numbers of the events of which a text may call for a task."""
        texts: list[Any] = [events[number].facts.get(name) for number in numbers]
        if set(map(type, texts)) != _TEXTS:
            # Nobody told the text, or told none: its tests are not settled by a scan.
            told = [place for place, text in enumerate(texts) if text.__class__ is str]
            found.update(set(numbers).difference(numbers[place] for place in told))
            numbers, texts = [numbers[place] for place in told], [texts[place] for place in told]
        found.update(numbers[place] for place in self.scanner.candidates(texts))
        if gates:
            found.update(
                number
                for number, text in zip(numbers, texts, strict=True)
                if number not in found and may_hold(text, gates)
            )
        if weighings and self.scanner.scale is not None:
            for number, text in zip(numbers, texts, strict=True):
                if number not in found:
                    totals = self.scanner.scale.totals(text)
                    if any(weighing.comes_true(totals) for weighing in weighings):
                        found.add(number)
        if self.scanner.reads:
            for number, text in zip(numbers, texts, strict=True):
                if number not in found and (read := self.scanner.read(text)):
                    self._reads[text] = read
                    found.add(number)


def _order(task: Task) -> tuple[int, int, int, int]:
    return task.order


def _tasks(
    linked: Linked,
) -> Iterable[tuple[Task, frozenset[str], tuple[Trigger, ...] | None]]:
    """Every task of a policy with its event types and what has to be found before it is due."""
    policy = linked.policy
    for clause_number, clause in enumerate(policy.clauses):
        for norm in clause.norms:
            if isinstance(norm, EventNorm | LimitNorm):
                judged = norm.judged
            elif isinstance(norm, DeadlineNorm) and norm.after is None:
                judged = norm.opening
            else:
                continue
            lifted = linked.permits.get(clause.id, ())
            for number, one in enumerate(judged):
                order = (linked.number, clause_number, norm.number, number)
                # Whether a permission lifts the clause may hang on earlier events as well.
                stateful = one.stateful or any(
                    permit.stateful and not permit.types.isdisjoint(one.types) for permit in lifted
                )
                task = Task(order, linked, clause, norm, one.test, stateful)
                yield task, one.types, one.triggers
    for series in policy.series:
        for number, match in enumerate(series.matches):
            order = (linked.number, len(policy.clauses), series.number, number)
            yield (
                Task(order, linked, None, series, match.test, True),
                match.types,
                triggers(match.test),
            )


def _plan(tasks: list[tuple[Task, tuple[Trigger, ...] | None]]) -> Plan:
    always = tuple(task for task, needs in tasks if needs is None)
    fields: dict[str, dict[Any, list[Task]]] = {}
    for task, needs in tasks:
        for name, trigger in needs or ():
            fields.setdefault(name, {}).setdefault(trigger, []).append(task)
    return Plan(
        always,
        tuple(
            (
                name,
                {trigger: tuple(dict.fromkeys(those)) for trigger, those in by_trigger.items()},
                frozenset(one for one in by_trigger if not isinstance(one, Lexicon | Weighing)),
                tuple(one for one in by_trigger if isinstance(one, Weighing)),
            )
            for name, by_trigger in fields.items()
        ),
    )
