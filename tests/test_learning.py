"""A lexicon learned from labelled texts says in the language what the model says."""

from __future__ import annotations

from pathlib import Path

import pytest

from wechat_policy import Engine, loads
from wechat_policy.tuning import learn_lexicon
from wechat_policy.tuning.fitting import Method
from wechat_policy.wordlists import read_words

BAD = [
    f"{who}刷单返现{how}"
    for who in ("兼职", "宝妈", "学生")
    for how in ("日结", "加我", "稳赚", "私聊")
]
GOOD = [
    f"{who}请勿{what}"
    for who in ("各位", "大家", "同事")
    for what in ("刷单", "返现", "相信日结", "私聊转账")
]
TEXTS, LABELS = [*BAD, *GOOD], [True] * len(BAD) + [False] * len(GOOD)


def test_it_tells_the_labels_apart() -> None:
    """What it was learned from is told apart by the score and the threshold."""
    learned = learn_lexicon(TEXTS, LABELS, 40, method=Method(least=2))
    found = [score >= learned.threshold for score in learned.scores(TEXTS)]

    assert LABELS == found
    assert len(learned.entries) <= 40
    assert any(entry.weight < 0 for entry in learned.entries)


def test_the_same_texts_give_the_same_lexicon() -> None:
    """Nothing in it is left to chance."""
    assert learn_lexicon(TEXTS, LABELS, 30) == learn_lexicon(TEXTS, LABELS, 30)


def test_harmless_texts_give_no_words() -> None:
    """Everyday texts keep weights down, and no group of theirs is taken."""
    learned = learn_lexicon(
        TEXTS, LABELS, 500, harmless=["今天食堂吃面"] * 10, method=Method(least=1)
    )

    assert not {"食", "堂", "面"} & {entry.word for entry in learned.entries}


def test_a_policy_judges_by_it(tmp_path: Path) -> None:
    """Written to a file of words, it scores in a policy as it does here."""
    learned = learn_lexicon(TEXTS, LABELS, 40, method=Method(least=2))
    path = tmp_path / "learned.csv"
    path.write_text(learned.to_csv(), "utf-8")
    head = '制度 "l"\n词库 学来 = 文件 "learned.csv"\n'
    policy = f"{head}条款 一\n  疑似 消息 当 正文 得分 学来 >= {learned.threshold}\n"
    engine = Engine(loads(policy, str(tmp_path / "l.policy")))

    assert {entry.word: entry.weight for entry in learned.entries} == {
        entry.word: entry.weight for entry in read_words(path)
    }
    for number, (text, score) in enumerate(zip(TEXTS, learned.scores(TEXTS), strict=True)):
        verdict = engine.judge(
            {"type": "message", "id": str(number), "at": "2026-03-03T10:00:00+08:00",
             "sender": "u", "kind": "text", "text": text}
        )  # fmt: skip
        assert bool(verdict.violations) == (score >= learned.threshold)


@pytest.mark.parametrize(
    ("texts", "labels"), [(["一"], [True, False]), (["一", "二"], [True, True]), ([], [])]
)
def test_wrong_use(texts: list[str], labels: list[bool]) -> None:
    """Labels that do not fit the texts, or of one kind only, are refused."""
    with pytest.raises(ValueError, match="label"):
        learn_lexicon(texts, labels)
