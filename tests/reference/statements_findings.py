"""Statements on what people find out, with answers worked out by hand."""

from __future__ import annotations

from reference.decisions import Decision
from reference.stories import Row, did, said

STEPS = "\npenalties\n  minor: warning for first 1 per month, then demerit"

FINDINGS: dict[str, Row] = {
    "what_is_overturned_makes_the_later_ones_earlier": (
        "clause c forbid message when urgent  severity minor" + STEPS,
        [said("09:00", urgent=True), said("09:01", urgent=True), Decision(0, "overturn"),
         said("09:03", urgent=True)],
        [
            "violation c a e1", "minor.0 a e1: warning",
            "violation c a e2", "minor.1 a e2: demerit",
            "found overturned c a e1", "now minor.0 a e2: warning", "now nothing a e1",
            "violation c a e4", "minor.1 a e4: demerit",
        ],
    ),
    "a_suspicion_counts_at_its_own_time_once_it_is_confirmed": (
        "clause c suspect message when urgent  severity minor\n"
        "clause d forbid login  severity minor" + STEPS,
        [said("09:00", urgent=True), did("login", "09:01", account="w"), Decision(0, "confirm")],
        [
            "suspected c a e1", "violation d a e2", "minor.0 a e2: warning",
            "found violation c a e1", "minor.0 a e1: warning", "now minor.1 a e2: demerit",
        ],
    ),
    "of_one_moment_the_order_of_reports_counts": (
        "clause c suspect message when urgent  severity minor" + STEPS,
        [said("09:00", urgent=True), said("09:00", urgent=True),
         Decision(1, "confirm"), Decision(0, "confirm")],
        [
            "suspected c a e1", "suspected c a e2",
            "found violation c a e2", "minor.0 a e2: warning",
            "found violation c a e1", "minor.0 a e1: warning", "now minor.1 a e2: demerit",
        ],
    ),
    "a_confirmed_suspicion_opens_the_duties_of_others_at_its_own_time": (
        "clause c suspect message when urgent\n"
        "clause d after violation c within 1h require moderation.apply by target = that.id",
        [said("09:00", urgent=True), "11:00", Decision(0, "confirm"), "11:01"],
        ["suspected c a e1", "found violation c a e1", "violation d a 02.10:00"],
    ),
    "what_nobody_graded_counts_from_its_grading_on": (
        "clause c forbid message when urgent  graded minor..serious" + STEPS,
        [said("09:00", urgent=True), Decision(0, "grade", "minor"), Decision(0, "dismiss")],
        [
            "violation c a e1", "found violation c a e1", "minor.0 a e1: warning",
            "found dismissed c a e1", "now nothing a e1",
        ],
    ),
}  # fmt: skip
