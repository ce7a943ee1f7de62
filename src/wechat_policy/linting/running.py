"""Runs the check and every rule over policies, and takes away what their authors let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import attrs

from wechat_policy.cases import check_cases, is_cases
from wechat_policy.checking.ground import Ground
from wechat_policy.checking.places import Places
from wechat_policy.checking.traversal import every_place
from wechat_policy.errors import Diagnostic
from wechat_policy.linting import (
    conflicts,
    duties,
    examples,
    manners,
    meetings,
    patterns,
    penalties,
    shadows,
    times,
    unused,
    words,
)
from wechat_policy.linting.edits import mendable
from wechat_policy.linting.suppressions import Suppressed, sifted
from wechat_policy.loading import checked
from wechat_policy.source import Source

Rule = Callable[[Ground, Places], Iterator[Diagnostic]]
"""Holds one thing against a policy, and gives a finding for every place where it is so."""

Comparison = Callable[[Ground, Ground], Iterator[Diagnostic]]
"""Holds two policies against each other, or a policy against itself."""

RULES: tuple[Rule, ...] = (
    shadows.clauses_add_something,
    shadows.clauses_are_not_lifted_whole,
    words.words_add_finds,
    words.lexicons_are_written_once,
    meetings.words_are_not_let_off,
    meetings.words_meet_one_test,
    patterns.expressions_are_no_lists,
    examples.clauses_have_examples,
    unused.lexicons_are_used,
    unused.hours_are_used,
    unused.days_are_used,
    unused.severities_are_used,
    penalties.breaches_lead_somewhere,
    penalties.more_breaches_cost_more,
    penalties.graver_breaches_cost_more,
    times.nights_are_whole,
    times.ranges_run_forwards,
    times.times_have_a_zone,
    times.windows_are_of_one_kind,
    times.clocks_have_24_hours,
    manners.clauses_say_their_source,
    manners.clauses_have_titles,
    manners.bans_have_conditions,
)
"""Every rule for a policy by itself, by what it is about."""

COMPARISONS: tuple[Comparison, ...] = (
    duties.duties_keep_within_limits,
    conflicts.required_is_not_forbidden,
    conflicts.requirements_agree,
    conflicts.permitted_is_not_forbidden,
)
"""Every rule for two policies, told in the second of them, or for a policy against itself."""


@attrs.frozen
class Report:
    """What was found in policies: what stands, and what their authors let pass."""

    findings: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...] = ()


def lint(sources: Source | Iterable[Source]) -> tuple[Diagnostic, ...]:
    """All that `check` tells of policies, and what is doubtful in them, in the order of the texts.

    Several policies are held against each other too. In a policy with an error nothing else is
    looked for, nor in a file of cases.
    """
    return lint_report(sources).findings


def lint_report(sources: Source | Iterable[Source]) -> Report:
    """The same, with what a comment on the line lets pass."""
    sources = (sources,) if isinstance(sources, Source) else tuple(dict.fromkeys(sources))
    found: list[Diagnostic] = []
    sound: list[Ground] = []
    for source in sources:
        if is_cases(source):
            found += check_cases(source)
            continue
        assembly, diagnostics = checked(source)
        found += (mendable(one, assembly.document) for one in diagnostics)
        if any(one.level == "error" for one in diagnostics):
            continue
        ground = Ground.of(assembly)
        places = Places(every_place(ground))
        for rule in RULES:
            found += _own(rule(ground, places), source)
        for comparison in COMPARISONS:
            found += _own(comparison(ground, ground), source)
        sound.append(ground)
    for one, two in combinations(sound, 2):
        for comparison in COMPARISONS:
            found += comparison(one, two)
    whole = [ground.assembly.document.source for ground in sound]
    return _sorted(sources, *sifted(found, sources, whole))


def _own(found: Iterable[Diagnostic], source: Source) -> Iterator[Diagnostic]:
    """What lies in the policy itself: what its libraries hold is told where they are linted."""
    return (one for one in found if one.source is source)


def _sorted(
    sources: tuple[Source, ...], findings: list[Diagnostic], suppressed: list[Suppressed]
) -> Report:
    order = {id(source): number for number, source in enumerate(sources)}

    def place(one: Diagnostic) -> tuple[int, int, int, str]:
        number = order.get(id(one.source), len(order))
        return number, one.span.start, one.span.end, one.code

    unique = {(*place(one), one.source.name, one.message()): one for one in findings}
    return Report(
        tuple(sorted(unique.values(), key=place)),
        tuple(sorted(suppressed, key=lambda one: place(one.finding))),
    )
