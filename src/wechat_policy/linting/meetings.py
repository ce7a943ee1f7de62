"""Words that undo what a clause asks for: found on both sides of an `and`, or let off at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from wechat_policy import nodes
from wechat_policy.checking.conjunctions import Literal
from wechat_policy.checking.contradictions import expanded
from wechat_policy.checking.ground import Ground, fault, related
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.linting.breaches import Case, cases, own_clauses
from wechat_policy.linting.usage import Book, Books, plainly_sought
from wechat_policy.matcher import Matcher
from wechat_policy.source import Borrowed


def words_are_not_let_off(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No word that a norm looks for is one that its exception lets off wherever it stands."""
    books = Books(ground)
    for case in _cases(ground):
        sought = _plain(case, ground, True)
        for one in _plain(case, ground, False):
            spares = books.get(one[1])
            if spares is None or spares.narrows or spares.lexicon.weighs:
                continue
            for call, name in sought:
                book = books.get(name)
                if book is None or call.path != one[0].path or name == one[1]:
                    continue
                freed = _holding(book, spares)
                if freed and len(freed) < len(book.folded):
                    yield fault(
                        "L413", case.document, call.span, name=name, other=one[1],
                        count=str(len(freed)), words=_listed(freed),
                        related=[
                            related(
                                case.document, one[0].span, "lets_off", seen_from=case.document
                            )
                        ],
                    )  # fmt: skip


def words_meet_one_test(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where a norm asks for words of two lexicons, one word alone does not do for both."""
    books = Books(ground)
    for case in _cases(ground):
        for (one, first), (two, second) in combinations(_plain(case, ground, True), 2):
            some, others = books.get(first), books.get(second)
            if some is None or others is None or first == second or one.path != two.path:
                continue
            shared = [entry.word for word, entry in others.entries() if word in {*some.folded}]
            if shared and not some.narrows and not others.narrows:
                yield fault(
                    "L414", case.document, two.span, name=second, other=first,
                    count=str(len(shared)), words=_listed(shared),
                    related=[
                        related(case.document, one.span, "asks_too", seen_from=case.document)
                    ],
                )  # fmt: skip


def _cases(ground: Ground) -> Iterator[Case]:
    own = ground.assembly.document
    for clause in own_clauses(ground):
        for norm in clause.norms:
            if not isinstance(norm, nodes.Permit):
                yield from cases(clause, norm, own)


def _plain(case: Case, ground: Ground, positive: bool) -> list[tuple[nodes.Call, str]]:
    """The tests on a lexicon that a case has to meet or to fail, written in the norm itself."""
    facts: Sequence[Literal] = expanded(case.literals())[0]
    found = []
    for one in facts:
        operand = one.node.operand if isinstance(one.node, nodes.Holds) else None
        name = plainly_sought(operand) if operand is not None else None
        written = operand is not None and not isinstance(operand.span, Borrowed)
        if written and one.positive == positive and name in ground.lexicons:
            assert isinstance(operand, nodes.Call) and name is not None
            found.append((operand, name))
    return found


def _holding(book: Book, spares: Book) -> list[str]:
    """The words of a lexicon in which a word of another one stands."""
    matcher = Matcher(tuple(word for word in dict.fromkeys(spares.folded) if word.strip()))
    return [entry.word for word, entry in book.entries() if matcher.hits(word)]


def _listed(found: Sequence[str]) -> str:
    return "、".join(found[:3]) + ("…" if len(found) > 3 else "")
