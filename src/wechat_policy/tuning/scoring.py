"""What labels say of what was flagged: right, false alarm, missed, overall and by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from wechat_policy.events import Event
from wechat_policy.policy import Policy
from wechat_policy.tuning.excerpts import Excerpt, excerpt_missed
from wechat_policy.tuning.intervals import Quality
from wechat_policy.tuning.labels import ANY, Label
from wechat_policy.tuning.parts import Cited
from wechat_policy.tuning.tallying import digest


class Seen:
    """The labels of the events that came, and what to show of one that is missed."""

    def __init__(self, labels: Mapping[str, Label]) -> None:
        self._given = labels
        self.labels: dict[int, Label] = {}
        self.excerpts: dict[int, Excerpt] = {}

    @property
    def unseen(self) -> int:
        """How many labels are of events that did not come."""
        return len(self._given) - len(self.labels)

    @property
    def names(self) -> set[str]:
        """All that labels name."""
        return {name for label in self._given.values() for name in label} - {ANY}

    def note(self, events: Sequence[Event]) -> None:
        """Takes up the labels of some events."""
        given = self._given
        if not given:
            return
        for event in events:
            label = given.get(event.id)
            if label is not None:
                key = digest(event.id)
                if key not in self.labels:
                    self.labels[key] = label
                    if label:
                        self.excerpts[key] = excerpt_missed(event)


def quality(labels: Mapping[int, Label], flagged: Mapping[int, object]) -> Quality:
    """The quality over all labelled events that came."""
    counted = Counter((bool(label), key in flagged) for key, label in labels.items())
    return Quality(
        counted[True, True], counted[False, True], counted[True, False], counted[False, False]
    )


def qualities(
    labels: Mapping[int, Label], cited: Mapping[int, Cited], answers: Sequence[frozenset[str]],
    names: set[str],
) -> dict[int, Quality]:  # fmt: skip
    """The quality of each clause.

    One that labels name, by its id or a tag, should find what is labelled so; what is only said to
    be something counts neither way there. Where labels name clauses, nobody has said what another
    should find, and it has none; where they name nothing, each should find all there is to find.
    """
    kinds = Counter(
        (label, frozenset(number for number, _ in cited.get(key, ())))
        for key, label in labels.items()
    )
    found: dict[int, Quality] = {}
    for number, own in enumerate(answers):
        named = not own.isdisjoint(names)
        if names and not named:
            continue
        counted: Counter[tuple[bool, bool]] = Counter()
        for (label, flagged), count in kinds.items():
            if named and label and own.isdisjoint(label) and ANY in label:
                continue
            wanted = not own.isdisjoint(label) if named else bool(label)
            counted[wanted, number in flagged] += count
        found[number] = Quality(
            counted[True, True], counted[False, True], counted[True, False], counted[False, False]
        )
    return found


def answers_of(policy: Policy, id_: str) -> frozenset[str]:
    """The names in labels that a clause answers to: its id, also with its policy, and its tags."""
    return frozenset({id_, f"{policy.id}/{id_}", *policy.clause(id_).tags})
