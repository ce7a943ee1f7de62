"""What events of a type may call for: the tasks of all policies, by what has to be so before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import attrs

from wechat_policy.engine.linked import Linked
from wechat_policy.policy import Clause, DeadlineNorm, EventNorm, LimitNorm
from wechat_policy.rules.series import Series
from wechat_policy.rules.tests import Test
from wechat_policy.rules.triggers import Probe, Said, Told, Triggers, Weighing, may_fit, triggers


@attrs.frozen(eq=False)
class Task:
    """Something to do for an event: judge by a norm, open a duty, or record in a series.

    `specific` says that something which an event itself says can fit the test.
    """

    order: tuple[int, int, int, int]
    linked: Linked
    clause: Clause | None
    norm: EventNorm | LimitNorm | DeadlineNorm | Series
    test: Test
    stateful: bool
    specific: bool = attrs.field(init=False)

    @specific.default
    def _specific(self) -> bool:
        return may_fit(self.test)


Tasks = tuple[Task, ...]


@attrs.frozen(eq=False)
class TextPlan:
    """The tasks that hang on what a text fact holds, and those due where nobody told it."""

    name: str
    by_trigger: Mapping[Any, Tasks]
    gates: frozenset[str]
    weighings: tuple[Weighing, ...]
    probes: tuple[Probe, ...]
    untold: Tasks


@attrs.frozen(eq=False)
class FactPlan:
    """The tasks that hang on whether a fact is told, and as what.

    `told` are due whatever is said, `said` by what it is, `every` where it is no text.
    """

    name: str
    told: Tasks
    said: Mapping[str, Tasks]
    untold: Tasks
    every: Tasks

    def tasks(self, facts: Mapping[str, Any]) -> Tasks:
        """Those that an event with these facts calls for."""
        value: object = facts.get(self.name, self)
        if value is self:
            return self.untold
        if isinstance(value, str):
            said = self.said.get(value)
            return self.told if said is None else self.told + said
        return self.told if value is None else self.every


@attrs.frozen(eq=False)
class Plan:
    """What events of one type may call for."""

    always: Tasks
    texts: tuple[TextPlan, ...]
    facts: tuple[FactPlan, ...]


EMPTY = Plan((), (), ())


@lru_cache(maxsize=4)
def plans(linked: tuple[Linked, ...]) -> Mapping[str, Plan]:
    """The plan of every event type that some policy has to do with."""
    found: dict[str, list[tuple[Task, Triggers, bool]]] = {}
    for one in linked:
        for task, types, needs, untold in _tasks(one):
            for type_ in types:
                found.setdefault(type_, []).append((task, needs, untold))
    return {type_: _plan(tasks) for type_, tasks in found.items()}


def _tasks(
    linked: Linked,
) -> Iterable[tuple[Task, frozenset[str], Triggers, bool]]:
    """Every task of a policy with its event types and what has to be found before it is due.

    Last comes whether it is due as well where nobody told the text in which that would be found.
    """
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
                if one.occasions is not None and (
                    clause.if_unknown == "ignore" or isinstance(norm, DeadlineNorm)
                ):
                    yield task, one.types, one.occasions, False
                else:
                    yield task, one.types, one.triggers, True
    for series in policy.series:
        for number, match in enumerate(series.matches):
            order = (linked.number, len(policy.clauses), series.number, number)
            yield (
                Task(order, linked, None, series, match.test, True),
                match.types,
                triggers(match.test),
                True,
            )


def _plan(tasks: Sequence[tuple[Task, Triggers, bool]]) -> Plan:
    texts: dict[str, dict[Any, list[Task]]] = {}
    untold: dict[str, list[Task]] = {}
    facts: dict[str, list[tuple[Task, Said | Told]]] = {}
    for task, needs, open_ in tasks:
        for name, trigger in needs or ():
            if isinstance(trigger, Said | Told):
                facts.setdefault(name, []).append((task, trigger))
                continue
            texts.setdefault(name, {}).setdefault(trigger, []).append(task)
            if open_:
                untold.setdefault(name, []).append(task)
    return Plan(
        tuple(task for task, needs, _ in tasks if needs is None),
        tuple(
            _text_plan(name, by_trigger, untold.get(name, ())) for name, by_trigger in texts.items()
        ),
        tuple(_fact_plan(name, those) for name, those in facts.items()),
    )


def _text_plan(
    name: str, by_trigger: Mapping[Any, Iterable[Task]], untold: Iterable[Task]
) -> TextPlan:
    return TextPlan(
        name,
        {trigger: tuple(dict.fromkeys(those)) for trigger, those in by_trigger.items()},
        frozenset(one for one in by_trigger if isinstance(one, str)),
        tuple(one for one in by_trigger if isinstance(one, Weighing)),
        tuple(one for one in by_trigger if isinstance(one, Probe)),
        tuple(dict.fromkeys(untold)),
    )


def _fact_plan(name: str, tasks: Iterable[tuple[Task, Said | Told]]) -> FactPlan:
    told: dict[Task, None] = {}
    said: dict[str, dict[Task, None]] = {}
    untold: dict[Task, None] = {}
    every: dict[Task, None] = {}
    for task, trigger in tasks:
        every[task] = None
        if isinstance(trigger, Told):
            told[task] = None
            continue
        said.setdefault(trigger.value, {})[task] = None
        if trigger.untold:
            untold[task] = None
    return FactPlan(
        name,
        tuple(told),
        {value: tuple(those) for value, those in said.items()},
        tuple(untold),
        tuple(every),
    )
