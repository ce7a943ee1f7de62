"""The ways in which a policy is changed, each a function from a node to what may stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

import attrs

from wechat_policy.mutation.operators import (
    comparisons,
    exceptions,
    filters,
    grading,
    hours,
    logic,
    penalties,
    windows,
    words,
)
from wechat_policy.mutation.tree import Change
from wechat_policy.trials import Trial

Told = Literal["conduct", "grade"]
"""What a trial has to say to notice a change: who breaks what, or how grave that is."""

_SURE = frozenset({"changed_strength"})
"""Those that also a trial notices which says how sure a violation is."""


@attrs.frozen
class Operator:
    """A way to change a policy, by its name."""

    name: str
    told: Told
    change: Change

    def may_be_noticed_by(self, trial: Trial) -> bool:
        """Whether a trial says what this changes."""
        return self.told == "conduct" or trial.grades or (self.name in _SURE and trial.certainty)


def operators(severities: Sequence[str], words_each: int) -> tuple[Operator, ...]:
    """All operators, for a policy with these severities; of long lists so many words are tried."""
    sample = words.sample_of(words_each)
    conduct: dict[str, Change] = {
        "changed_comparison": comparisons.changed_comparison,
        "negated_condition": logic.negated_condition,
        "swapped_junction": logic.swapped_junction,
        "dropped_conjunct": logic.dropped_conjunct,
        "dropped_exception": exceptions.dropped_exception,
        "dropped_permission": exceptions.dropped_permission,
        "dropped_filter": filters.dropped_filter,
        "dropped_key": filters.dropped_key,
        "changed_limit": windows.changed_limit,
        "widened_window": windows.widened_window,
        "narrowed_window": windows.narrowed_window,
        "widened_deadline": windows.widened_deadline,
        "changed_parameter": windows.changed_parameter,
        "swapped_hours": hours.swapped_hours,
        "moved_hours": hours.moved_hours,
        "removed_word": partial(words.removed_word, sample=sample),
        "removed_protection": partial(words.removed_protection, sample=sample),
    }
    grade: dict[str, Change] = {
        "changed_strength": grading.changed_strength,
        "changed_severity": partial(grading.changed_severity, order=severities),
        "changed_amount": penalties.changed_amount,
        "changed_tier": penalties.changed_tier,
        "changed_repeat": penalties.changed_repeat,
    }
    return (
        *(Operator(name, "conduct", change) for name, change in conduct.items()),
        *(Operator(name, "grade", change) for name, change in grade.items()),
    )
