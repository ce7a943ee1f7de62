"""Years that no work calendar covers: what hangs on working days is unknown there, and is told."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from wechat_policy.engine.linked import Linked

_log = logging.getLogger("wechat_policy")


class Coverage:
    """Tells once for each policy and year that no calendar covers a year that events come from."""

    def __init__(self, linked: Sequence[Linked]) -> None:
        self._policies = [one.policy for one in linked if one.policy.needs_calendar]
        self.checked: set[int] = set()
        self.missing: list[tuple[str, int]] = []

    def check(self, year: int) -> None:
        """Notes a year, and warns of it where a policy needs to know its working days."""
        if year in self.checked:
            return
        self.checked.add(year)
        for policy in self._policies:
            if not policy.calendar.covers(year):
                self.missing.append((policy.id, year))
                _log.warning(
                    "no work calendar covers %d: what hangs on working days stays unknown "
                    "in policy `%s`; give one with `calendar file`, or update chinesecalendar",
                    year,
                    policy.id,
                )
