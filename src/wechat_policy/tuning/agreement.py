"""How far two reviewers agree, and about what they do not."""

from __future__ import annotations

from typing import Any

import attrs

from wechat_policy.tuning.intervals import Estimate


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

    `both` is how many messages both have labelled; `observed` the part of them with one label;
    `kappa` how much of what chance leaves open they agree on (Cohen 1960); `alpha` the same over all labels (Krippendorff 2004). A measure is
    None where it says nothing: both used one label only.
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
        """As JSON; `counts` has a row for each label of the first reviewer."""
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
