"""What a text must hold for a pattern to match, read off the pattern."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from playing import message, played, policy, violations

from wechat_policy.rules.clues import clue
from wechat_policy.text import fold, plain

CLUES: list[tuple[str, str, set[str] | None]] = [
    ("加微信", "", {"加微信"}),
    ("加(?:微信|薇信)", "", {"加微信", "加薇信"}),
    ("加[微薇]信?", "", {"加微", "加薇", "加微信", "加薇信"}),
    ("加.{0,3}微信", "", {"微信"}),
    ("(?:转账|打款)[^，]{0,9}给我", "", {"给我"}),
    ("(?:刷单)+返", "", {"刷单"}),
    ("(?:刷单)?返利", "", {"返利", "刷单返利"}),
    ("(?:刷单)*", "", None),
    ("[赢输]了", "", {"赢了", "输了"}),
    ("赢|输了", "", {"赢", "输了"}),
    (r"\d{6}", "", None),
    (r"(?<!不)要(?!求)钱", "", {"要钱"}),
    (r"小[\p{Han}]跟老板", "", {"跟老板"}),
    ("[繁簡]體字", "", {"繁体字", "简体字"}),
    ("ＶＸ", "", {"vx"}),
    ("Vpn", "i", {"vpn"}),
    ("kiss", "i", None),
    ("(?i)wei xin", "", {"we"}),
    ("(?:转账){e<=1}", "", None),
    ("[[:alpha:]]转账", "", None),
    ("(?>转账)了", "", {"转账了"}),
    ("(转账", "", None),
]


@pytest.mark.parametrize(("source", "flags", "expected"), CLUES)
def test_clues(source: str, flags: str, expected: set[str] | None) -> None:
    """Words of which every match holds one; none where there are none, or short ones only."""
    assert clue(source, flags) == expected


SOURCES = [source for source, _, expected in CLUES if expected is not None]
PIECES = (
    "加 微信 薇信 微 薇 信 转账 打款 ， 给我 刷单 返 返利 赢 输 了 不 要 求 钱 小明 跟老板 "
    "繁 簡 简 體 体 字 ＶＸ vx ＶX VPN we wEi"
)
TEXTS = st.lists(st.sampled_from(PIECES.split()), max_size=8).map("".join)


@given(source=st.sampled_from(SOURCES), text=TEXTS)
def test_every_match_holds_its_clue(source: str, text: str) -> None:
    """Where a pattern matches, in the text or its plain form, one word of its clue stands."""
    words = clue(source, "")
    assert words is not None
    expression = regex.compile(source)
    if expression.search(text) or expression.search(plain(text)):
        assert any(word in fold(text) for word in words)


@pytest.mark.parametrize(
    ("pattern", "text", "span"),
    [
        ("/加微[信]/", "快加微信", (1, 4)),
        ("/转账给我/", "快轉賬給我", (1, 5)),
        ("/轉賬給我/", "快轉賬給我", (1, 5)),
        ("/V\\d{3}，/", "加Ｖ１２３，谢谢", None),
        ("/[Vv]\\d{3}，/", "加Ｖ１２３，谢谢", (1, 6)),
        ("/转.账/", "转！账", (0, 3)),
    ],
)
def test_patterns_see_the_plain_text(pattern: str, text: str, span: tuple[int, int] | None) -> None:
    """Half width, simplified script, punctuation as it stands; places are of the original."""
    judged = policy(f"clause c\n  forbid message when text matches {pattern}\n")
    found = [
        (place.start, place.end)
        for one in violations(played(judged, [message("03-02 09:00", "m", text)]))
        for place in one.evidence
    ]
    assert found == ([] if span is None else [span])


def test_a_full_width_letter_is_small() -> None:
    """The plain form of a wide capital is a small letter: its case does not come back."""
    assert plain("Ａb體，") == "ab体，"
    assert plain("Ab體，") == "Ab体，"
