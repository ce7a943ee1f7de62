"""What a trace tells: where its parts found something, and what they could not know."""

from __future__ import annotations

from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.verdict import Evidence, Trace


def evidence_of(trace: Trace) -> tuple[Evidence, ...]:
    """Where the true parts of a trace found what they looked for, in the order of the text."""
    found: list[Evidence] = []
    _gather(trace, True, found)
    if len(found) < 2:
        return tuple(found)
    return tuple(
        sorted(dict.fromkeys(found), key=lambda one: (one.field, one.start or 0, one.end or 0))
    )


def _gather(trace: Trace, wanted: bool, found: list[Evidence]) -> None:
    if trace.joined == "not":
        for part in trace.parts:
            _gather(part, not wanted, found)
        return
    for part in trace.parts:
        _gather(part, wanted, found)
    if trace.truth is wanted:
        found += trace.evidence


def specific(trace: Trace) -> bool:
    """Whether a test on this very event, and not only on its frame, came out true.

    What stands in a part that came out false has nothing to do with the answer.
    """
    if trace.parts and trace.truth is False:
        return False
    if trace.parts:
        return any(specific(part) for part in trace.parts)
    return trace.specific


def missing(trace: Trace) -> tuple[str, ...]:
    """The words of the tests that are unknown."""
    return tuple(
        dict.fromkeys(
            name
            for leaf in trace.leaves()
            if leaf.truth is None
            for name in ([key for key, one in leaf.values.items() if one is UNKNOWN] or [leaf.text])
        )
    )
