"""Statements on duties, with answers worked out by hand."""

from __future__ import annotations

from reference.stories import Row, did, said

DUTIES: dict[str, Row] = {
    "at_its_due_time_a_duty_is_fulfilled": (
        "clause c after approval.assign within 1h require approval.decide by request",
        [
            did("approval.assign", "09:00", request="q"),
            did("approval.decide", "10:00", request="q", decision="approve"),
            "03 00:00",
        ],
        [],
    ),
    "fulfilled_late_it_stays_violated": (
        "clause c after approval.assign within 1h require approval.decide by request",
        [
            did("approval.assign", "09:00", request="q"),
            did("approval.decide", "10:01", request="q", decision="approve"),
        ],
        ["violation c a 02.10:00", "settled c a 02.10:00 02.10:01"],
    ),
    "advance_lets_fall_due_what_is_due_before": (
        "clause c after approval.assign within 1h require approval.decide by request",
        [did("approval.assign", "09:00", request="q"), "10:00"],
        [],
    ),
    "one_fulfilment_settles_all_with_its_key": (
        "clause c after approval.assign within 1h require approval.decide by request",
        [
            did("approval.assign", "09:00", request="q"),
            did("approval.assign", "09:01", "b", request="q"),
            did("approval.assign", "09:02", "b", request="r"),
            did("approval.decide", "09:03", request="q", decision="approve"),
            "03 00:00",
        ],
        ["violation c b 02.10:02"],
    ),
    "what_comes_first_fulfils_nothing": (
        "clause c after message within 1h require message by sender",
        [said("09:00"), "10:01"],
        ["violation c a 02.10:00"],
    ),
    "working_time_stands_still_outside_the_hours": (
        "clause c after approval.assign within 1h of work require approval.decide by request",
        [did("approval.assign", "06 17:30", request="q"), "09 09:30:01"],
        ["violation c a 09.09:30"],
    ),
    "a_recall_before_due_cancels": (
        "clause c after message within 1h require moderation.apply by target = that.id",
        [said("09:00"), did("message.recall", "09:30", message="e1"), "03 00:00"],
        [],
    ),
    "of_many_those_answer_who_still_owe": (
        "clause c after message for each p from recipients (not external) within 1h"
        " require message.read by message = that.id, actor = p",
        [
            said("09:00", recipients=["a", "b", "x"]),
            did("message.read", "09:30", "b", message="e1"),
            "03 00:00",
        ],
        ["violation c a 02.10:00"],
    ),
    "an_unknown_term_opens_nothing": (
        "clause c after message within 1h require message.read by message = that.id when urgent"
        "  if unknown review",
        [said("09:00"), "03 00:00"],
        [],
    ),
    "a_perhaps_fulfilled_duty_is_suspected": (
        "clause c after approval.assign within 1h"
        " require approval.decide where (authorized) by request",
        [
            did("approval.assign", "09:00", request="q"),
            did("approval.decide", "09:30", request="q", decision="approve"),
            "03 00:00",
        ],
        ["suspected c a 02.10:00"],
    ),
    "a_violation_opens_a_duty_of_somebody_else": (
        "clause c forbid message when text contains bad\n"
        "clause d should not message when urgent\n"
        "clause e after violation c within 1h require moderation.apply by person = that.subject"
        ' blame "合规部"\n'
        "clause f after violation d within 1h require moderation.apply by target = that.id",
        [said("09:00", "饭桶", urgent=True), "03 00:00"],
        ["violation c a e1", "advisory d a e1", "violation e 合规部 02.10:00"],
    ),
    "a_missed_duty_opens_a_duty_at_its_due_time": (
        "clause c after approval.assign within 1h require approval.decide by request\n"
        "clause d after violation c within 1h require moderation.apply by person = that.subject",
        [did("approval.assign", "09:00", request="q"), "03 00:00"],
        ["violation c a 02.10:00", "violation d a 02.11:00"],
    ),
    "each_violation_opens_a_duty_of_its_own": (
        "clause c after approval.assign within 1h require approval.decide by request\n"
        "clause d after violation c within 1h require moderation.apply by person = that.subject",
        [
            did("approval.assign", "09:00", request="q"),
            did("approval.assign", "09:00", request="r"),
            "03 00:00",
        ],
        ["violation c a 02.10:00"] * 2 + ["violation d a 02.11:00"] * 2,
    ),
    "a_daily_duty_is_owed_on_its_days": (
        "clause c before 09:00 on workdays for each p from people (status = active)"
        " require attendance.checkin by actor = p",
        [
            did("attendance.checkin", "05 09:00", kind="in"),
            did("attendance.checkin", "06 09:01", kind="in"),
            "09 09:00:01",
        ],
        ["violation c a 06.09:00", "settled c a 06.09:00 06.09:01", "violation c a 09.09:00"],
    ),
    "a_daily_duty_begins_with_since": (
        "clause c before 09:00 since 08:00 on everyday for each p from people (status = active)"
        " require attendance.checkin by actor = p",
        [did("attendance.checkin", "07:59", kind="in"), "10:00"],
        ["violation c a 02.09:00"],
    ),
    "no_day_is_owed_before_the_first_event": (
        "clause c before 09:00 on everyday for each p from people (status = active)"
        " require attendance.checkin by actor = p",
        [said("09:01"), "10:00"],
        [],
    ),
    "leave_excuses_the_days_it_covers": (
        "clause c before 09:00 on everyday for each p from people (status = active)"
        " require attendance.checkin by actor = p"
        " unless had (approval.request when form = leave) by actor = p covering date",
        [
            did(
                "approval.request",
                "08:00",
                form="leave",
                period={"start": "2026-03-03", "end": "2026-03-04"},
            ),
            "05 10:00",
        ],
        ["violation c a 02.09:00", "violation c a 05.09:00"],
    ),
    "a_period_runs_from_the_directorys_date": (
        "clause c every 2d for each a from accounts require password.change by account = a",
        [
            said("09:00"),
            did("password.change", "03 12:00", account="w"),
            "08 00:00",
        ],
        ["violation c w 05.12:00", "violation c w 07.12:00"],
    ),
    "periods_before_the_first_event_are_nobodys_fault": (
        "clause c every 1d for each a from accounts require login by account = a",
        [said("04 07:00"), did("login", "04 09:00", account="w"), "06 00:00"],
        [
            "violation c w 04.08:00",
            "settled c w 04.08:00 04.09:00",
            "violation c w 05.09:00",
        ],
    ),
    "who_has_no_date_begins_with_the_event_that_names_him": (
        "clause c every 1d for each p from people (status = active) require message by sender = p",
        [did("login", "09:00", "b", account="w"), did("login", "10:00", account="w"), "03 12:00"],
        ["violation c a 03.10:00"],
    ),
    "who_joins_begins_with_the_day_of_joining": (
        "clause c every 1d for each p from people (status = active) require message by sender = p"
        " unless had (login) by actor = p",
        [did("login", "08:00", account="w"), did("employee.join", "10:00", "n"), "04 00:00"],
        ["violation c n 03.00:00"],
    ),
    "the_members_are_those_of_the_due_time": (
        "clause c every 1d for each p from people (status = active) require login by actor = p",
        [
            did("approval.assign", "09:00", request="q"),
            did("employee.leave", "03 08:00"),
            "04 00:00",
        ],
        [],
    ),
    "a_calendar_period_ends_with_it": (
        "clause c every day require announcement.publish",
        [said("09:00"), ("announcement.publish", "04 09:00", {"sender": "a"}), "06 00:00:01"],
        [
            "violation c organization 04.00:00",
            "settled c organization 04.00:00 04.09:00",
            "violation c organization 06.00:00",
        ],
    ),
    "who_is_joined_to_the_fulfilment_answers": (
        "clause c after login within 1h require approval.decide by actor = that.account.holder",
        [did("login", "09:00", "b", account="w"), "03 00:00"],
        ["violation c a 02.10:00"],
    ),
}
