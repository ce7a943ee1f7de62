"""The verdicts that differ, told with what of the policy made them differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wechat_policy.penalties import Penalty
from wechat_policy.tuning.differing import (
    Aspect,
    Change,
    ChangeKind,
    ClauseChange,
    Reason,
)
from wechat_policy.tuning.differing import (
    Side as Told,
)
from wechat_policy.tuning.edits import Pair
from wechat_policy.tuning.sides import Comparison, Item, aspects, imposed
from wechat_policy.tuning.vocabularies import Vocabularies
from wechat_policy.verdict import Undetermined, Violation

_OF_PENALTIES = frozenset({"penalties", "severity"})
_EARLIER = (Reason("earlier"),)


def changes_of(
    comparison: Comparison, pairs: Sequence[Pair], clauses: Iterable[ClauseChange]
) -> tuple[Change, ...]:
    """All that differs, in the order of time."""
    titles = {
        (pair.id, clause.id): clause.title
        for pair in pairs
        for policy in (pair.old, pair.new)
        if policy is not None
        for clause in policy.clauses
    }
    places = {key: place for place, key in enumerate(titles)}
    reasons = {(one.policy, one.clause): one.reasons for one in clauses}
    vocabularies = Vocabularies()
    found = []
    for item in joined(comparison.different.values()):
        told = item.new or item.old
        assert told is not None
        key = told.policy, told.clause
        words = _words(item, comparison, vocabularies)
        found.append(_change(item, titles[key], reasons.get(key, ()), words))
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.at, one.event or "", places[one.policy, one.clause], one.subject or ""
            ),
        )
    )  # fmt: skip


def joined(items: Iterable[Item]) -> list[Item]:
    """The items, of which what one version leaves open and the other decides is one."""
    found: list[Item] = []
    waiting: dict[tuple[object, ...], Item] = {}
    for item in items:
        told = item.new or item.old
        assert told is not None
        if item.old is not None and item.new is not None:
            found.append(item)
            continue
        place = (told.policy, told.clause, told.subject, item.excerpt.event)
        other = waiting.get(place)
        if other is None or not _complete_each_other(item, other):
            if other is not None:
                found.append(other)
            waiting[place] = item
            continue
        del waiting[place]
        left, right = (item, other) if item.old is not None else (other, item)
        decided = left if isinstance(left.old, Violation) else right
        found.append(
            Item(
                left.old,
                right.new,
                decided.excerpt,
                tuple(dict.fromkeys((*left.turns, *right.turns))),
                (left.penalties[0], right.penalties[1]),
            )
        )
    return [*found, *waiting.values()]


def _complete_each_other(one: Item, other: Item) -> bool:
    """Whether one version leaves open what the other decides."""
    sides = {one.old is None, other.old is None}
    kinds = {isinstance(each.old or each.new, Undetermined) for each in (one, other)}
    return len(sides) == 2 == len(kinds)


def _change(item: Item, title: str, reasons: tuple[Reason, ...], words: tuple[str, ...]) -> Change:
    told = item.new or item.old
    assert told is not None
    kind: ChangeKind = "new" if item.old is None else "gone" if item.new is None else "changed"
    differ: list[Aspect] = []
    if isinstance(item.old, Violation) and isinstance(item.new, Violation):
        differ += aspects(item.old, item.new)
    elif kind == "changed":
        differ.append("certainty")
    if kind == "changed" and imposed(item.penalties[0]) != imposed(item.penalties[1]):
        differ.append("penalty")
    return Change(
        kind=kind,
        aspects=tuple(differ),
        policy=told.policy,
        clause=told.clause,
        title=title,
        subject=told.subject,
        event=item.excerpt.event,
        at=item.excerpt.at,
        old=_told(item.old, item.penalties[0]),
        new=_told(item.new, item.penalties[1]),
        reasons=_chosen(reasons, kind, differ, words, item),
        words=words,
        turns=item.turns,
        excerpt=item.excerpt,
    )


def _told(one: Violation | Undetermined | None, penalty: Penalty | None) -> Told | None:
    if one is None:
        return None
    if isinstance(one, Undetermined):
        return Told("undetermined", None, ())
    words = dict.fromkeys(each.text for each in one.evidence if each.start is not None)
    names = () if penalty is None else dict.fromkeys(each.name for each in penalty.sanctions)
    return Told(
        one.status,
        one.severity or ("..".join(one.grades) or None),
        tuple(words),
        one.settled_at is not None,
        None if penalty is None else penalty.tier,
        tuple(names),
    )


def _words(item: Item, comparison: Comparison, vocabularies: Vocabularies) -> tuple[str, ...]:
    """The words found by one version that the other's lexicons of the clause do not have."""
    found: dict[str, None] = {}
    for one, own, other in (
        (item.old, comparison.old, comparison.new), (item.new, comparison.new, comparison.old)
    ):  # fmt: skip
        if not isinstance(one, Violation):
            continue
        mine, theirs = (side.clauses.get((one.policy, one.clause)) for side in (own, other))
        if mine is not None and theirs is not None:
            told = vocabularies.words(mine, one.evidence)
            found |= dict.fromkeys(sorted(told - vocabularies.words(theirs, one.evidence)))
    return tuple(found)


def _chosen(
    reasons: tuple[Reason, ...], kind: ChangeKind, differ: Sequence[Aspect],
    words: Sequence[str], item: Item,
) -> tuple[Reason, ...]:  # fmt: skip
    """Of what changed about a clause that which can have changed a verdict so."""
    fitting = [one for one in reasons if one.kind not in _OF_PENALTIES]
    if kind == "changed":
        found = set(differ)
        fitting = fitting if found - {"penalty", "severity"} else []
        fitting += [one for one in reasons if one.kind == "severity" and "severity" in found]
        fitting += [one for one in reasons if one.kind == "penalties" and "penalty" in found]
    likely = [one for one in fitting if _touches(one, words, item)]
    return tuple(likely or fitting) or _EARLIER


def _touches(reason: Reason, words: Sequence[str], item: Item) -> bool:
    """Whether what is seen of a verdict speaks for a reason, or at least not against it."""
    if reason.kind in ("lexicon", "exceptions"):
        those = {*reason.added, *reason.dropped}
        readings_changed = reason.old is not None
        return readings_changed or not those.isdisjoint(words) or any(
            word in item.excerpt.text for word in those
        )  # fmt: skip
    if reason.kind == "permission":
        # The test of a permission has no counterpart in a version without it.
        return not item.turns or any("" in (one.old_text, one.new_text) for one in item.turns)
    if reason.kind == "norms":
        # A text that is the same in both versions came out otherwise for what it names.
        return not item.turns or any(one.old_text != one.new_text for one in item.turns)
    return True
