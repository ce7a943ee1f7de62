"""What many events have in common, and what is settled by it before any of them is looked at.

Who speaks, to whom, in which group and how: a month of messages tells a few thousand of these
combinations. What the policies ask of them, and of the rows of the directory behind them, is asked
once for each and holds until one of the rows changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from wechat_policy.directory import Directory
from wechat_policy.engine.plans import EMPTY, FactPlan, Plan, Task, Tasks, TextPlan
from wechat_policy.events import Event
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.lexicons import Scanner
from wechat_policy.rules.narrowing import Frame, Narrowed, Narrowing
from wechat_policy.rules.tests import Test
from wechat_policy.rules.truth import Truth
from wechat_policy.vocabulary import vocabulary

_FEW = frozenset({"bool", "enum", "category", "person", "group", "account", "device"})
"""Types of attributes that tell the same of many events."""

_SINGLE = frozenset({str, bool, type(None)})
_TEXTS = {str}
_OTHER = object()
"""Stands for a value that is no text, mark or list of texts, and says nothing of it."""

_MOST = 8192  # situations that are kept ready
_NEW: Any = object()


@attrs.frozen(eq=False)
class Form:
    """What events of one type that tell the same attributes are told apart by."""

    names: tuple[str, ...]
    rest: frozenset[str]


class Situation:
    """What some events have in common, and what it leaves of the policies.

    `tasks` are due whatever the event says besides; which others are due, the `facts` and `texts`
    of each event decide.
    """

    __slots__ = (
        "_answers", "_asked", "_frame", "_narrowing", "_reads", "facts", "hold", "needing", "tasks",
        "texts",
    )  # fmt: skip

    def __init__(self, plan: Plan, event: Event, frame: Frame, narrowing: Narrowing) -> None:
        self._frame = frame
        self._narrowing = narrowing
        self._answers: dict[int, Narrowed] = {}
        self._reads: dict[int, str | None] = {}
        self._asked = 0
        self.hold = frame.watch.hold(event.at)
        told, open_ = event.facts, frame.open_
        due = [*plan.always]
        facts: list[FactPlan] = []
        for fact in plan.facts:
            if fact.name in open_:
                facts.append(fact)
            else:
                due += fact.tasks(told)
        texts: list[TextPlan] = []
        for text in plan.texts:
            if text.name in open_:
                texts.append(text)
            else:
                # Nobody told it, or told none.
                due += text.untold
        self.facts, self.texts = tuple(facts), tuple(texts)
        self.tasks: Tasks
        self.needing: Mapping[str, Mapping[Any, Tasks]]
        self._sort(filter(self.leaves, dict.fromkeys(due)), event)

    def _sort(self, due: Iterable[Task], event: Event) -> None:
        """Parts the tasks that something in a text has to make due from those that are."""
        always: list[Task] = []
        needing: dict[str, dict[Any, list[Task]]] = {}
        parts = {part.name: part for part in self.texts if event.facts[part.name].__class__ is str}
        for task in due:
            needs = self._narrowing.triggers(self.narrowed(task.test))
            if needs is None or not all(
                name in parts and parts[name].finds(trigger) for name, trigger in needs
            ):
                always.append(task)
                continue
            for name, trigger in needs:
                needing.setdefault(name, {}).setdefault(trigger, []).append(task)
        self.tasks = tuple(sorted(always, key=order_of))
        self.needing = {
            name: {trigger: tuple(tasks) for trigger, tasks in those.items()}
            for name, those in needing.items()
        }

    def leaves(self, task: Task) -> bool:
        """Whether a task may come to something."""
        return self.narrowed(task.test) is not False

    def narrowed(self, test: Test) -> Narrowed:
        """The truth of a test, or what is open of it."""
        found = self._answers.get(id(test), _NEW)
        if found is _NEW:
            watch = self._frame.watch
            found = self._narrowing.narrow(test, self._frame)
            self._answers[id(test)] = found
            if len(watch.asked) != self._asked:
                self._asked = len(watch.asked)
                self.hold = watch.hold(self._frame.scope.at)
        narrowed: Narrowed = found
        return narrowed

    def truth(self, test: Test, scope: Scope) -> Truth:
        """The truth of a test for one of the events."""
        narrowed = self.narrowed(test)
        if narrowed is None or isinstance(narrowed, bool):
            return narrowed
        name = self._reads.get(id(narrowed), _NEW)
        if name is _NEW:
            # What is open of a test is kept for as long as the situation is.
            name = self._reads[id(narrowed)] = self._narrowing.reads.told(narrowed)
        text = None if name is None else scope.facts.get(name)
        if text.__class__ is not str:
            return narrowed.truth(scope)
        truths = scope.scan(text).truths
        known = truths.get(id(narrowed))
        if known is None:
            known = truths[id(narrowed)] = narrowed.truth(scope), narrowed
        truth: Truth = known[0]
        return truth

    def resume(self, event: Event) -> None:
        """Takes another of the events; what is still to be asked is asked at its time."""
        self._frame.scope.at = event.at


class Situations:
    """The situations of an engine's events, each made when it first occurs."""

    def __init__(self, plans: Mapping[str, Plan], directory: Directory, scanner: Scanner) -> None:
        self._plans = plans
        self._directory = directory
        self._scanner = scanner
        self._narrowing = Narrowing()
        self._forms: dict[tuple[str, tuple[str, ...]], Form] = {}
        self._known: dict[tuple[Any, ...], Situation] = {}

    def of(self, event: Event) -> Situation:
        """The situation of an event."""
        facts = event.facts
        place = event.type, tuple(facts)
        form = self._forms.get(place)
        if form is None:
            form = self._form(*place)
        key = form, *[_plain(facts[name]) for name in form.names]
        found = self._known.get(key)
        if found is not None and found.hold.stands(self._directory, event.at):
            found.resume(event)
            return found
        open_ = form.rest
        if _OTHER in key:
            others = zip(form.names, key[1:], strict=True)
            open_ |= {name for name, value in others if value is _OTHER}
        plan = self._plans.get(event.type, EMPTY)
        frame = Frame.of(event, self._directory, self._scanner, open_)
        found = Situation(plan, event, frame, self._narrowing)
        if len(self._known) >= _MOST:
            del self._known[next(iter(self._known))]
        self._known[key] = found
        return found

    def _form(self, type_: str, told: tuple[str, ...]) -> Form:
        kind = vocabulary().events.get(type_)
        names: set[str] = set()
        if kind is not None:
            types = {
                name: kind.attributes[name].element for name in told if name in kind.attributes
            }
            names = {name for name, element in types.items() if element in _FEW}
        if len(self._forms) >= _MOST:
            self._forms.clear()
        form = Form(tuple(sorted(names)), frozenset(told) - names)
        self._forms[type_, told] = form
        return form


def _plain(value: Any) -> Any:
    """A value by which events are told apart; equal ones are of one class."""
    kind = value.__class__
    if kind in _SINGLE:
        return value
    if (kind is list or kind is tuple) and set(map(type, value)) <= _TEXTS:
        return (kind, *value)
    return _OTHER


def order_of(task: Task) -> tuple[int, int, int, int]:
    """Where a task has its turn."""
    return task.order
