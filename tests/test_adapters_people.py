"""Who is who in the chat archive."""

from __future__ import annotations

from typing import Any

import pytest

from wechat_policy.adapters import external_rows, people_of, read, role_of

CUSTOMER = "wmTeahouse_guest_0000000000000A1"
PARTNER = "woPartnerMill_staff_00000000B002"
ROBOT = "wbHelperRobot_0000000000000000C3"
GROUP = "wrKitchenTeam_0000000000000000D4"


def message(**facts: Any) -> dict[str, Any]:
    return {
        "msgid": "m1",
        "action": "send",
        "from": "lin.xiao",
        "tolist": ["zhao.min"],
        "msgtime": 1767232800000,
        "msgtype": "text",
        "text": {"content": "好"},
    } | facts


@pytest.mark.parametrize(
    ("identifier", "role"),
    [
        (CUSTOMER, "external"),
        (PARTNER, "external"),
        (ROBOT, "robot"),
        (GROUP, "group"),
        ("lin.xiao", "internal"),
        ("wolfgang", "internal"),
        ("wm", "internal"),
        ("wmartin.from.accounting.dept", "internal"),
        ("", "internal"),
    ],
)
def test_an_id_shows_its_role(identifier: str, role: str) -> None:
    """An issued id shows by its first letters what it belongs to, a member's own does not."""
    assert role == role_of(identifier)


def test_a_stated_role_wins() -> None:
    """What is said about an id goes before its form: own members may have issued ids too."""
    assert "internal" == role_of(PARTNER, {PARTNER: "internal"})
    assert "external" == role_of("lin.xiao", {"lin.xiao": "external"})


def test_people_of_a_record() -> None:
    """The people of a message are its sender and recipients, each once."""
    (record,) = read([message(tolist=["zhao.min", "lin.xiao", CUSTOMER])])

    assert ("lin.xiao", "zhao.min", CUSTOMER) == people_of(record)


def test_people_of_a_call() -> None:
    """The people of a call are who started it and who takes part."""
    call = message(msgtype="voiptext", info={"invitetype": 1, "callduration": 5})
    (record,) = read([call])

    assert ("lin.xiao", "zhao.min") == people_of(record)


def test_a_refused_record_has_no_people() -> None:
    """A record without an event tells of nobody."""
    (record,) = read([message(msgtime=0)])

    assert () == people_of(record)


def test_external_people_become_rows_once() -> None:
    """Each external person becomes one row of the directory, whoever writes to whom."""
    records = list(
        read(
            [
                message(tolist=[CUSTOMER, ROBOT]),
                message(**{"from": CUSTOMER, "tolist": ["lin.xiao", PARTNER]}),
                message(tolist=[CUSTOMER]),
            ]
        )
    )

    assert [
        {"id": CUSTOMER, "name": CUSTOMER, "external": True},
        {"id": PARTNER, "name": PARTNER, "external": True},
    ] == list(external_rows(records))
    assert [CUSTOMER] == [row["id"] for row in external_rows(records, {PARTNER: "internal"})]
