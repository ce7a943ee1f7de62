"""What is asked of a trial: the clauses that it is about, and how it comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import attrs

from wechat_policy.policy import Policy
from wechat_policy.verdict import Verdict


@attrs.frozen
class Played:
    """How a trial came out: whether as it promises, and all that its events led to."""

    passed: bool
    verdicts: Sequence[Verdict]


class Trial(Protocol):
    """Something that can be played against a compiled policy, such as an example of a clause."""

    @property
    def file(self) -> str:
        """Where it is written."""

    @property
    def line(self) -> int:
        """The line where it begins, from 1."""

    @property
    def clauses(self) -> frozenset[str]:
        """The clauses that it is about; none where it is about the whole policy."""

    @property
    def violates(self) -> frozenset[str]:
        """The clauses that it promises to violate."""

    @property
    def complies(self) -> frozenset[str]:
        """The clauses that it promises not to violate, before or after it may."""

    @property
    def bars_others(self) -> bool:
        """Whether it promises that no clause is violated but those of `violates`."""

    @property
    def grades(self) -> bool:
        """Whether it also says how grave a violation is, or what penalty follows."""

    @property
    def certainty(self) -> bool:
        """Whether it also says how sure a violation is."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The values to which it binds parameters of the policy."""

    def play(self, policy: Policy) -> Played:
        """How it comes out; the policy may be reduced to what its clauses need.

        Raises InvalidRecord where it cannot be played.
        """
