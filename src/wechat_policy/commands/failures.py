"""Why a test did not come out as it should: what was expected beside what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wechat_policy import nodes
from wechat_policy.cases import CaseResult, Outcome, Result, Shortfall
from wechat_policy.cases.matching import Aspect, differences
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.reasons import reason_lines
from wechat_policy.drawing import explain_tree
from wechat_policy.engine.why import Why
from wechat_policy.errors import Language
from wechat_policy.examples import ExampleResult, PolicyUnderTest
from wechat_policy.lowering import words_of
from wechat_policy.penalties import Penalty
from wechat_policy.sentences import sanctions_of
from wechat_policy.source import visible
from wechat_policy.summary import sanction_words, tier_words
from wechat_policy.verdict import Undetermined, Violation
from wechat_policy.wording import Wording, shown

_MOST = 3
"""Events of a failed test that are explained, and things found that are listed."""

_STATUS = {"violation": "certain", "suspected": "suspected", "advisory": "advisory"}


def failure_lines(
    result: Result, tested: PolicyUnderTest, language: Language, colour: bool = False
) -> Iterator[str]:
    """What a person is told of a test that failed or could not be played."""
    if isinstance(result, CaseResult):
        yield from _case(result, tested, language, colour)
    else:
        yield from _example(result, tested, language, colour)


def headline(result: Result, language: Language) -> str:
    """The same in one line, without its place."""
    if result.fault is not None:
        return phrase("unplayable", language, fault=result.fault.render(language))
    if isinstance(result, ExampleResult):
        return phrase(f"promised.{result.expected}", language)
    first = result.shortfalls[0]
    return phrase("expectation", language, line=first.line, words=shown(first.expected, 200))


def _example(
    result: ExampleResult, tested: PolicyUnderTest, language: Language, colour: bool
) -> Iterator[str]:
    name = visible(result.source.name)
    yield phrase("example", language, name=name, line=result.line, words=shown(result.words, 200))
    clause = shown(result.clause)
    yield "  " + phrase("in_clause", language, clause=clause, number=result.number)
    if result.fault is not None:
        yield from _unplayable(result, language)
        return
    yield "  " + phrase(f"promised.{result.expected}", language)
    if result.expected == "complies":
        for violation in result.violations:
            for line in explain_tree(violation.trace, language, colour).split("\n"):
                yield f"    {line}"
        return
    for line in _reasons(result.reasons, norm_words(tested, result.clause), language, colour):
        yield f"    {line}"
    for one in result.pending:
        yield "    " + phrase("pending", language, due=Wording(language).time(one.due))


def _reasons(
    reasons: Sequence[Why], words: Mapping[int, str], language: Language, colour: bool
) -> Iterator[str]:
    """What a clause made of the last events; what it says of several is said once."""
    told = (tuple(reason_lines(why, words, language, colour)) for why in reasons)
    for lines in list(dict.fromkeys(told))[-_MOST:]:
        yield from lines


def _unplayable(result: Result, language: Language) -> Iterator[str]:
    assert result.fault is not None
    fault = result.fault.render(language).replace("\n", "\n    ")
    yield "  " + phrase("unplayable", language, fault=fault)


def _case(
    result: CaseResult, tested: PolicyUnderTest, language: Language, colour: bool
) -> Iterator[str]:
    name = visible(result.source.name)
    yield phrase("case", language, name=name, line=result.line, words=shown(result.name, 200))
    if result.fault is not None:
        yield from _unplayable(result, language)
    for shortfall in result.shortfalls:
        words = shown(shortfall.expected, 200)
        yield "  " + phrase("expectation", language, line=shortfall.line, words=words)
        for line in _shortfall(shortfall, tested, language, colour):
            yield f"    {line}"


def _shortfall(
    shortfall: Shortfall, tested: PolicyUnderTest, language: Language, colour: bool
) -> Iterator[str]:
    wording, expected = Wording(language), shortfall.expectation
    yield phrase("side.expected", language, words=expected_words(expected, wording))
    found = [outcome_words(one, wording) for one in shortfall.found]
    for words in found[:_MOST] or [phrase("side.nothing", language)]:
        yield phrase("side.found", language, words=words)
    if len(found) > _MOST:
        yield "  " + phrase("side.more", language, count=len(found) - _MOST)
    if expected.negated:
        yield from _why_found(shortfall, language, colour)
        return
    for line in parting(shortfall, wording):
        yield f"→ {line}"
    if shortfall.reasons and not shortfall.count:
        assert isinstance(expected, nodes.Finding) and expected.clause is not None
        yield phrase("what_clause_made", language, clause=shown(expected.clause))
        norms = norm_words(tested, expected.clause)
        for line in _reasons(shortfall.reasons, norms, language, colour):
            yield f"  {line}"
    for pending in shortfall.pending:
        yield "  " + phrase("pending", language, due=wording.time(pending.due))


def _why_found(shortfall: Shortfall, language: Language, colour: bool) -> Iterator[str]:
    for one in shortfall.found[:_MOST]:
        if not isinstance(one, Penalty):
            yield phrase("why_found", language, clause=shown(one.clause))
            for line in explain_tree(one.trace, language, colour).split("\n"):
                yield f"  {line}"


def parting(shortfall: Shortfall, wording: Wording) -> Iterator[str]:
    """Where what is expected and what comes nearest to it part, in words."""
    expected, language = shortfall.expectation, wording.language
    times = expected.times if isinstance(expected, nodes.Finding) else None
    if times is not None and shortfall.count:
        yield phrase("part.count", language, expected=times, found=shortfall.count)
    elif shortfall.found:
        nearest = shortfall.found[0]
        for aspect in differences(expected, nearest):
            yield _part(aspect, expected, nearest, wording)


def _part(aspect: Aspect, expected: nodes.Expectation, found: Outcome, wording: Wording) -> str:
    language = wording.language
    if aspect == "who":
        sides = {"expected": shown(expected.who or ""), "found": wording.who(found.subject)}
        return phrase("part.who", language, **sides)
    if isinstance(found, Penalty):
        assert isinstance(expected, nodes.Imposed)
        tier = tier_words(wording, found)
        if aspect == "step":
            return phrase("part.step", language, expected=expected.step, tier=tier)
        wanted = _sanctions(expected, wording)
        told = sanction_words(wording, found.sanctions, found.open)
        return phrase("part.sanctions", language, expected=wanted, found=told, tier=tier)
    assert isinstance(expected, nodes.Finding)
    if aspect == "clause":
        sides = {"expected": shown(expected.clause or ""), "found": shown(found.clause)}
        return phrase("part.clause", language, **sides)
    sides = {"expected": _sort(expected.status, language), "found": _found_sort(found, language)}
    return phrase("part.status", language, **sides)


def expected_words(expected: nodes.Expectation, wording: Wording) -> str:
    """What is expected, in the words in which what was found is told."""
    language = wording.language
    if isinstance(expected, nodes.Imposed):
        parts = [_sanctions(expected, wording) or phrase("sort.penalty", language)]
        if expected.step is not None:
            parts.append(phrase("sort.step", language, step=expected.step))
    else:
        sort = _sort(expected.status, language)
        if expected.times is not None:
            sort = phrase("sort.times", language, count=expected.times, words=sort)
        parts = [sort if expected.clause is None else f"{sort} {shown(expected.clause)}"]
    if expected.who is not None:
        parts.append(shown(expected.who))
    words = wording.listed(parts)
    if not expected.negated:
        return words
    return phrase("side.other" if expected.other else "side.none", language, words=words)


def outcome_words(found: Outcome, wording: Wording) -> str:
    """What was found, in one line."""
    if isinstance(found, Penalty):
        sanctions = sanction_words(wording, found.sanctions, found.open)
        parts = [sanctions, wording.who(found.subject), tier_words(wording, found)]
    else:
        named = f"{_found_sort(found, wording.language)} {shown(found.clause)}"
        parts = [named, wording.who(found.subject)]
    if isinstance(found, Violation):
        parts.append(wording.time(found.at))
        if found.distance:
            reached, _, bound = map(wording.lasting, found.distance.partition(" of "))
            parts.append(wording.phrase("say.distance", reached=reached, bound=bound))
    return wording.listed(parts)


def _sanctions(expected: nodes.Imposed, wording: Wording) -> str:
    if expected.sanctions is None:
        return ""
    return sanction_words(wording, *sanctions_of(expected.sanctions, ()))


def _sort(status: str, language: Language) -> str:
    return phrase(f"sort.{status}", language)


def _found_sort(found: Violation | Undetermined, language: Language) -> str:
    if isinstance(found, Undetermined):
        return _sort("undetermined", language)
    return _sort(_STATUS[found.status], language)


def norm_words(tested: PolicyUnderTest, clause: str) -> dict[int, str]:
    """The words of the norms of a clause, by their numbers from 0."""
    found = tested.assembly.all(nodes.Clause).get(clause)
    if found is None:
        return {}
    node, document = found
    words = words_of(document)
    return {number: words(norm.span) for number, norm in enumerate(node.norms)}
