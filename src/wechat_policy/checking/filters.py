"""A filter narrows the events that its author means: those that it stands behind."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, words
from wechat_policy.checking.places import Places, types_of
from wechat_policy.checking.traversal import Walk
from wechat_policy.errors import Diagnostic
from wechat_policy.lowering import is_value
from wechat_policy.resolution import Environment
from wechat_policy.vocabulary import vocabulary


def filters_are_meant_for_the_last(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A filter behind the last of several events is one that the others could not have."""
    for clause, document in ground.sections(nodes.Clause):
        walk = Walk(ground, document, clause)
        for node in nodes.walk(clause):
            for name in ("patterns", "opening"):
                patterns = getattr(node, name, ())
                if isinstance(patterns, tuple) and len(patterns) > 1:
                    *others, last = patterns
                    if _may_be_meant_for_all(walk, others, last):
                        span = last.span
                        yield fault(
                            "W316", document, span, name=words(document, span),
                            filter=words(document, last.where.span),
                        )  # fmt: skip


def _may_be_meant_for_all(walk: Walk, others: list[nodes.Pattern], last: nodes.Pattern) -> bool:
    """Whether only the last is filtered, by facts that each of the others has too."""
    if last.where is None or any(one.where is not None for one in others):
        return False
    asked = _asked(walk, last)
    types = [types_of((one,)) for one in others]
    # Articles and the like are of their channel by their type; a message may come by any.
    content = vocabulary().expand("content")
    if asked == {"channel"} and all(one in content for each in types for one in each):
        return False
    return bool(asked) and all(
        all(vocabulary().attribute(one, fact) is not None for fact in asked) for one in types
    )


def _asked(walk: Walk, pattern: nodes.Pattern) -> set[str]:
    """The facts of the event that a filter asks for, by the first word of their paths."""
    assert pattern.where is not None
    scope = Environment(types_of((pattern,)))
    found = set()
    for place in walk.condition(pattern.where, scope, "filter"):
        if place.scope is not scope:
            continue
        match place.node:
            case nodes.Quantified(_, path, _):
                found.add(path)
            case nodes.Name(path) if place.role in ("subject", "value"):
                beside = place.beside
                if path not in walk.ground.parameters and not (beside and is_value(beside, path)):
                    found.add(path)
    return {path.removeprefix("event.").split(".")[0] for path in found}
