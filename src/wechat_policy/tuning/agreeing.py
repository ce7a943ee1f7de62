"""How far reviewers agree, and about what they do not."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from wechat_policy.tuning.intervals import Estimate, share
from wechat_policy.tuning.labels import ANY, Label, read_labels

Labels: TypeAlias = Mapping[str, Any] | str | os.PathLike[str]
"""The labels of one reviewer, as `read_labels` takes them."""


@attrs.frozen
class Disagreement:
    """What two reviewers judged differently."""

    id: str
    first: str
    second: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen
class Agreement:
    """How far two reviewers agree.

    `both` is how many messages both have labelled, `observed` the share of them with one label,
    `kappa` how much of what chance leaves open they agree on (Cohen 1960), `alpha` the same over
    the labels of all reviewers together, be there gaps (Krippendorff 2004). These two are None
    where they say nothing: only one label was used. `counts` has a row for each of the `labels` of
    the first reviewer, a column for each of the second.
    """

    both: int
    only_first: int
    only_second: int
    observed: Estimate | None
    kappa: Estimate | None
    alpha: float | None
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    disagreements: tuple[Disagreement, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        told = attrs.asdict(self, recurse=False)
        for name in ("observed", "kappa"):
            told[name] = None if told[name] is None else told[name].to_dict()
        return {
            **told,
            "alpha": None if self.alpha is None else round(self.alpha, 4),
            "labels": list(self.labels),
            "counts": [list(row) for row in self.counts],
            "disagreements": [one.to_dict() for one in self.disagreements],
        }


def agreement(first: Labels, second: Labels, *others: Labels) -> Agreement:
    """How far the labels of reviewers agree; each labels by id, or is a sheet.

    `alpha` takes in the `others` too, all else is about the first two.

    Raises:
        WrongLabels: something is no label, or a sheet lacks a column.
        OSError: a sheet cannot be read.
    """
    told = [_told(one) for one in (first, second, *others)]
    one, other = told[:2]
    both = sorted(one.keys() & other.keys())
    pairs = Counter((one[id_], other[id_]) for id_ in both)
    labels = sorted({label for pair in pairs for label in pair})
    agreed = sum(pairs[label, label] for label in labels)
    observed = share(agreed, len(both))
    return Agreement(
        both=len(both),
        only_first=len(one.keys() - other.keys()),
        only_second=len(other.keys() - one.keys()),
        observed=observed,
        kappa=None if observed is None else _kappa(pairs, len(both), observed),
        alpha=_alpha(told),
        labels=tuple(labels),
        counts=tuple(tuple(pairs[row, column] for column in labels) for row in labels),
        disagreements=tuple(
            Disagreement(id_, one[id_], other[id_]) for id_ in both if one[id_] != other[id_]
        ),
    )


def _told(labels: Labels) -> dict[str, str]:
    return {id_: _named(label) for id_, label in (read_labels(labels) or {}).items()}


def _named(label: Label) -> str:
    if not label:
        return "false"
    return ", ".join("true" if one == ANY else one for one in sorted(label))


def _kappa(pairs: Counter[tuple[str, str]], both: int, observed: Estimate) -> Estimate | None:
    """Cohen's kappa; as in his paper the agreement by chance is held fixed for the interval."""
    firsts, seconds = Counter[str](), Counter[str]()
    for (first, second), count in pairs.items():
        firsts[first] += count
        seconds[second] += count
    chance = sum(firsts[label] * seconds[label] for label in firsts) / both**2
    if chance == 1:
        return None
    ends = (observed.value, observed.low, observed.high)
    return Estimate(*((end - chance) / (1 - chance) for end in ends))


def _alpha(told: Sequence[Mapping[str, str]]) -> float | None:
    """Krippendorff's alpha of labels without an order (Content Analysis, 2004, chapter 11)."""
    units = [
        Counter(one[id_] for one in told if id_ in one)
        for id_ in sorted({id_ for one in told for id_ in one})
    ]
    units = [unit for unit in units if unit.total() > 1]
    values: Counter[str] = sum(units, Counter())
    count = values.total()
    by_chance = count**2 - sum(one**2 for one in values.values())
    if not by_chance:
        return None
    differing = sum(
        (unit.total() ** 2 - sum(one**2 for one in unit.values())) / (unit.total() - 1)
        for unit in units
    )
    return 1 - (count - 1) * differing / by_chance
