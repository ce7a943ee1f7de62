"""The cases of a file as trials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.cases import PlayableCase
from wechat_policy.policy import Policy
from wechat_policy.trials.protocol import Played

_SURE = ("certain", "suspected", "advisory")


@attrs.frozen(eq=False)
class CaseTrial:
    """A case: it is about the clauses that its expectations name, else about the whole policy."""

    case: PlayableCase

    @property
    def file(self) -> str:
        """The file of cases."""
        return self.case.source.name

    @property
    def line(self) -> int:
        """The line where the case begins, from 1."""
        return self.case.line

    @property
    def clauses(self) -> frozenset[str]:
        """The clauses that are expected; none where something is expected of no clause alone."""
        found = [_clause(one) for one in self._expectations]
        return frozenset() if None in found else frozenset(one for one in found if one)

    @property
    def violates(self) -> frozenset[str]:
        """Those of which a violation is expected."""
        return frozenset(
            one.clause
            for one in self._findings
            if one.clause is not None and one.status != "undetermined" and not one.negated
        )

    @property
    def complies(self) -> frozenset[str]:
        """Those of which no violation is expected; before or after one may be."""
        none = {one.clause for one in self._findings if _is_none(one)}
        return frozenset(one for one in none if one is not None)

    @property
    def bars_others(self) -> bool:
        """Whether no violation is expected, of whatever clause."""
        return any(_is_none(one) and one.clause is None for one in self._findings)

    @property
    def grades(self) -> bool:
        """Whether a penalty is expected, or that there is none."""
        return any(isinstance(one, nodes.Imposed) for one in self._expectations)

    @property
    def certainty(self) -> bool:
        """Whether a certain violation is expected, a suspected or an advisory one."""
        return any(one.status in _SURE for one in self._findings)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The values that the case or its file binds."""
        return dict(self.case.bindings)

    @property
    def _expectations(self) -> list[nodes.Expectation]:
        items = self.case.case.items
        return [one for one in items if isinstance(one, nodes.Finding | nodes.Imposed)]

    @property
    def _findings(self) -> list[nodes.Finding]:
        return [one for one in self._expectations if isinstance(one, nodes.Finding)]

    def play(self, policy: Policy) -> Played:
        """How it comes out before a fresh engine."""
        result = self.case.play_by(policy)
        if result.fault is not None:
            raise result.fault
        return Played(result.passed, result.verdicts)


def _clause(expected: nodes.Expectation) -> str | None:
    return expected.clause if isinstance(expected, nodes.Finding) else None


def _is_none(expected: nodes.Finding) -> bool:
    """Whether it says of everybody that there is no violation, certain or not."""
    return expected.negated and expected.status == "found" and expected.who is None
