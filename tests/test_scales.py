"""Lexicons that speak for and against: their sums, what they call for, and what they show."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy import Engine, Policy, loads
from wechat_policy.rules.lexicons import Entry, Hit, Lexicon, Scanner, carrying, total_of
from wechat_policy.source import Span
from wechat_policy.text import fold

TEXTS = st.text("刷单返现别信请勿Ａa ", max_size=12)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.text("刷单返现别信请勿Ａa", min_size=1, max_size=3),
        st.integers(-300, 300).map(lambda number: number / 100),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda entry: fold(entry.word),
)


def weighing(entries: list[Entry]) -> Lexicon:
    return Lexicon("learned", (*entries, Entry("绝无此词", -1.0)))


@given(ENTRIES, ENTRIES, TEXTS)
def test_the_sum_is_that_of_the_words_in_the_text(
    some: list[Entry], others: list[Entry], text: str
) -> None:
    """Each different word counts once, whatever other lexicon has it too."""
    lexicons = (weighing(some), weighing(others))
    scan = Scanner(lexicons).scan(text)

    for lexicon in lexicons:
        held = [one for one in lexicon.entries if fold(one.word) in fold(text)]
        assert round(sum(one.weight for one in held), 6) == scan.total(lexicon)
        assert {one.word for one in held} == {hit.word for hit in scan.hits(lexicon)}
        assert bool(held) == scan.holds(lexicon)


@given(ENTRIES, TEXTS)
def test_an_ordinary_lexicon_sums_alike(entries: list[Entry], text: str) -> None:
    """Among the other words, a lexicon without words that speak against comes to the same."""
    plain = [attrs.evolve(one, weight=abs(one.weight)) for one in entries]
    scanner = Scanner([Lexicon("plain", tuple(plain)), weighing(plain)])
    ordinary, learned = [*scanner._books, *scanner.scale._places]  # type: ignore[union-attr]
    scan = scanner.scan(text)

    assert scan.total(ordinary) == scan.total(learned)


def test_what_carries_a_score() -> None:
    """The heaviest words are shown, and as many as make up the sum."""
    hits = tuple(
        Hit(Span(at, at + 1), word, weight)
        for at, (word, weight) in enumerate(
            [("甲", 0.5), ("乙", 3.0), ("丙", -2.0), ("丁", 1.0), ("乙", 3.0)]
        )
    )

    assert 2.5 == total_of(hits)
    assert ["乙", "乙"] == [hit.word for hit in carrying(hits)]
    assert ["甲", "乙"] == [hit.word for hit in carrying(hits[:2])]


POLICY = """\
制度 "w"
词库 口吻 = {"刷单" 3, "返现" 2, "请勿" 1}
词库 反话 = 口吻 + 文件 "against.csv"
条款 像刷单
  疑似 消息 当 正文 得分 反话 >= 4
"""


def policy(folder: Any) -> Policy:
    (folder / "against.csv").write_text("word,weight\n请勿,-4\n相信,-1.5\n", "utf-8")
    return loads(POLICY, str(folder / "w.policy"))


def event(text: str) -> dict[str, object]:
    return {
        "type": "message", "id": f"m{text}", "at": "2026-03-03T10:00:00+08:00", "sender": "u",
        "kind": "text", "text": text,
    }  # fmt: skip


def test_a_policy_with_words_that_speak_against(tmp_path: Any) -> None:
    """The sum decides, one by one and in blocks; the evidence is what carried it."""
    texts = ["刷单返现", "请勿相信刷单返现", "刷单，返现，相信", "刷单", "", "返現刷單相信我"]
    one_by_one = [Engine(policy(tmp_path)).judge(event(text)) for text in texts]
    together = list(Engine(policy(tmp_path)).judge_many([event(text) for text in texts]))

    assert [True, False, False, False, False, False] == [bool(v.violations) for v in one_by_one]
    assert [bool(v.violations) for v in one_by_one] == [bool(v.violations) for v in together]
    (violation,) = one_by_one[0].violations
    assert ["刷单", "返现"] == [one.text for one in violation.evidence]
