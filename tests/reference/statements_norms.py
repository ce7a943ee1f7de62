"""Statements on norms of one event, who answers and what is unknown, worked out by hand."""

from __future__ import annotations

from reference.stories import Row, did, said

NORMS: dict[str, Row] = {
    "require_wants_the_condition": (
        "clause c require title given on message when kind = file",
        [said("09:00", kind="file", title=None), said("09:01", title=None)],
        ["violation c a e1"],
    ),
    "unless_excuses_and_unknown_does_not_decide": (
        "clause c forbid message when text contains bad unless urgent",
        [
            said("09:00", "饭桶", urgent=False),
            said("09:01", "饭桶", urgent=True),
            said("09:02", "饭桶"),
        ],
        ["violation c a e1", "undetermined c a e3"],
    ),
    "strength_and_allegation_make_less_of_it": (
        "clause c should not message when urgent\n"
        "clause d suspect message when urgent\n"
        "clause e forbid report of improper_conduct",
        [
            said("09:00", urgent=True),
            did("report", "09:01", category="improper_conduct", established=True),
            did("report", "09:02", category="improper_conduct", established=False),
        ],
        ["advisory c a e1", "suspected d a e1", "violation e a e2", "suspected e a e3"],
    ),
    "a_category_takes_in_what_it_includes": (
        "clause c forbid report of improper_conduct",
        [
            did("report", "09:00", category="dishonesty", established=True),
            did("report", "09:01", category="fabrication", established=True),
        ],
        ["violation c a e1"],
    ),
    "a_family_takes_in_its_types": (
        "clause c forbid content when text contains bad",
        [said("09:00", "饭桶"), ("announcement.publish", "09:01", {"sender": "b", "text": "饭桶"})],
        ["violation c a e1", "violation c b e2"],
    ),
    "norms_of_a_clause_make_one_entry": (
        "clause c should not message when urgent  forbid message when kind = text",
        [said("09:00", urgent=True), said("09:01", urgent=True, kind="file")],
        ["violation c a e1", "advisory c a e2"],
    ),
    "a_permit_lifts_the_clauses_it_names": (
        "clause c forbid message when text contains bad\n"
        "clause d forbid message when text contains bad\n"
        "clause e permit message lifts c when urgent",
        [said("09:00", "饭桶", urgent=True), said("09:01", "饭桶")],
        ["violation d a e1", "undetermined c a e2", "violation d a e2"],
    ),
    "a_limit_fires_above_its_bound_and_uses_up": (
        "clause c limit message to few per 30m by sender",
        [said(f"09:{minute:02}") for minute in range(7)],
        ["violation c a e3", "violation c a e6"],
    ),
    "the_window_of_a_limit_leaves_its_beginning_out": (
        "clause c limit message to 1 per 30m by sender",
        [said("09:00"), said("09:30"), said("09:59:59")],
        ["violation c a e3"],
    ),
    "a_limit_per_day_begins_anew_at_midnight": (
        "clause c limit message to 1 per day by sender",
        [said("23:58"), said("03 00:00"), said("03 23:59")],
        ["violation c a e3"],
    ),
    "a_limit_without_keys_is_everyones_own": (
        "clause c limit message to 1 per 1h",
        [said("09:00"), said("09:01", sender="b"), said("09:02")],
        ["violation c a e3"],
    ),
    "a_limit_keeps_only_what_meets_its_terms": (
        "clause c limit message to 1 per 1h by sender when urgent",
        [said("09:00", urgent=True), said("09:01", urgent=False), said("09:02", urgent=True)],
        ["violation c a e3"],
    ),
    "uncertain_events_pass_no_limit": (
        "clause c limit message to 1 per 1h by sender when urgent  if unknown review",
        [said("09:00"), said("09:01", urgent=True), said("09:02", urgent=True)],
        ["undetermined c a e2", "violation c a e3"],
    ),
    "a_sum_limit_adds": (
        "clause c limit sum amount of message to 100 CNY per 1h by sender",
        [said("09:00", amount=60), said("09:01", amount=40), said("09:02", amount=1)],
        ["violation c a e3"],
    ),
    "a_share_limit_looks_at_the_part": (
        "clause c limit share (text contains bad) of message to 50% per 1h by sender",
        [said("09:00", "好"), said("09:01", "饭桶"), said("09:02", "饭桶")],
        ["violation c a e3"],
    ),
    "a_span_limit_measures_the_latest_run": (
        "clause c limit span gap 10m of message to 15m per day by sender",
        [said("09:00"), said("09:10"), said("09:21"), said("09:31"), said("09:37")],
        ["violation c a e5"],
    ),
    "a_permitted_event_is_not_counted": (
        "clause c limit message to 1 per 1h by sender\nclause d permit message lifts c when urgent",
        [said("09:00", urgent=True), said("09:01", urgent=False), said("09:02", urgent=False)],
        ["violation c a e3"],
    ),
}

WHO: dict[str, Row] = {
    "a_list_that_is_blamed_makes_an_entry_each": (
        "clause c forbid message when urgent blame recipients\npenalties\n  any: warning",
        [said("09:00", urgent=True, recipients=["b", "x"])],
        ["violation c b e1", "violation c x e1", "any.0 b e1: warning", "any.0 x e1: warning"],
    ),
    "an_unknown_subject_is_listed_without_penalty": (
        "clause c forbid message when urgent blame group.owner\npenalties\n  any: warning",
        [said("09:00", urgent=True), said("09:01", urgent=True, group="g")],
        ["violation c nobody e1", "violation c b e2", "any.0 b e2: warning"],
    ),
    "a_department_may_answer": (
        'clause c forbid message when urgent blame "客服部"',
        [said("09:00", urgent=True)],
        ["violation c 客服部 e1"],
    ),
}

UNDETERMINED: dict[str, Row] = {
    "only_something_specific_is_reported": (
        "clause c forbid message when text contains bad and urgent\n"
        "clause d forbid message when kind = text and urgent\n"
        "clause e forbid message when not text contains bad and urgent",
        [said("09:00", "饭桶"), said("09:01", "好")],
        ["undetermined c a e1"],
    ),
    "something_specific_counts_in_brackets_too": (
        "clause c forbid message when any recipients (external and text contains bad)",
        [said("09:00", "饭桶", recipients=["z"]), said("09:01", "好", recipients=["z"])],
        ["undetermined c a e1"],
    ),
    "something_specific_in_a_part_that_is_false_says_nothing": (
        "clause c forbid message when urgent"
        " and not any recipients (external and text contains bad)"
        "\nclause d require any recipients (external and text contains bad) on message when urgent"
        "\nclause e forbid message when urgent or (text contains bad and group given)",
        [said("09:00", "饭桶", recipients=["b"], group=None)],
        [],
    ),
    "an_author_may_have_it_taken_for_a_suspicion": (
        "clause c forbid message when urgent  if unknown violate\npenalties\n  any: warning",
        [said("09:00")],
        ["suspected c a e1"],
    ),
    "but_not_where_the_filter_is_unknown": (
        "clause c forbid message where (urgent) when group.external  if unknown violate",
        [said("09:00", group="z"), said("09:01", group="z", urgent=True)],
        ["suspected c a e2"],
    ),
}
