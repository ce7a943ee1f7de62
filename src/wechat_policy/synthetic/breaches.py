"""What breaks a rule and what only looks like it: the words, and where they are said."""

from __future__ import annotations

from functools import cache

import attrs

from wechat_policy.synthetic.grammar import Grammar, Rule, data


@attrs.frozen(eq=False)
class Breach:
    """One kind: where it is said, its words with the telling ones in `<…>`, what others answer.

    `near` are words that look like it and are harmless; `to_client` are those for people outside.
    """

    kind: str
    where: tuple[str, ...]
    lines: Rule
    answers: Rule
    near: Rule
    to_client: Rule | None

    @property
    def outward(self) -> bool:
        """Whether it is said to people outside alone."""
        return set(self.where) <= {"client", "customer"}

    def words(self, near: bool, outside: bool) -> Rule:
        """The words of it, or those that only look like it."""
        if near:
            return self.near
        return self.to_client if outside and self.to_client is not None else self.lines


@cache
def breaches() -> dict[str, Breach]:
    """The kinds that have words of their own, by name."""
    told = data("breaches")
    grammar = Grammar(
        data("organization")["words"], data("topics")["words"], data("office"), data("social"),
        data("customer"), told["words"],
    )  # fmt: skip
    return {
        kind: Breach(
            kind,
            tuple(one["where"].split()),
            grammar.rule(one["lines"]),
            grammar.rule(one["answers"]),
            grammar.rule(one["near"]),
            grammar.rule(one["to_client"]) if "to_client" in one else None,
        )
        for kind, one in told.items()
        if kind != "words"
    }
