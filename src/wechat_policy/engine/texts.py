"""What texts hold: found once for a text, and kept for as long as it is said again now and then."""

from __future__ import annotations

from typing import Any

from wechat_policy.engine.plans import Tasks, TextPlan
from wechat_policy.recognizers import may_hold
from wechat_policy.rules.lexicons import Raw, Scan, Scanner

_MOST = 4096  # texts in a generation, of which two are kept
_LONGEST = 500  # characters; longer texts are not said twice


class Reading:
    """A text with its scan, and what it triggers by the plan of a fact."""

    __slots__ = ("_fired", "scan")

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self._fired: dict[int, tuple[Tasks, frozenset[Any]]] = {}

    def fired(self, part: TextPlan, scanner: Scanner) -> tuple[Tasks, frozenset[Any]]:
        """The tasks that a text of this fact calls for, and what of the plan has been found."""
        found = self._fired.get(id(part))
        if found is None:
            triggers = frozenset(_triggers(self.scan, part, scanner))
            tasks = dict.fromkeys(
                task for trigger in triggers for task in part.by_trigger.get(trigger, ())
            )
            found = self._fired[id(part)] = tuple(tasks), triggers
        return found


class Texts:
    """The texts that were said of late, the ones that come again longest."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._young: dict[str, Reading] = {}
        self._old: dict[str, Reading] = {}

    def of(
        self, text: str, raw: list[Raw] | None = None, read: tuple[tuple[str, Raw], ...] = ()
    ) -> Reading:
        """The reading of a text; `raw` and `read` are what is known to be found in it."""
        found = self._young.get(text)
        if found is not None:
            return found
        found = self._old.get(text)
        if found is None:
            scanner = self._scanner
            if raw is None:
                raw = scanner.find(text)
            if not read and scanner.reads:
                read = scanner.read(text)
            found = Reading(Scan(scanner, text, raw, read))
        if len(text) <= _LONGEST:
            if len(self._young) >= _MOST:
                self._old, self._young = self._young, {}
            self._young[text] = found
        return found


def _triggers(scan: Scan, part: TextPlan, scanner: Scanner) -> set[Any]:
    found: set[Any] = set(scanner.owners(scan.raw))
    if scan.read:
        found |= scanner.takers(scan.read)
    if part.gates:
        found.update(may_hold(scan.value, part.gates))
    if part.weighings:
        totals = scan.totals()
        found.update(one for one in part.weighings if one.comes_true(totals))
    found.update(one for one in part.probes if one.comes_true(scan))
    return found
