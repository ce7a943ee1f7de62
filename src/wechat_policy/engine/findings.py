"""What people establish about violations that were reported, and what it makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import attrs

from wechat_policy.codec import storable
from wechat_policy.engine.linked import Linked
from wechat_policy.events import Event
from wechat_policy.verdict import Violation


@attrs.frozen
class Finding:
    """What a person established about a violation that was reported.

    `confirm` makes a suspected violation one, `dismiss` refuses it, `overturn` takes a confirmed
    one back, `grade` sets the severity of one that a person has to grade. `facts` (loss, harm,
    intent, law …) are what the conditions of penalty rows ask for.
    """

    violation: str
    outcome: Literal["confirm", "dismiss", "overturn", "grade"]
    at: datetime
    by: str
    severity: str | None = None
    facts: Mapping[str, Any] = attrs.field(factory=dict)
    note: str | None = None


@storable
@attrs.frozen
class Reported:
    """A violation as it stands now, the verdict that reported it, and its entry in the ledger.

    `facts` are what findings told of it; what was told last holds. `counted` says whether it has
    ever been a violation: then it has opened the duties that it calls for. `order` numbers what
    was reported.
    """

    violation: Violation
    verdict: str
    entry: str
    event: Event | None
    facts: Mapping[str, Any] = attrs.field(factory=dict)
    counted: bool = False
    order: int = 0


def established(violation: Violation, finding: Finding, linked: Linked) -> Violation:
    """The violation as the finding leaves it.

    Raises ValueError for a severity that does not fit, or a grading without one.
    """
    severity = finding.severity or violation.severity
    if finding.severity is not None:
        _check(finding.severity, violation, linked)
    match finding.outcome:
        case "confirm":
            return attrs.evolve(violation, status="violation", severity=severity, review=None)
        case "dismiss":
            return attrs.evolve(violation, status="dismissed")
        case "overturn":
            return attrs.evolve(violation, status="overturned")
        case "grade":
            if finding.severity is None:
                raise ValueError("a finding that grades has to name a severity")
            return attrs.evolve(violation, severity=severity)
        case _:
            raise ValueError(
                f"a finding confirms, dismisses, overturns or grades, got `{finding.outcome}`"
            )


def _check(severity: str, violation: Violation, linked: Linked) -> None:
    """Whether a person may give a violation that severity."""
    table, clauses = linked.policy.penalties, linked.policy.clauses
    known = tuple(
        dict.fromkeys(
            (
                *table.severities,
                *(name for one in clauses for name in (*one.grades, one.severity) if name),
            )
        )
    )
    if severity not in known:
        raise ValueError(
            f"the policy knows no severity `{severity}`, expected one of {', '.join(known)}"
        )
    if violation.grades:
        lowest, highest = (table.rank(one) for one in violation.grades)
        if 0 <= lowest <= highest and not lowest <= table.rank(severity) <= highest:
            raise ValueError(
                f"clause `{violation.clause}` is graded {'..'.join(violation.grades)}, "
                f"`{severity}` lies outside"
            )
