"""Clauses without the examples that would show what they are for."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, named
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic


def clauses_have_examples(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A clause shows an event that breaks it and one that does not."""
    own = ground.assembly.document
    for clause in own.all(nodes.Clause):
        if all(isinstance(norm, nodes.Permit) for norm in clause.norms):
            continue
        kinds = {one.violates for one in clause.examples}
        if kinds == {True, False}:
            continue
        if not kinds:
            lacking = ("examples", "示例")
        elif True in kinds:
            lacking = ("`complies` example", "合规示例")
        else:
            lacking = ("`violates` example", "违规示例")
        facts = {"name": clause.name, "lacking": lacking[0], "lacking.zh": lacking[1]}
        yield Diagnostic("L421", own.source, named(own, clause), facts=facts)
