"""Several policies in one engine: equal tests are one object, and nobody's verdicts change."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from shipped import PACKS

from wechat_policy import Engine, Policy, load, loads
from wechat_policy.engine.pool import pooled
from wechat_policy.rules.lexicons import Lexicon

CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2026, 3, 4, 10, tzinfo=CHINA)
NAMES = ("P04", "P13", "P17", "P29")
SAID = (
    "今天的排产表发群里了",
    "你这个蠢货，滚出去",
    "低价代开发票，税点好说，加我微信 abcd12345",
    "听说隔壁厂老板跑路了，快转",
    "下班去打麻将不，三缺一",
    "本群禁止发兼职刷单的广告",
    "",
)


def event(number: int, text: str, **facts: Any) -> dict[str, Any]:
    at = MORNING + timedelta(minutes=number)
    return {
        "type": "message",
        "id": f"m{number}",
        "at": at,
        "sender": "a",
        "recipients": ["b"],
        "group": "g",
        "kind": "text",
        "text": text,
        **facts,
    }


EVENTS = [
    *(event(number, text) for number, text in enumerate(SAID)),
    event(20, "看看这个", kind="file", file={"name": "内部薪酬.xlsx", "label": "secret"}),
    event(21, "今晚去唱歌", topic="闲聊"),
    event(22, "城东要停水三天", fact_check="rumour"),
    event(23, "转给你看", forwarded_from="m0", group=None),
]


def told(policies: list[Policy]) -> list[tuple[str, ...]]:
    engine = Engine(policies)
    verdicts = [verdict for one in EVENTS for verdict in engine.feed(one)]
    verdicts += engine.advance(MORNING + timedelta(days=5))
    found = [
        (kind, one.policy, one.clause, str(one.subject), verdict.id)
        for verdict in verdicts
        for kind, those in (("v", verdict.violations), ("u", verdict.undetermined))
        for one in those
    ]
    return sorted(found)


def test_policies_together_say_what_each_says_alone() -> None:
    """Sharing tests and scans changes no verdict."""
    policies = [load(name) for name in NAMES]

    apart = sorted(line for one in policies for line in told([one]))
    assert len(apart) > 20
    assert told(policies) == apart


def test_zones_share_nothing() -> None:
    """A day begins at another time elsewhere."""
    texts = [
        f'policy "{zone[:4]}" "T"\n  timezone "{zone}"\n'
        "clause c\n  forbid message when on weekends\n"
        for zone in ("Asia/Shanghai", "America/New_York")
    ]
    policies = [loads(text) for text in texts]
    saturday = event(1, "x", at=datetime(2026, 3, 7, 9, tzinfo=CHINA))  # Friday night in New York

    assert ["Asia"] == [one.policy for one in Engine(policies).judge(saturday).violations]


def test_equal_words_are_one_lexicon() -> None:
    """The words of the library are looked for once, however many policies use it."""
    one, other = pooled((load("P13"), load("P17")))

    shared = {lexicon.name for lexicon in one.lexicons} & {each.name for each in other.lexicons}
    assert shared
    assert all(_of(one, name) is _of(other, name) for name in shared if name.startswith("通用."))


def test_own_words_of_one_name_stay_apart() -> None:
    """Two policies may call different words the same."""
    text = (
        'policy "{0}" "T"\nlexicon bad = {{"{1}"}}\n'
        "clause c\n  forbid message when text contains bad\n"
    )
    policies = [loads(text.format(name, word)) for name, word in (("p", "甲醇"), ("q", "乙醇"))]

    found = Engine(policies).judge(event(1, "仓库里还有乙醇"))
    assert ["q"] == [one.policy for one in found.violations]


def _of(policy: Policy, name: str) -> Lexicon:
    return next(one for one in policy.lexicons if one.name == name)


@pytest.mark.parametrize("name", sorted(path.stem[:3] for path in PACKS.glob("P*.policy"))[::9])
def test_a_policy_alone_is_left_as_it_is(name: str) -> None:
    """Nothing is rebuilt where there is nothing to share."""
    policy = load(name)

    assert pooled((policy,)) == (policy,)
