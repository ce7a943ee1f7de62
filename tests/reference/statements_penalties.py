"""Statements on penalties, with answers worked out by hand."""

from __future__ import annotations

from reference.stories import Row, did, said

PENALTIES: dict[str, Row] = {
    "tiers_count_what_took_the_row_in_the_period": (
        "clause c forbid message when urgent  severity minor\n"
        "penalties\n  minor: warning for first 2 per day, then fine 50 CNY",
        [said(when, urgent=True) for when in ("09:00", "09:01", "23:59", "03 00:00")],
        [
            "violation c a e1", "minor.0 a e1: warning",
            "violation c a e2", "minor.0 a e2: warning",
            "violation c a e3", "minor.1 a e3: fine",
            "violation c a e4", "minor.0 a e4: warning",
        ],
    ),
    "a_rolling_tier_leaves_its_beginning_out": (
        "clause c forbid message when urgent  severity minor\n"
        "penalties\n  minor: warning for first 1 per 1h, then demerit",
        [said("09:00", urgent=True), said("10:00", urgent=True), said("10:59", urgent=True)],
        [
            "violation c a e1", "minor.0 a e1: warning",
            "violation c a e2", "minor.0 a e2: warning",
            "violation c a e3", "minor.1 a e3: demerit",
        ],
    ),
    "what_lapsed_no_longer_counts": (
        "clause c forbid message when urgent  severity minor\n"
        "penalties\n  minor: warning for first 1 per month, then demerit\n  lapse after 1h",
        [said("09:00", urgent=True), said("09:59", urgent=True), said("10:59", urgent=True)],
        [
            "violation c a e1", "minor.0 a e1: warning",
            "violation c a e2", "minor.1 a e2: demerit",
            "violation c a e3", "minor.0 a e3: warning",
        ],
    ),
    "a_repeat_raises_and_counts_by_own_grade": (
        "clause c forbid message when urgent  severity minor\n"
        "penalties\n  minor: warning\n  serious: demerit\n  repeat 2 minor within 1h: as serious",
        [said("09:00", urgent=True), said("09:30", urgent=True), said("10:15", urgent=True)],
        [
            "violation c a e1", "minor.0 a e1: warning",
            "violation c a e2", "serious.0 a e2: demerit",
            "violation c a e3", "serious.0 a e3: demerit",
        ],
    ),
    "a_repeat_lowers_nothing": (
        "clause c forbid message when urgent  severity serious\n"
        "penalties\n  minor: warning\n  serious: demerit\n  repeat 1 any within 1h: as minor",
        [said("09:00", urgent=True)],
        ["violation c a e1", "serious.0 a e1: demerit"],
    ),
    "a_repeat_may_have_sanctions_of_its_own": (
        "clause c forbid message when urgent  severity minor\n"
        "penalties\n  minor: warning\n  repeat 2 any within 1d: dismissal",
        [said("09:00", urgent=True), said("09:30", urgent=True)],
        [
            "violation c a e1", "minor.0 a e1: warning",
            "violation c a e2", "repeat.0 a e2: dismissal",
        ],
    ),
    "the_row_is_the_clauses_else_the_severitys_else_any": (
        "clause c forbid message when urgent  severity minor\n"
        "clause d forbid login  severity minor\n"
        "clause e forbid employee.leave\n"
        "penalties\n  c: fine 1 CNY\n  minor: warning\n  any: reminder\n  otherwise: dismissal",
        [said("09:00", urgent=True), did("login", "09:01", account="w"),
         did("employee.leave", "09:02")],
        [
            "violation c a e1", "c.0 a e1: fine",
            "violation d a e2", "minor.0 a e2: warning",
            "violation e a e3", "any.0 a e3: reminder",
        ],
    ),
    "rows_with_a_condition_are_tried_first": (
        "clause c forbid report of improper_conduct  severity minor\n"
        "penalties\n  minor: warning\n  minor when loss > 100: dismissal",
        [
            did("report", "09:00", category="dishonesty", established=True, loss=101),
            did("report", "09:01", category="dishonesty", established=True, loss=100),
            did("report", "09:02", category="dishonesty", established=True),
        ],
        [
            "violation c a e1", "minor.0 a e1: dismissal",
            "violation c a e2", "minor.0 a e2: warning",
            "violation c a e3", "minor.0 a e3: warning",
        ],
    ),
    "the_gravest_sets_the_row_and_tags_add": (
        "severities minor < serious\n"
        "clause c forbid message when urgent  severity minor  tag leak\n"
        "clause d forbid message when kind = text  severity serious\n"
        "penalties\n  serious: demerit\n  minor: warning\n  tag leak: refer_legal",
        [said("09:00", urgent=True)],
        [
            "violation c a e1", "violation d a e1",
            "serious.0 a e1: demerit", "tag leak.0 a e1: refer_legal",
        ],
    ),
    "grades_go_by_the_order_of_rows_where_no_one_says": (
        "clause c forbid message when urgent  severity minor\n"
        "clause d forbid message when kind = text  severity serious\n"
        "penalties\n  serious: demerit\n  minor: warning",
        [said("09:00", urgent=True)],
        ["violation c a e1", "violation d a e1", "minor.0 a e1: warning"],
    ),
    "equal_grades_unite": (
        "clause c forbid message when urgent  severity minor\n"
        "clause d forbid message when kind = text  severity minor\n"
        "penalties\n  c: fine 1 CNY\n  minor: warning",
        [said("09:00", urgent=True)],
        ["violation c a e1", "violation d a e1", "c.0 a e1: fine", "minor.0 a e1: warning"],
    ),
    "cumulative_unites_all": (
        "clause c forbid message when urgent  severity minor\n"
        "clause d forbid message when kind = text  severity serious\n"
        "penalties\n  minor: warning\n  serious: demerit\n  cumulative",
        [said("09:00", urgent=True)],
        [
            "violation c a e1", "violation d a e1",
            "minor.0 a e1: warning", "serious.0 a e1: demerit",
        ],
    ),
    "what_is_not_certain_is_not_punished": (
        "clause c suspect message when urgent\nclause d should not message when urgent\n"
        "clause e forbid message when urgent  graded minor..serious\n"
        "penalties\n  any: warning\n  minor: reminder\n  serious: demerit",
        [said("09:00", urgent=True)],
        ["suspected c a e1", "advisory d a e1", "violation e a e1"],
    ),
    "each_missed_duty_is_an_entry": (
        "clause c after approval.assign within 1h require approval.decide by request"
        "  severity minor\n"
        "penalties\n  minor: warning for first 1 per day, then demerit",
        [
            did("approval.assign", "09:00", request="q"),
            did("approval.assign", "09:00", request="r"),
            "10:01",
        ],
        [
            "violation c a 02.10:00", "violation c a 02.10:00",
            "minor.0 a 02.10:00: warning", "minor.1 a 02.10:00: demerit",
        ],
    ),
}  # fmt: skip
