"""Values that a registered condition takes from a fact, and lengths of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from wechat_policy.drafts import maker
from wechat_policy.rules.facts import Constant, Scope, Value
from wechat_policy.rules.lexicons import Hit, Lexicon, carrying
from wechat_policy.rules.truth import UNKNOWN, Truth
from wechat_policy.source import Span
from wechat_policy.verdict import Evidence, Trace

_new_evidence = maker(Evidence)
_new_trace = maker(Trace)


@attrs.frozen
class Call:
    """A registered condition applied to a fact.

    `scanned` says that the function takes the text with what the lexicons find in it; `clue` are
    words of which the text has to hold one for the function to find anything.
    """

    label: str
    fact: Value
    field: str
    function: Callable[..., Any]
    arguments: tuple[Value, ...]
    named: tuple[tuple[str, Value], ...]
    scanned: bool
    specific: bool
    clue: Lexicon | None = None

    def value(self, scope: Scope) -> Any:
        """What the function says: a truth, spans, a number, or UNKNOWN."""
        return scope.once(self, self._answer)

    def _answer(self, scope: Scope) -> Any:
        fact = self.fact.value(scope)
        if fact is UNKNOWN or fact is None:
            return fact
        if (
            self.clue is not None
            and isinstance(fact, str)
            and not scope.scan(fact).holds(self.clue)
        ):
            return ()
        if self.scanned:
            if not isinstance(fact, str):
                return UNKNOWN
            fact = scope.scan(fact)
        arguments = [one.value(scope) for one in self.arguments]
        for one in arguments:
            if one is UNKNOWN:
                return UNKNOWN
        if self.named:
            named = {name: one.value(scope) for name, one in self.named}
            if UNKNOWN in named.values():
                return UNKNOWN
            answer = self.function(fact, *arguments, **named)
        else:
            answer = self.function(fact, *arguments)
        return UNKNOWN if answer is None else answer

    def truth(self, scope: Scope) -> Truth:
        """Spans are true if there are any; no fact has nothing to be found in it."""
        answer = self.value(scope)
        return None if answer is UNKNOWN else bool(answer)

    def places(self, scope: Scope) -> tuple[Evidence, ...]:
        """Where the fact holds words of the lexicons among the arguments."""
        fact = self.fact.value(scope)
        if not self.scanned or not isinstance(fact, str):
            return ()
        spans = [
            hit.span
            for one in self.arguments
            if isinstance(one, Constant) and isinstance(one.constant, Lexicon)
            for hit in carrying(scope.scan(fact).hits(one.constant))
        ]
        return self._evidence(fact, spans, scope)

    def _evidence(self, fact: str, spans: Iterable[Span], scope: Scope) -> tuple[Evidence, ...]:
        """The words at these places, with what they stand for where they were read otherwise."""
        meant: dict[Span, Hit] = {}
        if self.scanned and (scan := scope.scan(fact)).read:
            for one in (*self.arguments, *(value for _, value in self.named)):
                if isinstance(one, Constant) and isinstance(one.constant, Lexicon):
                    for hit in scan.hits(one.constant):
                        if hit.reading != "literal":
                            meant.setdefault(hit.span, hit)
        found = []
        for span in dict.fromkeys(spans):
            start, end = span.start, span.end
            if meant and (other := meant.get(span)) is not None:
                read = (other.word, other.reading)
                found.append(_new_evidence(self.field, fact[start:end], start, end, *read))
            else:
                found.append(_new_evidence(self.field, fact[start:end], start, end))
        return tuple(found)

    def trace(self, scope: Scope) -> Trace:
        """With the places found."""
        answer = self.value(scope)
        truth = None if answer is UNKNOWN else bool(answer)
        fact = self.fact.value(scope)
        evidence: tuple[Evidence, ...] = ()
        values: dict[str, Any] = {}
        if isinstance(answer, tuple) and isinstance(fact, str):
            spans = [one for one in answer if isinstance(one, Span)]
            evidence = self._evidence(fact, spans, scope)
        elif fact is UNKNOWN:
            values = {self.fact.label: UNKNOWN}
        specific = self.specific and truth is True
        return _new_trace(self.label, truth, values, evidence, specific=specific)
