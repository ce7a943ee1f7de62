"""Whether what is expected was found: violations, undecided clauses and penalties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import attrs

from wechat_policy import nodes
from wechat_policy.examples import FOUND
from wechat_policy.penalties import Penalty, Sanction
from wechat_policy.sentences import sanctions_of
from wechat_policy.verdict import Undetermined, Verdict, Violation

Outcome: TypeAlias = Violation | Undetermined | Penalty
"""What a verdict tells of somebody."""

Aspect = Literal["clause", "who", "status", "sanctions", "step"]
"""What may differ between what is expected and what was found."""

_STATUS = {"certain": "violation", "suspected": "suspected", "advisory": "advisory"}


@attrs.frozen
class Found:
    """What verdicts tell together, each violation and penalty as it stands last."""

    violations: tuple[Violation, ...]
    undetermined: tuple[Undetermined, ...]
    penalties: tuple[Penalty, ...]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Found:
        """What some verdicts tell."""
        violations: dict[str, Violation] = {}
        undetermined: dict[str, Undetermined] = {}
        penalties: dict[str, Penalty] = {}
        for verdict in verdicts:
            violations |= {one.id: one for one in verdict.violations}
            undetermined |= {one.id: one for one in verdict.undetermined}
            penalties |= {one.id: one for one in verdict.penalties}
        return cls(
            tuple(one for one in violations.values() if one.status in FOUND),
            tuple(undetermined.values()),
            # One that was taken back counts nothing.
            tuple(one for one in penalties.values() if one.count),
        )

    def alike(self, expected: nodes.Expectation) -> tuple[Outcome, ...]:
        """All of the sort that is expected, whatever else is said of it."""
        if isinstance(expected, nodes.Imposed):
            return self.penalties
        return self.undetermined if expected.status == "undetermined" else self.violations


def meeting(expected: nodes.Expectation, found: Found) -> tuple[Outcome, ...]:
    """What was found of what an expectation names."""
    return tuple(one for one in found.alike(expected) if _meets(expected, one))


def is_met(expected: nodes.Expectation, found: Found, beside: Sequence[nodes.Expectation]) -> bool:
    """Whether it came out as expected; `beside` are the expectations of the same act."""
    met = meeting(expected, found)
    if expected.negated:
        return not unexpected(expected, met, beside)
    if isinstance(expected, nodes.Finding) and expected.times is not None:
        return len(met) == expected.times
    return bool(met)


def unexpected(
    expected: nodes.Expectation, met: Iterable[Outcome], beside: Sequence[nodes.Expectation]
) -> tuple[Outcome, ...]:
    """Of what should not be there: all of it, or what no other expectation names."""
    if not expected.other:
        return tuple(met)
    named = [one for one in beside if not one.negated]
    return tuple(one for one in met if not any(_meets(other, one) for other in named))


def _meets(expected: nodes.Expectation, found: Outcome) -> bool:
    return not differences(expected, found)


def differences(expected: nodes.Expectation, found: Outcome) -> tuple[Aspect, ...]:
    """In what something found is not what is expected; empty if it is."""
    told: dict[Aspect, bool] = {"who": expected.who in (None, found.subject)}
    if isinstance(expected, nodes.Imposed):
        penalty = found if isinstance(found, Penalty) else None
        told["sanctions"] = penalty is not None and (
            expected.sanctions is None or _imposes(expected.sanctions, penalty)
        )
        told["step"] = penalty is not None and expected.step in (None, penalty.step + 1)
    elif isinstance(found, Penalty):
        told["status"] = False
    else:
        told["clause"] = expected.clause in (None, found.clause)
        told["status"] = _has_status(expected.status, found)
    return tuple(aspect for aspect, same in told.items() if not same)


def _has_status(status: nodes.Status, found: Violation | Undetermined) -> bool:
    if isinstance(found, Undetermined):
        return status == "undetermined"
    return status == "found" or found.status == _STATUS.get(status)


def _imposes(expected: nodes.OneOf, penalty: Penalty) -> bool:
    """Whether a penalty is what is expected: the same choices of the same sanctions.

    What is not said of a sanction (its amount, how long it lasts, its name) may be anything.
    """
    wanted, is_open = sanctions_of(expected, ())
    left = _options(penalty.sanctions)
    for option in _options(wanted):
        suiting = next((one for one in left if _same(option, one)), None)
        if suiting is None:
            return False
        left.remove(suiting)
    return not left and (penalty.open or not is_open)


def _options(sanctions: Iterable[Sanction]) -> list[list[Sanction]]:
    options: dict[int, list[Sanction]] = {}
    for one in sanctions:
        options.setdefault(one.option, []).append(one)
    return list(options.values())


def _same(wanted: list[Sanction], found: list[Sanction]) -> bool:
    left = list(found)
    for one in wanted:
        suiting = next((other for other in left if _suits(one, other)), None)
        if suiting is None:
            return False
        left.remove(suiting)
    return not left


def _suits(wanted: Sanction, found: Sanction) -> bool:
    if wanted.name != found.name or (wanted.may and not found.may):
        return False
    if wanted.unstated and not found.unstated:
        return False
    amount = (wanted.low, wanted.high, wanted.unit)
    if wanted.low is not None and amount != (found.low, found.high, found.unit):
        return False
    return wanted.lasting in (None, found.lasting) and wanted.display in (None, found.display)
