"""The shipped pack of policy P09, told as days at a small company: who answers for what, and when.

The expectations are taken from the written policy and from what the language means, not from what
the engine says. Clauses are named by the number of the statement that they cite.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from differential import answered, explained
from differential import expected as wanted
from playing import SHANGHAI, at, happening, play
from shipped import text_of

from wechat_policy import Engine, Policy, load
from wechat_policy.verdict import Verdict

Record = dict[str, Any]

STAFF: dict[str, Record] = {
    "an": {"position": "部门经理"},
    "bai": {},
    "cao": {},
    "deng": {},
    "e": {},
    "gu": {},
    "hu": {"roles": ["cashier"], "department": ["财务部"]},
    "ji": {},
    "kong": {"position": "项目经理"},
    "qi": {"nickname": "齐总"},
    "ren": {"department": ["行政人事部"]},
}


def directory(*ids: str) -> dict[str, Any]:
    """Active members of the company, all of the staff unless some are named; and an outsider."""
    people = [{"id": id, "name": f"{id}某", "status": "active", **STAFF[id]} for id in ids or STAFF]
    outsider = {"id": "lu", "name": "lu某", "status": "active", "external": True}
    return {"people": [*people, outsider], "organization": {"timezone": "Asia/Shanghai"}}


@cache
def policy(*bound: tuple[str, Any]) -> Policy:
    """The pack with some parameters bound."""
    return load("P09", parameters=dict(bound))


def judged(
    inputs: Iterable[Any], people: Mapping[str, Any] | None = None, **bound: Any
) -> list[Verdict]:
    """What the pack makes of events and of the passing of time."""
    return play(Engine(policy(*bound.items()), people or directory()), inputs)


def found(verdicts: Iterable[Verdict], *numbers: int) -> set[tuple[int, str | None, str]]:
    """Number, subject and status of the violations, all of them or those of some statements."""
    return {
        (number, one.subject, one.status)
        for verdict in verdicts
        for one in verdict.violations
        for number in [int(ref[-3:]) for ref in one.refs]
        if not numbers or number in numbers
    }


def broken(verdicts: Iterable[Verdict]) -> set[int]:
    """The numbers of the statements that were violated, be it suspected or advisory."""
    return {number for number, _, _ in found(verdicts)}


def days(verdicts: Iterable[Verdict], *numbers: int) -> set[tuple[str, int, str | None]]:
    """Day of the month, number and subject of the violations of some statements."""
    return {
        (f"{one.at.astimezone(SHANGHAI):%d}", number, one.subject)
        for verdict in verdicts
        for one in verdict.violations
        for number in [int(ref[-3:]) for ref in one.refs]
        if number in numbers
    }


def in_order(records: Iterable[Record]) -> list[Record]:
    """The records as time brings them."""
    return sorted(records, key=lambda one: one["at"])


# ------------------------------------------------------------------------------- clocking in


def punch(who: str, when: str, kind: str) -> Record:
    """Somebody clocks in or out."""
    return happening("attendance.checkin", when, f"{who}-{when}-{kind}", actor=who, kind=kind)


def day_of(
    who: str, day: str, into: str | None = "08:20", out: str | None = "18:05"
) -> list[Record]:
    """A day's clocking in and out, without what was forgotten."""
    punches = [(into, "in"), (out, "out")]
    return [punch(who, f"{day} {time}", kind) for time, kind in punches if time]


def leave(
    who: str, id: str, when: str, first: str, last: str | None = None, **facts: Any
) -> Record:
    """A request for leave of whole days."""
    period = {"start": f"2026-{first}", "end": f"2026-{last or first}"}
    return happening(
        "approval.request", when, id, actor=who, form="leave", period=period,
        **{"module": "leave", **facts},
    )  # fmt: skip


def decided(
    who: str, request: str, when: str, by: str = "kong", decision: str = "approve", **facts: Any
) -> Record:
    """The last approver's answer to a request for leave."""
    return happening(
        "approval.decide", when, f"{request}-{by}", actor=by, request=request, form="leave",
        decision=decision, **{"final": decision == "approve", "applicant": who, **facts},
    )  # fmt: skip


WORKED = ("05-06", "05-07", "05-08", "05-09")
"""Of the week of 4 May 2026: Monday and Tuesday are a holiday, Saturday is worked for it."""


def the_week() -> list[Record]:
    """Ten people and an outsider from Monday to Sunday; who is not told of comes on time."""
    absent = {
        ("deng", "05-07"), ("deng", "05-08"),  # on leave that was approved
        ("e", "05-07"),  # asked for leave when the day had begun
        ("feng", "05-06"),  # comes at half past nine, on the first day
        ("gu", "05-07"), ("gu", "05-08"), ("gu", "05-09"),  # leaves the company
        ("hu", "05-08"),  # stays away without a word
        ("ji", "05-09"),  # stays away although the leave was refused
    }  # fmt: skip
    late = {("bai", "05-07"): {"into": "08:31"}, ("cao", "05-08"): {"out": "17:59"}}
    sharp = {"into": "08:30", "out": "18:00"}
    people = ("an", "bai", "cao", "deng", "e", "feng", "gu", "hu", "ji", "kong")
    told = [
        happening("login", "05-04 00:00", "monday", actor="an", account="wk-an"),
        leave("deng", "qj-1", "05-06 16:00", "05-07", "05-08"),
        decided("deng", "qj-1", "05-06 17:00"),
        happening("employee.join", "05-06 09:30", "new", actor="feng"),
        punch("feng", "05-06 18:20", "out"),
        leave("e", "qj-2", "05-07 10:00", "05-07"),
        decided("e", "qj-2", "05-07 11:00"),
        punch("gu", "05-07 08:20", "in"),
        happening("employee.leave", "05-07 17:00", "gone", actor="gu", announced=False),
        leave("ji", "qj-3", "05-07 12:00", "05-09"),
        decided("ji", "qj-3", "05-07 15:00", decision="reject"),
    ]
    for who in people:
        for day in WORKED:
            if (who, day) not in absent:
                told += day_of(who, day, **(sharp if who == "kong" else late.get((who, day), {})))
    return in_order(told)


@cache
def week() -> tuple[Verdict, ...]:
    """What came of the week."""
    staff = directory("an", "bai", "cao", "deng", "e", "gu", "hu", "ji", "kong")
    return tuple(judged([*the_week(), at("05-11 00:00")], staff))


CLOCKING = (5, 6, 7, 9, 13)
WEEK = {
    "an": set(),
    "bai": {("07", 5)},
    "cao": {("08", 6)},
    "deng": set(),
    # The morning had passed when the leave was asked for; it counts for the evening.
    "e": {("07", 5), ("07", 7), ("07", 13)},
    "feng": set(),
    "gu": set(),
    "hu": {("08", 5), ("08", 6), ("08", 9)},
    # A refused request is a process all the same, so the sheet shows no absence without leave.
    "ji": {("09", 5), ("09", 6)},
    "kong": set(),
    "lu": set(),
}


@pytest.mark.parametrize("who", WEEK)
def test_a_week_of_clocking_in(who: str) -> None:
    """Whoever comes late, goes early or stays away answers for it; nobody else does."""
    mine = {(day, number) for day, number, subject in days(week(), *CLOCKING) if subject == who}
    assert mine == WEEK[who]


def test_nobody_clocks_in_on_holidays() -> None:
    """The Monday and Tuesday off and the Sunday ask nothing; the make-up Saturday does."""
    assert {day for day, _, _ in days(week(), 5, 6, 9)} == {"07", "08", "09"}


def test_staying_away_without_a_word_is_marked() -> None:
    """Absence without leave is marked in the sheet; the other breaches only may be reminded of."""
    penalties = [
        (penalty.subject, sanction.name)
        for verdict in week()
        for penalty in verdict.penalties
        for sanction in penalty.sanctions
    ]
    assert [("hu", "mark_absent")] == [one for one in penalties if one[1] != "reminder"]


BEFORE_WORK = happening("login", "03-04 07:00", "first", actor="an", account="wk-an")
DAY: dict[str, tuple[list[Record], set[int]]] = {
    # name: what happens on Wednesday, 4 March, to whom it concerns: bai
    "on_time": (day_of("bai", "03-04"), set()),
    "at_half_past_eight_sharp": (day_of("bai", "03-04", into="08:30:00"), set()),
    "a_second_late": (day_of("bai", "03-04", into="08:30:01"), {5}),
    "at_six_sharp": (day_of("bai", "03-04", out="18:00:00"), set()),
    "a_second_early": (day_of("bai", "03-04", out="17:59:59"), {6}),
    "out_of_office": (
        [punch("bai", "03-04 08:00", "outside"), punch("bai", "03-04 19:00", "outside")],
        set(),
    ),
    "only_an_exit_in_the_morning": (
        [punch("bai", "03-04 08:00", "out"), punch("bai", "03-04 18:10", "out")],
        {5},
    ),
    "for_a_colleague": (day_of("cao", "03-04"), {5, 6, 9}),
    "only_a_login": ([], {5, 6, 9}),
    "leave_asked_for_before_work": (
        [leave("bai", "q", "03-04 07:30", "03-04"), decided("bai", "q", "03-04 08:00")],
        set(),
    ),
    "leave_approved_too_late": (
        [leave("bai", "q", "03-04 07:30", "03-04"), decided("bai", "q", "03-04 09:00")],
        {5, 13},
    ),
    "leave_asked_for_too_late": (
        [leave("bai", "q", "03-04 09:00", "03-04"), decided("bai", "q", "03-04 09:30")],
        {5, 7, 13},
    ),
    "leave_of_another_day": (
        [leave("bai", "q", "03-04 07:30", "03-05"), decided("bai", "q", "03-04 08:00")],
        {5, 6, 9},
    ),
    "leave_of_a_colleague": (
        [leave("cao", "q", "03-04 07:30", "03-04"), decided("cao", "q", "03-04 08:00")],
        {5, 6, 9},
    ),
    "leave_approved_but_not_told_whose": (
        [
            leave("bai", "q", "03-04 07:30", "03-04"),
            happening(
                "approval.decide",
                "03-04 08:00",
                "d",
                actor="kong",
                request="q",
                decision="approve",
            ),
        ],
        set(),
    ),
    "half_a_day_of_leave": (
        [
            happening(
                "approval.request",
                "03-04 07:30",
                "q",
                actor="bai",
                form="leave",
                period={"start": "2026-03-04T13:00:00+08:00", "end": "2026-03-04T18:00:00+08:00"},
            ),
            decided("bai", "q", "03-04 08:00"),
        ],
        set(),
    ),
    "leave_refused": (
        [
            leave("bai", "q", "03-04 07:30", "03-04"),
            decided("bai", "q", "03-04 08:00", decision="reject"),
        ],
        {5, 6},
    ),
    "leave_approved_in_part": (
        [
            leave("bai", "q", "03-04 07:30", "03-04"),
            decided("bai", "q", "03-04 08:00", by="an", final=False),
        ],
        {5, 6},
    ),
}


@pytest.mark.parametrize("name", DAY)
def test_a_day_of_clocking_in(name: str) -> None:
    """What one day's events come to for one person."""
    events, expected = DAY[name]
    verdicts = judged([BEFORE_WORK, *events, at("03-05 00:00")], directory("bai"))

    assert {n for n, who, _ in found(verdicts, *CLOCKING) if who == "bai"} == expected


BINDINGS: dict[str, tuple[Record, list[Record], set[int]]] = {
    # name: parameters, events of Saturday 7 March or of Wednesday 4 March, what bai answers for
    "six_in_the_morning": ({"按十八点": False}, day_of("bai", "03-04", out=None), set()),
    "six_in_the_morning_is_too_early": (
        {"按十八点": False},
        [punch("bai", "03-04 05:59", "in")],
        {6},
    ),
    "rest_days_count": ({"休息日也要打卡": True}, [punch("bai", "03-07 08:40", "in")], {5, 6}),
    "rest_days_are_free": ({}, [punch("bai", "03-07 08:40", "in")], set()),
    "a_refused_leave_is_no_process": (
        {"未批也算流程": False},
        [
            leave("bai", "q", "03-04 07:30", "03-04"),
            decided("bai", "q", "03-04 08:00", decision="reject"),
        ],
        {5, 6, 9},
    ),
    "the_sheet_tells_nothing": ({"旷工看考勤表": True}, [], {5, 6}),
    "the_sheet_tells_absence": (
        {"旷工看考勤表": True},
        [
            happening(
                "attendance.mark",
                "03-04 20:00",
                "sheet",
                actor="bai",
                date="2026-03-04",
                mark="absent",
            )
        ],
        {5, 6, 9},
    ),
}


@pytest.mark.parametrize("name", BINDINGS)
def test_what_the_source_leaves_open_in_clocking_in(name: str) -> None:
    """A parameter says how an open word of the source is read."""
    bound, events, expected = BINDINGS[name]
    day = "03-07" if any(one["at"] > at("03-05 00:00") for one in events) else "03-04"
    first = happening("login", f"{day} 05:00", "first", actor="an", account="wk-an")
    verdicts = judged(
        [first, *events, at(f"{day} 00:00") + timedelta(days=1)], directory("bai"), **bound
    )
    assert {n for n, who, _ in found(verdicts, 5, 6, 9) if who == "bai"} == expected


# ------------------------------------------------------------------------------------- leave


def mark(who: str, day: str, result: str, when: str | None = None) -> Record:
    """What the attendance sheet says of a day, in the evening unless told later."""
    return happening(
        "attendance.mark", when or f"{day} 20:00", f"{who}-{day}", actor=who, date=f"2026-{day}",
        mark=result,
    )  # fmt: skip


OFFICIAL: Record = {"approvers": ["an", "kong"], "approvers_added_by": "bai"}
ASKED = leave("bai", "q", "03-03 09:00", "03-05", **OFFICIAL)
REST = {
    "asked_and_approved": (
        [
            ASKED,
            decided("bai", "q", "03-03 10:00", by="an", final=False),
            decided("bai", "q", "03-03 11:00"),
            mark("bai", "03-05", "leave"),
        ],
        set(),
    ),
    "never_asked": ([mark("bai", "03-05", "leave")], {7, 12}),
    "never_asked_for_a_rest_on_a_working_day": ([mark("bai", "03-05", "rest")], {7, 10, 12}),
    "never_asked_and_absent": ([mark("bai", "03-05", "absent")], {7, 10, 12}),
    "the_weekend": ([mark("bai", "03-07", "rest")], set()),
    "the_weekend_told_on_monday": ([mark("bai", "03-07", "rest", "03-09 09:00")], set()),
    "present": ([mark("bai", "03-05", "present")], set()),
    "asked_for_another_day": ([ASKED, mark("bai", "03-06", "leave")], {7, 12}),
    "nobody_answered": ([ASKED, mark("bai", "03-05", "leave")], {8, 13, 16}),
    "only_the_first_agreed": (
        [
            ASKED,
            decided("bai", "q", "03-03 10:00", by="an", final=False),
            mark("bai", "03-05", "leave"),
        ],
        {16},
    ),
    "only_a_colleague_agreed": (
        [ASKED, decided("bai", "q", "03-03 10:00", by="cao"), mark("bai", "03-05", "leave")],
        {8},
    ),
    "refused": (
        [
            ASKED,
            decided("bai", "q", "03-03 10:00", decision="reject"),
            mark("bai", "03-05", "leave"),
        ],
        {8, 13, 16},
    ),
    "another_leave_was_approved_and_this_one_refused": (
        [
            ASKED,
            decided("bai", "q", "03-03 10:00"),
            leave("bai", "q2", "03-03 11:00", "03-09", **OFFICIAL),
            decided("bai", "q2", "03-03 12:00", decision="reject"),
            mark("bai", "03-09", "leave"),
        ],
        {16},
    ),
    "another_leave_was_approved_and_this_one_waits": (
        [
            ASKED,
            decided("bai", "q", "03-03 10:00"),
            leave("bai", "q2", "03-03 11:00", "03-09", **OFFICIAL),
            mark("bai", "03-09", "leave"),
        ],
        {16},
    ),
    "outside_the_leave_module": (
        [leave("bai", "q", "03-03 09:00", "03-05", **OFFICIAL, module="公出")],
        {7},
    ),
    "a_rest_called_something_else": (
        [leave("bai", "q", "03-03 09:00", "03-05", **OFFICIAL, leave_type="事假", purpose="轮休")],
        {11},
    ),
    "a_rest_called_by_its_name": (
        [
            leave(
                "bai", "q", "03-03 09:00", "03-05", **OFFICIAL, leave_type="公休假", purpose="轮休"
            )
        ],
        set(),
    ),
}


@pytest.mark.parametrize("name", REST)
def test_leave(name: str) -> None:
    """Leave is asked for, agreed to by all who have to, and only then taken."""
    events, expected = REST[name]
    verdicts = judged(events)

    assert broken(one for one in verdicts if one.kind == "event") == expected


@pytest.mark.parametrize("name", ["refused", "waits"])
def test_a_doubt_about_which_leave_was_approved_is_only_suspected(name: str) -> None:
    """Whether the approved leave is the one that was taken is for a person to tell."""
    (events,) = [events for key, (events, _) in REST.items() if key.endswith(f"this_one_{name}")]

    assert found(judged(events), 16) == {(16, "bai", "suspected")}


# --------------------------------------------------------------------------------- approvals

CHAINS = {
    # form and name: approvers, who put them in, which statements are broken
    ("leave", "in_order"): (["an", "kong"], "bai", set()),
    ("leave", "with_another_between"): (["an", "ren", "kong"], "bai", set()),
    ("leave", "in_the_wrong_order"): (["kong", "an"], "bai", {15}),
    ("leave", "without_the_second"): (["an"], "bai", {15}),
    ("leave", "put_in_by_another"): (["an", "kong"], "an", {14}),
    ("leave", "nobody"): ([], "bai", {14, 15}),
    ("expense", "in_order"): (["kong", "qi"], "bai", set()),
    ("expense", "in_the_wrong_order"): (["qi", "kong"], "bai", {25}),
    ("expense", "put_in_by_another"): (["kong", "qi"], "cao", {24}),
    ("loan", "in_order"): (["kong", "qi"], "bai", set()),
    ("loan", "in_any_order"): (["qi", "kong"], "bai", set()),
    ("loan", "without_the_second"): (["kong"], "bai", {27}),
    ("loan", "put_in_by_another"): (["kong", "qi"], "cao", {27}),
    ("purchase", "in_order"): (["kong", "ren"], "bai", set()),
    ("purchase", "in_the_wrong_order"): (["ren", "kong"], "bai", {33}),
    ("purchase", "put_in_by_another"): (["kong", "ren"], "cao", {32}),
    ("payment", "in_order"): (["kong", "qi"], "bai", set()),
    ("payment", "in_the_wrong_order"): (["qi", "kong"], "bai", {37}),
    ("payment", "put_in_by_another"): (["kong", "qi"], "cao", {36}),
    ("seal", "in_any_order"): (["qi", "kong"], "cao", set()),
}


@pytest.mark.parametrize(("form", "name"), CHAINS)
def test_chains_of_approvers(form: str, name: str) -> None:
    """Each form has its approvers in its order, put in by whoever applies."""
    approvers, added_by, expected = CHAINS[form, name]
    request = happening(
        "approval.request", "03-04 10:00", "r", actor="bai", form=form, approvers=approvers,
        approvers_added_by=added_by,
    )  # fmt: skip
    assert found(judged([request])) == {(number, "bai", "violation") for number in expected}


@pytest.mark.parametrize(("strict", "expected"), [(False, set()), (True, {15})])
def test_a_manager_who_applies(strict: bool, expected: set[int]) -> None:
    """The source is silent on a manager's own leave: the order is asked only if so bound."""
    request = leave("an", "q", "03-03 09:00", "03-05", approvers=["kong"], approvers_added_by="an")

    assert broken(judged([request], 经理本人照此审批=strict)) == expected


@pytest.mark.parametrize(("who", "expected"), [("ren", {33}), ("cao", set())])
def test_the_name_that_the_source_leaves_out(who: str, expected: set[int]) -> None:
    """The source has XXX where a person should stand: a company that says who binds it."""
    request = happening(
        "approval.request", "03-04 10:00", "r", actor="bai", form="purchase",
        approvers=["kong", who],
    )  # fmt: skip
    assert broken(judged([request], 行政人事审批人=("cao",))) == expected


def paper(kind: str) -> dict[str, str]:
    """A paper of a kind."""
    return {"kind": kind, "name": "扫描件"}


REQUESTS: dict[str, tuple[str, Record, set[int]]] = {
    "expense_with_an_invoice": ("expense", {"attachments": [paper("invoice")]}, set()),
    "expense_without_papers": ("expense", {"attachments": [], "expense_type": "办公"}, {18}),
    "expense_that_is_silent": ("expense", {}, set()),
    "tolls_without_papers": ("expense", {"attachments": [], "expense_type": "tolls"}, set()),
    "meals_with_a_machine_invoice": (
        "expense", {"attachments": [paper("machine_invoice")], "expense_type": "meals"}, set()
    ),
    "meals_with_a_fixed_invoice": (
        "expense", {"attachments": [paper("fixed_invoice")], "expense_type": "meals"}, {20, 22}
    ),
    "meals_without_papers": ("expense", {"attachments": [], "expense_type": "meals"}, {18, 20}),
    "expense_with_a_gap": ("expense", {"missing_fields": ["金额"]}, {17}),
    "purchase_with_a_gap": ("purchase", {"missing_fields": ["型号"]}, {28}),
    "purchase_without_papers": ("purchase", {"attachments": []}, {29}),
    "purchase_with_papers": ("purchase", {"attachments": [paper("purchase")]}, set()),
    "purchase_copied_to_finance": ("purchase", {"cc": ["hu"]}, set()),
    "purchase_copied_to_a_colleague": ("purchase", {"cc": ["cao"]}, {34}),
    "purchase_copied_to_nobody": ("purchase", {"cc": []}, {34}),
    "company_seals": (
        "seal", {"module": "company_seal", "seals": ["official", "invoice"]}, set()
    ),
    "company_seal_in_the_wrong_module": (
        "seal", {"module": "project_seal", "seals": ["legal_person"]}, {39}
    ),
    "project_seal": ("seal", {"module": "project_seal", "seals": ["project"]}, set()),
    "project_seal_in_the_wrong_module": (
        "seal", {"module": "company_seal", "seals": ["project"]}, {40}
    ),
    "project_seal_with_another": (
        "seal", {"module": "project_seal", "seals": ["project", "contract"]}, {39, 40}
    ),
    "a_seal_on_another_form": ("other", {"seals": ["contract"]}, {39}),
}  # fmt: skip


@pytest.mark.parametrize("name", REQUESTS)
def test_requests(name: str) -> None:
    """What a request has to bring along, by its form."""
    form, facts, expected = REQUESTS[name]
    request = happening("approval.request", "03-04 10:00", "r", actor="bai", form=form, **facts)

    assert broken(judged([request])) == expected


def test_fixed_invoices_are_only_advised_against() -> None:
    """As far as possible is advice: it is shown and never punished."""
    request = happening(
        "approval.request", "03-04 10:00", "r", actor="bai", form="expense",
        attachments=[paper("fixed_invoice")],
    )  # fmt: skip
    assert found(judged([request])) == {(22, "bai", "advisory")}


def request(form: str) -> Record:
    return happening("approval.request", "03-04 10:00", "r", actor="bai", form=form)


def answer(by: str, when: str = "03-04 11:00", **facts: Any) -> Record:
    """An approver's consent, the last that is needed."""
    told = {"decision": "approve", "final": True, **facts}
    return happening("approval.decide", when, f"{by}-{when}", actor=by, request="r", **told)


def payment(when: str = "03-04 12:00", of: str | None = "r") -> Record:
    return happening(
        "payment.make", when, "pay", actor="hu", direction="pay", amount=120, request=of
    )


def purchase(*buyers: str, of: str | None = "r", when: str = "03-04 12:00") -> Record:
    return happening("purchase.complete", when, "buy", actor="bai", buyers=[*buyers], request=of)


def sealed(of: str | None) -> Record:
    return happening("seal.use", "03-04 12:00", "seal", actor="bai", seal="contract", request=of)


COURSES = {
    "paid_after_finance": ([request("expense"), answer("hu"), payment()], set()),
    "paid_before_finance": ([request("expense"), payment(), answer("hu", "03-04 13:00")], {21}),
    "paid_without_finance": (
        [request("expense"), answer("kong", role="project_manager"), payment()],
        {21},
    ),
    "finance_refused": ([request("expense"), answer("hu", decision="reject"), payment()], {21}),
    "paid_for_something_else": ([request("payment"), payment()], set()),
    "bought_after_approval": ([request("purchase"), answer("ren"), purchase("bai", "hu")], set()),
    "bought_without_a_request": ([purchase("bai", "hu", of=None)], {28, 30}),
    "bought_too_early": ([request("purchase"), purchase("bai", "hu")], {30}),
    "bought_after_the_first_consent": (
        [request("purchase"), answer("kong", final=False), purchase("bai", "hu")],
        {30},
    ),
    "bought_without_the_cashier": (
        [request("purchase"), answer("ren"), purchase("bai", "cao")],
        {31},
    ),
    "bought_by_others": ([request("purchase"), answer("ren"), purchase("cao", "hu")], {31}),
    "bought_on_another_form": ([request("payment"), answer("qi"), purchase("bai", "hu")], {28}),
    "sealed_after_a_request": ([request("seal"), sealed("r")], set()),
    "sealed_without_a_request": ([sealed(None)], {38}),
    "sealed_on_another_form": ([request("payment"), sealed("r")], {38}),
}


@pytest.mark.parametrize("name", COURSES)
def test_courses_of_approval(name: str) -> None:
    """Consent comes first; then money, goods and seals move."""
    events, expected = COURSES[name]

    assert broken(judged(events)) == expected


def test_a_false_claim_is_serious() -> None:
    """An established false claim is dealt with like a serious breach, whatever its sum."""
    finding = happening(
        "report", "03-04 15:00", "f", actor="bai", category="dishonesty", established=True,
        subject="r",
    )  # fmt: skip
    verdicts = judged([request("expense"), finding])[-1:]

    assert found(verdicts) == {(23, "bai", "violation")}
    (penalty,) = [one for verdict in verdicts for one in verdict.penalties]
    assert [one.name for one in penalty.sanctions] == ["per_rules"]


# ----------------------------------------------------------------------- reports and notices


def journal(who: str, when: str, kind: str = "weekly", **facts: Any) -> Record:
    return happening("journal.submit", when, f"{who}-{when}", actor=who, kind=kind, **facts)


MONDAY = happening("login", "03-09 07:00", "first", actor="an", account="wk-an")
WEEKLY = {
    # what bai does in the week of Monday, 9 March; whether the weekly report is missing
    "on_friday": ([journal("bai", "03-13 17:00")], False),
    "on_monday": ([journal("bai", "03-09 09:00")], False),
    "at_the_end_of_saturday": ([journal("bai", "03-14 23:59:59")], False),
    "on_sunday": ([journal("bai", "03-15 09:00")], True),
    "missing": ([], True),
    "by_somebody_else": ([journal("cao", "03-13 17:00")], True),
    "a_daily_report": ([journal("bai", "03-13 17:00", "daily")], True),
    "on_approved_leave": (
        [
            leave("bai", "q", "03-09 09:00", "03-11", "03-15"),
            decided("bai", "q", "03-10 09:00"),
        ],
        False,
    ),
    "on_leave_that_was_refused": (
        [
            leave("bai", "q", "03-09 09:00", "03-11", "03-15"),
            decided("bai", "q", "03-10 09:00", decision="reject"),
        ],
        True,
    ),
    "gone_on_friday": (
        [happening("employee.leave", "03-13 18:00", "gone", actor="bai", announced=False)],
        False,
    ),
}


@pytest.mark.parametrize("name", WEEKLY)
def test_weekly_reports(name: str) -> None:
    """Each week needs a weekly report of one's own before its Sunday."""
    events, missing = WEEKLY[name]
    verdicts = judged([MONDAY, *events, at("03-16 12:00")], directory("bai"))
    due = [one for v in verdicts for one in v.violations if "P09-043" in one.refs]

    assert [(one.subject, one.at) for one in due] == [("bai", at("03-15 00:00"))] * missing


def test_a_report_of_last_week_does_not_count() -> None:
    """Every week is a week of its own: two reports in one do not make up for the next."""
    events = [journal("bai", "03-05 17:00"), journal("bai", "03-06 17:00"), at("03-16 12:00")]
    due = [v.at for v in judged(events, directory("bai")) if (43, "bai", "violation") in found([v])]

    assert due == [at("03-15 00:00")]


@pytest.mark.parametrize(("when", "missing"), [("03-15 09:00", False), ("03-16 09:00", True)])
def test_sunday_may_count(when: str, missing: bool) -> None:
    """Whether Sunday is in time is left open; if so bound, it is."""
    events = [MONDAY, journal("bai", when), at("03-16 12:00")]

    assert (43 in broken(judged(events, directory("bai"), 周日当天算在期内=True))) is missing


REPORTS = {
    "the_same_day": ([journal("bai", "03-11 17:00", "daily", period_end="2026-03-11")], set()),
    "a_day_later": ([journal("bai", "03-12 09:00", "daily", period_end="2026-03-11")], {41}),
    "a_weekly_one_a_day_later": (
        [journal("bai", "03-12 09:00", period_end="2026-03-11")],
        set(),
    ),
    "without_what_supports_it": (
        [journal("bai", "03-11 17:00", material_exists=True, attachments=[])],
        {42},
    ),
    "with_nothing_to_support_it": (
        [journal("bai", "03-11 17:00", material_exists=False, attachments=[])],
        set(),
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_reports(name: str) -> None:
    """Reports come in time, with what belongs to them."""
    events, expected = REPORTS[name]

    assert broken(v for v in judged(events) if v.kind == "event") == expected


def test_whoever_reports_nothing_is_told_on_friday() -> None:
    """A week without any report is not in time; one report of any kind is enough."""
    events = [MONDAY, journal("cao", "03-11 17:00", "work"), at("03-14 12:00")]

    assert found(judged(events, directory("bai", "cao")), 41) == {(41, "bai", "violation")}


def notice(recipients: list[str] | None) -> Record:
    facts = {} if recipients is None else {"recipients": recipients}
    return happening("announcement.publish", "03-10 09:00", "n", sender="ren", text="停水", **facts)


def read(who: str, when: str) -> Record:
    return happening("message.read", when, f"{who}-read", actor=who, message="n")


NOTICES = {
    "to_some": ([notice(["bai", "cao", "lu"]), read("bai", "03-10 10:00")], {"cao"}),
    "to_all": ([notice([]), read("bai", "03-10 10:00")], {"cao", "deng"}),
    "to_nobody_told": ([notice(None)], set()),
    "read_when_due": ([notice(["bai"]), read("bai", "03-13 09:00")], set()),
    "read_too_late": ([notice(["bai"]), read("bai", "03-13 09:01")], {"bai"}),
    "read_by_another": ([notice(["bai"]), read("cao", "03-10 10:00")], {"bai"}),
}


@pytest.mark.parametrize("name", NOTICES)
def test_notices(name: str) -> None:
    """Whoever a notice is for reads it in time, and outsiders owe nothing."""
    events, unread = NOTICES[name]
    verdicts = judged([*events, at("03-14 12:00")], directory("bai", "cao", "deng", "ren"))

    assert {who for _, who, _ in found(verdicts, 44)} == unread


# ---------------------------------------------------------------------------------- platform


def snapshot(who: str, status: str) -> Record:
    """Somebody without any account, active or gone."""
    return happening("snapshot.person", "03-04 10:00", "s", person=who, status=status, accounts=[])


PLATFORM = {
    "no_account": (
        snapshot("bai", "active"),
        {(2, "bai", "violation")},
    ),
    "whoever_left_needs_none": (
        snapshot("bai", "left"),
        set(),
    ),
    "an_outsider_needs_none": (
        snapshot("lu", "active"),
        set(),
    ),
    "work_on_another_platform": (
        happening(
            "message", "03-04 10:00", "s", sender="bai", recipients=["cao"], kind="text",
            text="明天十点验收", channel="wechat",
        ),
        {(2, "bai", "suspected")},
    ),
    "a_customer_on_another_platform": (
        happening(
            "message", "03-04 10:00", "s", sender="bai", recipients=["lu"], kind="text",
            text="样品寄出了", channel="wechat",
        ),
        set(),
    ),
    "work_on_this_platform": (
        happening(
            "message", "03-04 10:00", "s", sender="bai", recipients=["cao"], kind="text",
            text="明天十点验收",
        ),
        set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLATFORM)
def test_the_platform(name: str) -> None:
    """Members of the company have an account and work with it."""
    event, expected = PLATFORM[name]

    assert found(judged([event])) == expected


# -------------------------------------------------------------------------- as the reference

STORIES: dict[str, tuple[list[Any], Mapping[str, Any]]] = {
    "week": ([*the_week(), at("05-11 00:00")], directory()),
    **{
        f"day_{name}": ([BEFORE_WORK, *events, at("03-05 00:00")], directory("bai"))
        for name, (events, _) in DAY.items()
    },
    **{f"leave_{name}": (events, directory()) for name, (events, _) in REST.items()},
    **{f"course_{name}": (events, directory()) for name, (events, _) in COURSES.items()},
    **{
        f"weekly_{name}": ([MONDAY, *events, at("03-16 12:00")], directory("bai"))
        for name, (events, _) in WEEKLY.items()
    },
    **{f"report_{name}": (events, directory()) for name, (events, _) in REPORTS.items()},
    **{
        f"notice_{name}": ([*events, at("03-14 12:00")], directory("bai", "cao", "deng", "ren"))
        for name, (events, _) in NOTICES.items()
    },
    **{f"platform_{name}": ([event], directory()) for name, (event, _) in PLATFORM.items()},
}


@pytest.mark.parametrize("name", STORIES)
def test_the_reference_agrees(name: str) -> None:
    """Every story comes out as in the reference interpreter, restarts in between or not."""
    events, people = STORIES[name]
    text = text_of("P09-wecom-workflow-usage")
    inputs = [one if isinstance(one, dict) else ("advance", one) for one in events]
    scenario = ((text,), people, inputs)
    want, got = wanted(scenario), answered(scenario, restart_at=range(0, len(inputs), 3))

    assert want == got, explained(scenario, want, got)
