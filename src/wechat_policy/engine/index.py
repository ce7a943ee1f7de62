"""Which norms an event can concern: by its type and facts, and by what the scan of its texts finds.

A clean message touches no clause whose test needs a word: the plans hold those apart, under the
lexicon or gate that could make them true.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wechat_policy.engine.linked import Linked
from wechat_policy.engine.plans import Plan, Task, TextPlan, plans
from wechat_policy.events import Event
from wechat_policy.recognizers import may_hold
from wechat_policy.rules.lexicons import Raw, Scan, Scanner

_TEXTS = {str}


class Index:
    """The plans of all event types, and the tasks that an event calls for."""

    def __init__(self, linked: tuple[Linked, ...], scanner: Scanner) -> None:
        self.scanner = scanner
        self._find, self._reading = scanner.find, scanner.reads
        self._reads: dict[str, tuple[tuple[str, Raw], ...]] = {}
        self.plans = plans(linked)

    def tasks(self, event: Event, scans: dict[str, Scan]) -> Sequence[Task]:
        """What the event calls for, in order; the scans of its texts are left in `scans`."""
        plan = self.plans.get(event.type)
        if plan is None:
            return ()
        facts, find, reads = event.facts, self._find, self._reading
        found: list[Task] = []
        for fact in plan.facts:
            found += fact.tasks(facts)
        for part in plan.texts:
            name, by_trigger = part.name, part.by_trigger
            text = facts.get(name, plan)
            if text.__class__ is not str:
                if text is plan or not isinstance(text, str):
                    # Nobody told the text, or told none: its tests are not settled by a scan.
                    found += part.untold
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
                    found += by_trigger.get(lexicon, ())
            if part.gates:
                for gate in may_hold(text, part.gates):
                    found += by_trigger.get(gate, ())
            if part.weighings:
                scan = scans.get(text)
                if scan is None:
                    scan = scans[text] = Scan(self.scanner, text, raw, read)
                totals = scan.totals()
                for weighing in part.weighings:
                    if weighing.comes_true(totals):
                        found += by_trigger[weighing]
            if part.probes:
                scan = scans.get(text) or Scan(self.scanner, text, raw, read)
                for probe in part.probes:
                    if probe.comes_true(scan):
                        found += by_trigger[probe]
        if not found:
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
            if plan.facts:
                self._ask(plan, events, numbers, found)
            for part in plan.texts:
                self._look(part, events, numbers, found)
        return found

    @staticmethod
    def _ask(plan: Plan, events: Sequence[Event], numbers: Sequence[int], found: set[int]) -> None:
        """Adds the numbers of the events of which a told fact may call for a task."""
        for number in numbers:
            facts = events[number].facts
            if any(fact.tasks(facts) for fact in plan.facts):
                found.add(number)

    def _look(
        self, part: TextPlan, events: Sequence[Event], numbers: Sequence[int], found: set[int]
    ) -> None:
        """Adds the numbers of the events of which a text may call for a task."""
        gates, weighings = part.gates, part.weighings
        texts = _said(part.name, events, numbers)
        if set(map(type, texts)) != _TEXTS:
            # Nobody told the text, or told none: its tests are not settled by a scan. Texts of
            # other libraries, which have a class of their own, are left to `tasks`.
            told = [place for place, text in enumerate(texts) if text.__class__ is str]
            found.update(
                number
                for number, text in zip(numbers, texts, strict=True)
                if text.__class__ is not str and (part.untold or isinstance(text, str))
            )
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
        if part.probes:
            for number, text in zip(numbers, texts, strict=True):
                if number not in found:
                    scan = Scan(self.scanner, text, self._find(text))
                    if any(probe.comes_true(scan) for probe in part.probes):
                        found.add(number)
        if self.scanner.reads:
            for number, text in zip(numbers, texts, strict=True):
                if number not in found and (read := self.scanner.read(text)):
                    self._reads[text] = read
                    found.add(number)


def _said(name: str, events: Sequence[Event], numbers: Sequence[int]) -> list[Any]:
    """One fact of several events; whatever is no text where nobody told it."""
    column = getattr(events, "column", None)  # of events that need not be made for it
    if column is None:
        return [events[number].facts.get(name) for number in numbers]
    values: list[Any] | None = column(name)
    if values is None:
        return [None] * len(numbers)
    return values if len(values) == len(numbers) else [values[number] for number in numbers]


def _order(task: Task) -> tuple[int, int, int, int]:
    return task.order
