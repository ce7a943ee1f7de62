"""Covers short policies for the tests: without a check, which looks at every word of `common`."""

from __future__ import annotations

from wechat_policy.assembly import Assembly, assemble
from wechat_policy.compiler import compile_policy
from wechat_policy.coverage import Coverage, Inventory
from wechat_policy.coverage.norms import clauses_shown
from wechat_policy.coverage.references import references_of
from wechat_policy.loading import find_library
from wechat_policy.parser import parse
from wechat_policy.policy import Policy
from wechat_policy.source import Source


def assembled(text: str, name: str = "own.policy") -> tuple[Assembly, Policy]:
    """The tree and the policy of a text without faults, with the libraries that it names."""
    document, faults = parse(Source(name, text))
    assert not faults, [fault.render() for fault in faults]
    assembly, missing = assemble(document, find_library)
    assert not missing, [fault.render() for fault in missing]
    return assembly, compile_policy(assembly)


def covered(text: str, inventory: Inventory | None = None, name: str = "own.policy") -> Coverage:
    """The coverage of a text."""
    assembly, policy = assembled(text, name)
    return Coverage(
        policy=policy.id,
        title=policy.title,
        source=assembly.document.source,
        references=references_of(assembly, policy.id, inventory),
        clauses=clauses_shown(assembly, policy),
        was_measured=inventory is not None,
    )
