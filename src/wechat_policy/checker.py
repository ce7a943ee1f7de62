"""Finds what is wrong with a policy beyond its syntax: every fault at once, in the text's order.

What passes here can be lowered and compiled without a fault; each check says the fact it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wechat_policy.assembly import Assembly
from wechat_policy.checking import (
    arguments,
    characters,
    comparisons,
    contradictions,
    declarations,
    durations,
    examples,
    expressions,
    filters,
    lexicons,
    names,
    sanctions,
    severities,
    timetables,
)
from wechat_policy.checking.ground import Ground
from wechat_policy.checking.places import Places
from wechat_policy.checking.traversal import every_place
from wechat_policy.errors import Diagnostic

Check = Callable[[Ground, Places], Iterator[Diagnostic]]
"""Demands one fact of a policy, and gives a diagnostic for every place where it is not so."""

CHECKS: tuple[Check, ...] = (
    declarations.policies_have_a_header,
    declarations.clauses_have_one_name,
    declarations.sections_stand_once,
    declarations.statements_stand_once,
    declarations.names_are_free,
    declarations.clauses_are_no_severities,
    declarations.former_names_are_gone,
    declarations.clauses_say_something,
    declarations.permits_lift_something,
    declarations.violations_can_open_duties,
    declarations.parameters_are_used,
    declarations.definitions_are_used,
    declarations.references_stand_once,
    characters.names_are_visible,
    characters.names_have_one_script,
    characters.names_differ_to_the_eye,
    names.events_are_known,
    names.categories_are_known,
    names.facts_are_known,
    names.lists_are_told_apart,
    names.keys_are_known,
    names.values_are_known,
    names.quoted_values_are_known,
    names.hours_are_known,
    names.days_are_known,
    names.clauses_are_known,
    names.conditions_are_known,
    arguments.facts_suit_their_word,
    arguments.arguments_are_there,
    arguments.lexicons_are_known,
    arguments.recognizers_are_known,
    arguments.arguments_are_of_their_type,
    arguments.forbidden_finds_are_certain,
    comparisons.sides_can_be_compared,
    comparisons.choices_can_be_the_value,
    comparisons.lists_are_lists,
    comparisons.persons_are_persons,
    comparisons.tests_are_true_or_false,
    comparisons.quantified_are_lists,
    comparisons.sums_are_of_numbers,
    comparisons.keys_can_be_equal,
    comparisons.approvers_can_be_told,
    comparisons.persons_are_blamed,
    comparisons.persons_have_hours,
    comparisons.bounds_are_numbers,
    durations.lengths_are_lengths,
    durations.lengths_can_be_counted,
    durations.lengths_are_possible,
    timetables.timezones_exist,
    timetables.times_are_ranges,
    timetables.tables_hold_days,
    timetables.hours_are_counted_once,
    timetables.calendars_can_be_read,
    timetables.days_of_duty_have_time,
    lexicons.parts_are_known,
    lexicons.lexicons_end,
    lexicons.files_can_be_read,
    lexicons.readings_are_known,
    lexicons.words_can_be_found,
    lexicons.lexicons_hold_words,
    lexicons.words_are_said_once,
    lexicons.words_are_not_protected,
    lexicons.words_are_visible,
    expressions.expressions_compile,
    expressions.expressions_end,
    contradictions.conditions_can_hold,
    contradictions.norms_can_fire,
    contradictions.limits_can_be_passed,
    contradictions.conditions_say_something,
    contradictions.categories_are_within,
    filters.filters_are_meant_for_the_last,
    severities.severities_are_known,
    severities.orders_name_each_once,
    severities.grades_run_upwards,
    severities.severities_lead_somewhere,
    severities.severities_have_a_rank,
    severities.rows_are_reached,
    sanctions.sanctions_are_known,
    sanctions.amounts_are_amounts,
    sanctions.sanctions_last_a_time,
    sanctions.ladders_hold_what_is_above,
    sanctions.rows_have_one_head,
    sanctions.tiers_are_reached,
    sanctions.repeats_are_repeats,
    sanctions.repeats_begin_behind_steps,
    sanctions.lapses_outlive_windows,
    examples.events_can_happen,
    examples.rows_are_known,
    examples.facts_can_be_told,
    examples.facts_have_values_of_theirs,
    examples.times_can_pass,
    examples.moments_are_plain,
    examples.years_are_covered,
)
"""Every check, by what it is about."""


SENSE: tuple[Check, ...] = (
    contradictions.conditions_can_hold,
    contradictions.norms_can_fire,
    contradictions.limits_can_be_passed,
    contradictions.conditions_say_something,
    contradictions.categories_are_within,
    durations.lengths_are_possible,
)
"""Those that ask whether what is well written can ever come about."""


def makes_sense(ground: Ground) -> bool:
    """Whether everything can come about in a policy that is otherwise known to be right."""
    places = Places(every_place(ground))
    return not any(one.level == "error" for demand in SENSE for one in demand(ground, places))


def check(
    assembly: Assembly, given_up: Callable[[], bool] = lambda: False
) -> tuple[Diagnostic, ...]:
    """All faults of an assembled policy: those of its own text first, then those of its libraries.

    Works on whatever the parser could read, and tells one fault of a place once. `given_up` says
    that nobody waits for the answer any more: then it is worth nothing.
    """
    ground = Ground.of(assembly)
    places = Places(every_place(ground))
    order = {id(document.source): number for number, document in enumerate(ground.documents)}
    found: dict[tuple[str, int, int, int], Diagnostic] = {}
    for demand in CHECKS:
        if given_up():
            break
        for one in demand(ground, places):
            key = (one.code, id(one.source), one.span.start, one.span.end)
            found.setdefault(key, one)
    return tuple(
        sorted(
            _without_echoes(found.values()),
            key=lambda one: (order[id(one.source)], one.span.start, one.span.end, one.code),
        )
    )


_ODD_LETTERS = ("E123", "E124")
_SENSE = ("E301", "E302", "E303", "E304", "W301")


def _without_echoes(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The faults without those that another one of the same place brings with it.

    A name with an odd letter is unknown too, and a test of the wrong kind never holds.
    """
    found = tuple(found)
    odd = [one for one in found if one.code in _ODD_LETTERS]
    wrong = [one for one in found if one.code[:2] in ("E1", "E2")]
    for one in found:
        causes: list[Diagnostic] = []
        if one.code in _SENSE:
            causes = wrong
        elif one.code.startswith("E1") and one.code not in _ODD_LETTERS:
            causes = odd
        spans = (one.span, *(other.span for other in one.related if other.source is None))
        if not any(
            cause.source is one.source
            and any(span.start < cause.span.end and cause.span.start < span.end for span in spans)
            for cause in causes
        ):
            yield one
