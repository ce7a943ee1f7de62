"""A lexicon learned from labelled texts says in the language what the model says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wechat_policy import Engine, loads
from wechat_policy.lexical import Skin
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


def engine_flags(policy: str, texts: list[str]) -> list[bool]:
    """What an engine finds by the text of a policy."""
    engine = Engine(loads(policy))
    return [
        bool(
            engine.judge(
                {"type": "message", "id": str(number), "at": "2026-03-03T10:00:00+08:00",
                 "sender": "u", "kind": "text", "text": text}
            ).violations
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip


@pytest.mark.parametrize("skin", ["zh", "en"])
@pytest.mark.parametrize("size", [3, 12, 40])
def test_its_clause_says_what_it_says(skin: Skin, size: int) -> None:
    """The engine judges by the printed text as the learner does, exactly, weights below 0 too."""
    learned = learn_lexicon(TEXTS, LABELS, size, method=Method(least=2))
    texts = [*TEXTS, "", "没有词", "刷單ＪＩＡ我", *(one + other for one in BAD for other in GOOD)]
    policy = learned.to_policy(skin)
    (lexicon,) = loads(policy).lexicons

    assert engine_flags(policy, texts) == [learned.flags(text) for text in texts]
    assert lexicon.entries == learned.lexicon.entries
    assert 0 < len(learned.entries) <= size
    assert all(one.weight == round(one.weight, 2) for one in learned.entries)
    assert "#" in policy.split("\n")[0]


def test_the_curve_is_of_texts_left_out() -> None:
    """It goes up to the size asked for, counts each text once, and nobody learns from a copy."""
    rows = [(f"{text}{number}号", label) for text, label in zip(TEXTS, LABELS, strict=True)
            for number in range(3)]  # fmt: skip
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    learned = learn_lexicon(texts, labels, 30, sizes=[5, 10, 90], harmless=["开会了"] * 7)

    assert [one.size for one in learned.curve] == [5, 10, 30]
    for one in learned.curve:
        quality = one.quality
        assert quality.found + quality.missed == sum(labels) == learned.wanted
        assert quality.false + quality.spared == len(labels) - sum(labels) == learned.others
        assert (one.harmless, learned.harmless) == (7, 7)
        assert one.threshold > 0
        assert quality.f1 is not None
        assert one.lowest <= quality.f1.value <= one.highest
    assert learned.measured is not None and learned.threshold == learned.measured.threshold


def test_nobody_learns_from_a_copy() -> None:
    """Texts that differ in a number only are left out together: they would tell of themselves."""
    texts, labels = [], []
    for place in range(60):
        for copy in range(4):
            texts.append(f"{chr(0x4E00 + 7 * place)}{chr(0x5E00 + 5 * place)}见{copy}")
            labels.append(place % 2 == 0)
    learned = learn_lexicon(texts, labels, 200)

    assert learned.entries
    assert learned.measured is not None and learned.measured.quality.found == 0


def test_the_threshold_keeps_false_alarms_down() -> None:
    """At most so many everyday texts are flagged as is allowed, whatever F1 would like."""
    harmless = [f"{who}刷单返现的新闻{number}" for who in ("说", "看") for number in range(10)]
    strict = learn_lexicon(TEXTS, LABELS, 40, harmless=harmless, most_alarms=0.0)
    lax = learn_lexicon(TEXTS, LABELS, 40, harmless=harmless, most_alarms=1.0)

    assert strict.measured is not None and strict.measured.harmless_flagged == 0
    assert strict.threshold >= lax.threshold


def test_entries_tell_who_holds_them() -> None:
    """Each word with the texts of each kind that hold it; no long numbers among them."""
    texts = [f"{text}13800138000" for text in TEXTS]
    learned = learn_lexicon(texts, LABELS, 400, harmless=["各位刷单"], method=Method(least=1))
    held = {one.word: (one.wanted, one.others, one.harmless) for one in learned.entries}

    assert held["刷单"] == (12, 3, 1)
    assert not any(word.isdigit() and len(word) > 3 for word in held)
    told = learned.to_dict()
    assert told["learned_from"] == {"wanted": 12, "others": 12, "harmless": 1, "parts": 5}
    assert len(told["entries"]) == told["size"]


def test_events_are_learned_from_by_their_labels() -> None:
    """Events count by their text, and only those with a label."""
    events = [{"type": "message", "id": f"m{number}", "text": text}
              for number, text in enumerate([*TEXTS, "刷单没看过"])]  # fmt: skip
    by_id = {f"m{number}": label for number, label in enumerate(LABELS)}

    assert learn_lexicon(events, by_id, 20) == learn_lexicon(TEXTS, LABELS, 20)


@pytest.mark.long
def test_the_marks_on_labelled_text_are_met() -> None:
    """Where labelled text is at hand, a short lexicon reaches what bench/learning.py demands."""
    script = Path(__file__).parents[1] / "bench" / "learning.py"
    result = subprocess.run([sys.executable, str(script)], check=False)

    assert result.returncode == 0


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
