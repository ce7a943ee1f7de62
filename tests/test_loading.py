"""Loading: values bound to parameters, as the policy would write them in either skin."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from wechat_policy import Engine, Policy, loads

TEXT = """
policy "p"
  version "1"
hours shift = workdays 09:00-12:00
parameter limit = 1h
parameter loss_bound = 100 CNY
clause c
  after approval.assign within limit require approval.decide by request
  severity late
penalties
  late when loss > loss_bound: demerit
"""


@pytest.mark.parametrize(
    ("name", "value", "bound"),
    [
        ("limit", "4h", "4h"),
        ("limit", "4小时", "4h"),
        ("limit", "2个工作日", "2workdays"),
        ("limit", "2h of shift", "2h of shift"),
        ("limit", "2小时 计 shift", "2h of shift"),
        ("loss_bound", 500, "500CNY"),
        ("loss_bound", Decimal("500.5"), "500.5CNY"),
        ("loss_bound", "500 CNY", "500CNY"),
        ("loss_bound", "500元", "500CNY"),
    ],
)
def test_values_are_bound_as_the_policy_writes_them(name: str, value: Any, bound: str) -> None:
    """Numbers, lengths and sums may be given in Python or in the words of either skin."""
    assert bound == str(loads(TEXT, parameters={name: value}).parameters[name])


@pytest.mark.parametrize("value", ["4 hours", "soon", 4, True])
def test_what_is_no_length_is_refused(value: Any) -> None:
    """A value of another kind is refused, with the parameter's name."""
    with pytest.raises(ValueError, match="the parameter `limit` is a quantity"):
        loads(TEXT, parameters={"limit": value})


def test_a_set_may_stand_among_choices() -> None:
    """Each member of a parameter is a choice, bound or not, as in the slow reading."""
    text = (
        '制度 "c"\n参数 禁题 = {"甲", "乙"}\n'
        '条款 一\n  不得 消息 当 话题 属于 {禁题、"丙"}\n'
        "条款 二\n  不得 消息 当 话题 不属于 {禁题}\n"
    )

    def flagged(policy: Policy, topic: str) -> set[str]:
        event = {
            "type": "message", "id": topic, "at": "2026-03-03T10:00:00+08:00", "sender": "u",
            "kind": "text", "topic": topic,
        }  # fmt: skip
        return {one.clause for one in Engine(policy).judge(event).violations}

    policy = loads(text)
    assert [{"一"}, {"一"}, {"一", "二"}, {"二"}] == [flagged(policy, one) for one in "甲乙丙丁"]
    bound = loads(text, parameters={"禁题": ["丁"]})
    assert [{"二"}, {"一"}] == [flagged(bound, one) for one in "甲丁"]


@pytest.mark.parametrize(
    ("condition", "sender", "text", "broken"),
    [
        ('sender is {names, "丁"}', "甲", "早", True),
        ('sender is {names, "丁"}', "丁", "早", True),
        ('sender is {names, "丁"}', "丙", "早", False),
        ('text links_beyond {sites, "c.example"}', "甲", "https://b.example/x", False),
        ('text links_beyond {sites, "c.example"}', "甲", "https://d.example/x", True),
    ],
)
def test_a_set_may_stand_in_every_set(condition: str, sender: str, text: str, broken: bool) -> None:
    """So it is behind `is` and condition words, where such a parameter was nobody and nothing."""
    policy = loads(
        'policy "c"\nparameter names = {"甲", "乙"}\n'
        'parameter sites = {"a.example", "b.example"}\n'
        f"clause one\n  forbid message when {condition}\n"
    )
    people = {"people": [{"id": one} for one in ("甲", "丙", "丁")]}
    event = {
        "type": "message", "id": "e", "at": "2026-03-03T10:00:00+08:00", "sender": sender,
        "kind": "text", "text": text,
    }  # fmt: skip

    assert bool(Engine(policy, people).judge(event).violations) is broken
