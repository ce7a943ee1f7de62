"""Statements on what happened before, with answers worked out by hand."""

from __future__ import annotations

from reference.stories import Row, at, did, said

HISTORY: dict[str, Row] = {
    "had_looks_back_and_count_counts_the_present": (
        "clause c forbid message when had (message) by sender\n"
        "clause d forbid message when count (message) by sender >= 2",
        [said("09:00"), said("09:01"), said("09:02", sender="b")],
        ["violation c a e2", "violation d a e2"],
    ),
    "within_leaves_its_beginning_out": (
        "clause c forbid message when had (login) by actor = sender within 30m",
        [did("login", "09:00", account="w"), said("09:29:59"), said("09:30")],
        ["violation c a e2"],
    ),
    "ago_takes_its_end_in": (
        "clause c forbid message when had (login) by actor = sender ago 30m",
        [did("login", "09:00", account="w"), said("09:29:59"), said("09:30")],
        ["violation c a e3"],
    ),
    "within_day_begins_at_midnight": (
        "clause c forbid message when had (login) by actor = sender within day",
        [did("login", "23:59", account="w"), said("03 00:00")],
        [],
    ),
    "covering_takes_both_ends_in": (
        "clause c forbid message when had (approval.request) by actor = sender covering at",
        [
            did(
                "approval.request",
                "09:00",
                form="leave",
                period={"start": at("10:00").isoformat(), "end": at("11:00").isoformat()},
            ),
            said("09:59"),
            said("10:00"),
            said("11:00"),
            said("11:01"),
        ],
        ["violation c a e3", "violation c a e4"],
    ),
    "then_wants_the_order_of_events": (
        "clause c forbid message when had (login then employee.leave) by actor = sender",
        [
            did("employee.leave", "09:00"),
            did("login", "09:00", account="w"),
            said("09:01"),
            did("employee.leave", "09:01"),
            said("09:02"),
        ],
        ["violation c a e5"],
    ),
    "none_joins_none_and_an_unknown_key_nothing": (
        "clause c forbid message when had (message) by group  if unknown review",
        [said("09:00"), said("09:01", group=None), said("09:02", group=None), said("09:03")],
        ["undetermined c a e1", "violation c a e3", "undetermined c a e4"],
    ),
    "a_count_decides_when_both_ends_agree": (
        "clause c forbid message when count (message when urgent) by sender >= 2"
        "  if unknown review",
        [said("09:00", urgent=True), said("09:01"), said("09:02", urgent=True)],
        ["undetermined c a e2", "violation c a e3"],
    ),
    "an_unknown_summand_opens_a_sum_above": (
        "clause c forbid message when sum amount of (message) by sender > 100  if unknown review",
        [said("09:00", amount=60), said("09:01"), said("09:02", amount=60)],
        ["undetermined c a e2", "violation c a e3"],
    ),
    "distinct_counts_each_of_several": (
        "clause c forbid message when distinct recipients of (message) by sender >= 3",
        [said("09:00", recipients=["a", "b"]), said("09:01", recipients=["b", "x"])],
        ["violation c a e2"],
    ),
    "distinct_counts_values": (
        "clause c forbid message when distinct kind of (message) by sender >= 2",
        [said("09:00"), said("09:01"), said("09:02", kind="file")],
        ["violation c a e3"],
    ),
    "a_step_is_tested_at_its_own_time": (
        "clause c forbid message when had (login when actor.status = active) by actor = sender",
        [
            did("login", "09:00", account="w"),
            did("employee.leave", "09:01"),
            said("09:02"),
        ],
        ["violation c a e3"],
    ),
    "last_tests_the_latest_only": (
        "clause c forbid message when last (login) by actor = sender (network = public)"
        "  if unknown review",
        [
            said("09:00"),
            did("login", "09:01", account="w", network="public"),
            said("09:02"),
            did("login", "09:03", account="w"),
            said("09:04"),
        ],
        ["violation c a e3", "undetermined c a e5"],
    ),
    "an_uncertain_latest_record_is_unknown": (
        "clause c forbid message when last (login when vpn) by actor = sender (network = public)"
        "  if unknown review",
        [did("login", "09:01", account="w", network="company"), said("09:02")],
        ["undetermined c a e2"],
    ),
}
