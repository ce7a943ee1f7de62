"""The coverage of one policy: its statements, its clauses and its norms together."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs

from wechat_policy.compiler import compile_policy
from wechat_policy.coverage.inventory import Inventory
from wechat_policy.coverage.norms import ClauseShown, NormShown, clauses_shown
from wechat_policy.coverage.references import References, references_of
from wechat_policy.errors import InvalidPolicy
from wechat_policy.loading import checked, open_source
from wechat_policy.source import Source

COUNTS = (
    "references", "judged", "permitted", "penalty", "noted", "missing",
    "refused", "unlisted", "repeated",
    "clauses", "clauses_shown", "norms", "fired", "missed", "norms_shown",
    "permissions", "permissions_shown", "examples", "failed",
)  # fmt: skip
"""The names of the counts of a coverage, in their order."""


@attrs.frozen
class Coverage:
    """How a policy covers what was written, and which of its norms its examples show.

    `was_measured` says that an inventory was asked, be there anything of this policy in it or not.
    """

    policy: str
    title: str
    source: Source
    references: References
    clauses: tuple[ClauseShown, ...]
    was_measured: bool

    @property
    def norms(self) -> tuple[NormShown, ...]:
        """The norms of all clauses that can be broken."""
        return tuple(norm for one in self.clauses for norm in one.norms if not norm.is_permission)

    @property
    def permissions(self) -> tuple[NormShown, ...]:
        """The norms of all clauses that permit."""
        return tuple(norm for one in self.clauses for norm in one.norms if norm.is_permission)

    @property
    def is_unknown(self) -> bool:
        """Whether the inventory that was asked holds nothing of this policy."""
        return self.was_measured and not self.references.is_measured

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, and every norm, so every clause too, has examples both ways.

        What is cited twice, and a permission that no example shows, count for nothing here.
        """
        found = self.references
        return not (
            self.is_unknown
            or found.gaps
            or found.unlisted
            or any(one.is_open for one in found.all)
            or any(one.lacks for one in self.norms)
        )

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each; the missing include those of gaps."""
        found = self.references
        ways = Counter[str](one.covering for one in found.all)
        told = {
            "references": len(found.all) + sum(one.count for one in found.gaps),
            **{name: ways[name] for name in ("judged", "permitted", "penalty", "noted")},
            "missing": ways["missing"] + sum(one.count for one in found.gaps),
            "refused": len(found.refused),
            "unlisted": len(found.unlisted),
            "repeated": len(found.repeated),
            "clauses": len(self.clauses),
            "clauses_shown": sum(not one.lacks for one in self.clauses),
            "norms": len(self.norms),
            "fired": sum(bool(one.fires) for one in self.norms),
            "missed": sum(bool(one.near) for one in self.norms),
            "norms_shown": sum(not one.lacks and one.switch is None for one in self.norms),
            "permissions": len(self.permissions),
            "permissions_shown": sum(not one.lacks for one in self.permissions),
            "examples": sum(one.violates + one.complies for one in self.clauses),
            "failed": sum(len(one.failed) for one in self.clauses),
        }
        return {name: told[name] for name in COUNTS}

    def to_dict(self) -> dict[str, Any]:
        """The coverage as JSON-able data."""
        found = self.references
        return {
            "policy": self.policy,
            "title": self.title,
            "file": self.source.name,
            "measured": found.is_measured,
            "complete": self.is_complete,
            "counts": dict(self.counts),
            "missing": [one.ref for one in found.missing],
            "gaps": [attrs.asdict(one) for one in found.gaps],
            "refused": [one.ref for one in found.refused],
            "unlisted": [one.ref for one in found.unlisted],
            "repeated": [one.ref for one in found.repeated],
            "references": [one.to_dict() for one in (*found.all, *found.unlisted)],
            "clauses": [one.to_dict() for one in self.clauses],
            "norms": [norm.to_dict() for one in self.clauses for norm in one.norms],
        }


def coverage_of(
    policy: str | os.PathLike[str] | Source, inventory: Inventory | None = None
) -> Coverage:
    """The coverage of a policy file, or of a shipped pack by its number or name.

    With an `inventory` its statements are the yardstick, without one the numbering of what is
    cited. Its examples are played. Raises InvalidPolicy, UnknownPack.
    """
    source = policy if isinstance(policy, Source) else open_source(policy)
    assembly, diagnostics = checked(source)
    if any(one.level == "error" for one in diagnostics):
        raise InvalidPolicy(diagnostics)
    compiled = compile_policy(assembly, warnings=diagnostics)
    return Coverage(
        policy=compiled.id,
        title=compiled.title,
        source=source,
        references=references_of(assembly, compiled.id, inventory),
        clauses=clauses_shown(assembly, compiled),
        was_measured=inventory is not None,
    )
