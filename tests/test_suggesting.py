"""What is suggested for a lexicon, each with its evidence."""

from __future__ import annotations

from wechat_policy.rules.lexicons import Entry, Lexicon
from wechat_policy.tuning import LearnedEntry, LearnedLexicon, suggest

BAD = [f"{who}刷单返现日结" for who in ("兼职", "宝妈", "学生", "在家")] + [
    f"{who}招代理{how}" for who in ("诚", "现", "急") for how in ("加我", "私聊")
]
GOOD = [f"{who}水果很新鲜" for who in ("食堂", "楼下", "超市", "今天")] + [
    f"{who}私聊{what}" for who in ("有事", "急事") for what in ("我说", "他问", "再谈")
]
TEXTS, LABELS = [*BAD, *GOOD], [True] * len(BAD) + [False] * len(GOOD)


def lexicon(*words: str) -> Lexicon:
    """A lexicon of words that are each enough."""
    return Lexicon("ours", tuple(map(Entry, words)))


def test_a_word_is_added_for_what_is_missed() -> None:
    """With its counts, its precision, what it brings in, and places of both labels."""
    told = suggest(lexicon("刷单"), TEXTS, LABELS)
    first = told.add[0]

    assert (told.quality.found, told.quality.missed, told.quality.false) == (4, 6, 0)
    assert "招" in first.word or "代理" in first.word
    assert (first.wanted, first.others, first.found, first.alarms) == (6, 0, 6, 0)
    assert first.precision is not None and first.precision.low < first.precision.value == 1
    for place in first.places:
        assert place.words[place.start : place.end] == first.word
        assert place.wanted == LABELS[place.number]


def test_what_is_found_already_is_not_suggested() -> None:
    """返现 stands in the same messages as 刷单, so it brings in nothing."""
    told = suggest(lexicon("刷单"), TEXTS, LABELS)

    assert not any("返现" in one.word for one in told.add)


def test_a_word_that_harms_is_dropped() -> None:
    """私聊 stands in more harmless messages than others."""
    told = suggest(lexicon("刷单", "招", "私聊"), TEXTS, LABELS)
    (drop,) = told.drop

    assert drop.word == "私聊"
    assert (drop.wanted, drop.others, drop.found, drop.alarms) == (3, 6, 0, -6)


def test_words_within_words_are_told() -> None:
    """A suggestion says which words of the lexicon stand in it, or it in them."""
    texts = [*(f"{who}招小代理" for who in "甲乙丙丁"), *(f"{who}招工" for who in "甲乙丙丁")]
    told = suggest(lexicon("招小代理商"), texts, [True] * 4 + [False] * 4)

    assert [(one.word, one.within) for one in told.add] == [("招小代理", ("招小代理商",))]
    assert told.silent == ("招小代理商",)


def test_names_and_numbers_are_not_suggested() -> None:
    """Whoever is written about in bad messages is no reason to look at others."""
    bad = [
        f"我叫王建国，电话13800138000，工号a12，{what}" for what in ("在吗", "你好", "您好", "快")
    ]
    good = ["会议改到三点"] * 4
    told = suggest(lexicon("无"), [*bad, *good], [True] * 4 + [False] * 4)
    words = {one.word for one in told.add}

    assert not any(part in word for word in words for part in ("王", "建国", "138", "a12"))
    kept = suggest(lexicon("无"), [*bad, *good], [True] * 4 + [False] * 4, names=["电话"])
    assert not any("电话" in one.word for one in kept.add)


def test_weights_are_weighed_anew() -> None:
    """A word that is enough by itself gets the threshold, where the score decides."""
    learned = LearnedLexicon(
        "l", (LearnedEntry("刷单", 0.5, 4, 0), LearnedEntry("水果", 0.1, 0, 4)), 1.0
    )
    told = suggest(learned, TEXTS, LABELS)
    one = next(one for one in told.reweigh if one.word == "刷单")

    assert (one.weight, one.new_weight, one.found, one.alarms) == (0.5, 1.0, 4, 0)
    assert told.threshold == 1.0


def test_it_is_the_same_each_time_and_tells_itself() -> None:
    """Nothing is left to chance; as JSON it has every list."""
    ours = lexicon("刷单", "招", "私聊")
    told = suggest(ours, TEXTS, LABELS)

    assert told == suggest(ours, TEXTS, LABELS)
    assert told.to_dict()["drop"][0]["word"] == "私聊"
    assert told.to_dict()["quality"]["found"] == 10


def test_labels_may_come_by_id() -> None:
    """Of events only those count that somebody labelled."""
    events = [{"type": "message", "id": f"m{number}", "text": text}
              for number, text in enumerate([*TEXTS, "刷单没标注"])]  # fmt: skip
    by_id = {f"m{number}": label for number, label in enumerate(LABELS)}
    told = suggest(lexicon("刷单"), events, by_id)

    assert told.quality == suggest(lexicon("刷单"), TEXTS, LABELS).quality
    assert told.add[0].places[0].id == "m4"
