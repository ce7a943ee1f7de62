"""Hypothesis strategies for what happens: event histories and the directory around them.

Times step by the very lengths that the policies of `policies` name, so that ties, exact due times
and ends of windows are frequent; what may be absent or none often is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

PEOPLE = ("p1", "p2", "p3", "x1", "u9")
"""Two of the company, one with little known of him, one from outside, one whom nobody knows."""
GROUPS = ("g1", "g2", "gx")
ACCOUNTS = ("w1", "w2", "w3")
WORDS = ("笨蛋", "饭桶", "滚开", "spam")
PIECES = (
    *WORDS, "飯桶", "饭桶洗", "ＳＰＡＭ", "Spam", "笨", "蛋", "桶", "转账", "轉賬", "红包", "红 包",
    "，", "你好", "a", " ", "13800001234", "１２３", "🙂", "会议",
)  # fmt: skip
STEPS = (
    timedelta(0), timedelta(0), timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=5),
    timedelta(minutes=10), timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=30),
    timedelta(hours=1), timedelta(hours=2), timedelta(hours=12), timedelta(days=1),
)  # fmt: skip
BEGINNINGS = (
    "2026-03-02T08:30:00+08:00",  # a Monday
    "2026-03-02T00:00:00+00:00",
    "2026-02-27T22:00:00+08:00",  # the Saturday after it is worked, then the month ends
    "2026-03-31T17:30:00+08:00",
    "2026-04-03T11:30:00+08:00",  # before a holiday
    "2003-12-30T08:30:00+08:00",  # a year that no calendar covers
)

OWN_HOURS = (
    {"everyday": "06:00-14:00"},
    {"workdays": ["08:00-11:30", "13:00-17:00"], "saturday": "09:00-12:00", "timezone": "UTC"},
    {"hours": "night"},
    {"hours": "nobody's"},
    {"workdays": "nine to five"},
)

texts = st.lists(st.sampled_from((*PIECES, *WORDS)), min_size=1, max_size=4).map("".join)
people = st.sampled_from((*PEOPLE, "p1", "p1", "p1", "p2"))

some_people = st.lists(people, max_size=3)
groups = st.sampled_from(GROUPS)
accounts = st.sampled_from(ACCOUNTS)
flags = st.booleans()
forms = st.sampled_from(("leave", "expense", "account"))
amounts = st.sampled_from((0, 50, 100, 100.5, 200, 500))

Optional = dict[str, st.SearchStrategy[Any]]


def refs(earlier: list[str]) -> st.SearchStrategy[str]:
    """The id of an earlier event, more often of a late one, or of none."""
    return st.sampled_from([*earlier[-6:], *earlier[-2:], "q1"])


def _said(earlier: list[str]) -> tuple[Optional, Optional]:
    return (
        {"sender": people, "kind": st.sampled_from(("text", "text", "file", "image"))},
        {
            "text": texts,
            "text ": texts,  # a second chance to have words
            "title": texts,
            "recipients": some_people,
            "group": groups,
            "mentions": some_people,
            "sensitivity": st.sampled_from(("public", "secret")),
            "urgent": flags,
            "amount": amounts,
            "duration": st.sampled_from((30, 60, 90)),
            "reply_to": refs(earlier),
        },
    )


def _period(draw: st.DrawFn, now: datetime) -> dict[str, str]:
    start = now + draw(st.sampled_from((timedelta(-1), timedelta(0), timedelta(hours=1))))
    end = start + draw(st.sampled_from((timedelta(hours=1), timedelta(1))))
    return {"start": start.isoformat(), "end": end.isoformat()}


def _shapes(earlier: list[str]) -> dict[str, tuple[Optional, Optional]]:
    """For each type of event what it has to say and what it may."""
    requests = st.one_of(st.sampled_from(("q1", "q2")), refs(earlier))
    return {
        "message": _said(earlier),
        "announcement.publish": _said(earlier),
        "approval.request": (
            {"actor": people, "form": forms},
            {"amount": amounts, "urgent": flags, "account": accounts, "approvers": some_people},
        ),
        "approval.assign": (
            {"actor": people, "request": requests},
            {"form": forms, "step": st.integers(1, 2), "last": flags},
        ),
        "approval.decide": (
            {
                "actor": people,
                "request": requests,
                "decision": st.sampled_from(("approve", "approve", "reject")),
            },
            {"form": forms, "amount": amounts, "authority_limit": amounts, "authorized": flags},
        ),
        "login": (
            {"actor": people, "account": accounts},
            {
                "network": st.sampled_from(("company", "public")),
                "vpn": flags,
                "identity": people,
                "first": flags,
            },
        ),
        "password.change": (
            {"actor": people, "account": accounts},
            {"length": st.integers(6, 9), "weak": flags},
        ),
        "account.open": (
            {
                "account": accounts,
                "holder": people,
                "account_type": st.sampled_from(("work", "personal")),
            },
            {"actor": people, "verified": flags},
        ),
        "account.close": ({"account": accounts}, {"actor": people, "holder": people}),
        "employee.leave": ({"actor": people}, {}),
        "employee.join": ({"actor": people}, {}),
        "report": (
            {
                "actor": people,
                "category": st.sampled_from(
                    ("unlawful_activity", "improper_conduct", "dishonesty")
                ),
                "established": st.sampled_from((True, True, False)),
            },
            {"harm": st.sampled_from(("none", "minor", "major")), "loss": amounts},
        ),
        "attendance.checkin": ({"actor": people, "kind": st.sampled_from(("in", "out"))}, {}),
        "message.read": ({"actor": people, "message": refs(earlier)}, {"group": groups}),
        "message.recall": ({"actor": people, "message": refs(earlier)}, {}),
        "moderation.apply": (
            {"actor": people, "measure": st.sampled_from(("warn", "mute"))},
            {"target": refs(earlier), "person": people, "group": groups},
        ),
    }


COMMON = ("message",) * 8 + ("approval.assign", "approval.decide", "login", "message.read") * 2
RARE = tuple(_shapes(["e000"]))

_PRESENCE = st.sampled_from(("given",) * 7 + ("absent", "absent", "none"))


@st.composite
def histories(draw: st.DrawFn, least: int = 8, most: int = 28) -> list[Any]:
    """Inputs in the order of time: records of events, and `("advance", moment)`.

    Some records come twice, with the id and all else of the first time.
    """
    now = datetime.fromisoformat(draw(st.sampled_from(BEGINNINGS)))
    favourites = draw(st.lists(st.sampled_from((*COMMON, *RARE)), min_size=2, max_size=6))
    inputs: list[Any] = []
    earlier: list[str] = []
    for number in range(draw(st.integers(least, most))):
        now += draw(st.sampled_from(STEPS))
        what = draw(st.integers(0, 29))
        if what == 29:
            inputs.append(("advance", now))
        elif what == 28 and inputs and isinstance(inputs[-1], dict):
            inputs.append(dict(inputs[-1]))
        else:
            event_type = draw(st.sampled_from((*favourites, *favourites, "message", *RARE)))
            record = _record(draw, event_type, f"e{number:03}", now, earlier)
            inputs.append(record)
            earlier.append(record["id"])
    inputs.append(("advance", now + timedelta(days=1)))
    return inputs


def _record(
    draw: st.DrawFn, event_type: str, id_: str, now: datetime, earlier: list[str]
) -> dict[str, Any]:
    """One event; whoever hands in a request for leave may name its period."""
    needed, optional = _shapes(earlier)[event_type]
    record: dict[str, Any] = {"type": event_type, "id": id_, "at": now.isoformat()}
    record |= {name: draw(values) for name, values in needed.items()}
    for name, values in optional.items():
        presence = draw(_PRESENCE)
        if presence != "absent":
            record[name.strip()] = draw(values) if presence == "given" else None
    if event_type == "approval.request" and draw(flags):
        record["period"] = _period(draw, now)
    return record


@st.composite
def directories(draw: st.DrawFn) -> dict[str, Any]:
    """A small company; ids that events name may be missing, and so may facts of those it has."""
    rows: dict[str, list[dict[str, Any]]] = {"people": [], "groups": [], "accounts": []}

    def row(kind: str, id_: str, **facts: st.SearchStrategy[Any]) -> None:
        told: dict[str, Any] = {"id": id_}
        for name, values in facts.items():
            required = name in ("name", "members", "holder", "type")
            presence = "given" if required else draw(_PRESENCE)
            if presence != "absent":
                told[name] = draw(values) if presence == "given" else None
        rows[kind].append(told)

    for id_ in draw(st.sampled_from((PEOPLE[:4], PEOPLE[:4], PEOPLE[:2]))):
        row(
            "people",
            id_,
            name=st.just(f"名{id_}"),
            department=st.sampled_from((["销售部"], ["总经办", "销售部"])),
            position=st.sampled_from(("经理", "客服")),
            manager=people,
            roles=st.sampled_from(([], ["hr"], ["admin", "hr"])),
            status=st.sampled_from(("active", "active", "active", "left")),
            external=st.just(id_ == "x1"),
            joined=st.sampled_from(("2026-03-01", "2026-02-27", "2026-02-20")),
            working_hours=st.sampled_from(OWN_HOURS),
        )
    for id_ in GROUPS[:2]:
        row(
            "groups",
            id_,
            name=st.just(id_),
            members=some_people,
            owner=people,
            level=st.sampled_from(("department", "work")),
            external=flags,
            created=st.sampled_from(("2026-03-02T00:30:00+00:00", "2026-03-01T09:00:00+08:00")),
        )
    for id_ in draw(st.sampled_from((ACCOUNTS[:2], ACCOUNTS[:1]))):
        row(
            "accounts",
            id_,
            holder=people,
            type=st.sampled_from(("work", "personal")),
            status=st.sampled_from(("active", "active", "closed")),
            opened=st.sampled_from(("2026-03-02T08:30:00+08:00", "2026-02-20T10:00:00+08:00")),
        )
    organization = {"timezone": "Asia/Shanghai", "officer": draw(people)}
    return {**rows, "organization": organization}
