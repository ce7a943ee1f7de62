"""Further readings of a text: what each finds, what it leaves alone, and the way back."""

from __future__ import annotations

import logging
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from growing import growth
from hypothesis import given
from hypothesis import strategies as st
from playing import SKINS, message, played, policy, violations

from wechat_policy.lexical import Skin
from wechat_policy.readings import NARROWINGS, READINGS
from wechat_policy.readings.quoting import quoted
from wechat_policy.readings.view import View
from wechat_policy.readings.viewed import Viewed
from wechat_policy.rules.lexicons import Entry, Lexicon, Scanner
from wechat_policy.segmenter import tokens
from wechat_policy.text import fold
from wechat_policy.words import LEVELS
from wechat_policy.words import READINGS as NAMES

WORDS = ("刷单", "加微信", "赌博", "客户名单", "返利", "报价单", "下注")


def found(reading: str, text: str, words: Sequence[str] = WORDS) -> list[tuple[str, str]]:
    """The words that a text holds in a reading, each with what stands for it."""
    reader = READINGS[reading].reader({number: fold(word) for number, word in enumerate(words)})
    return [(words[number], text[start:end]) for start, end, number in reader.find(text)]


HIDDEN: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {
    "symbols": [
        ("来刷*单，日结", [("刷单", "刷*单")]),
        ("加★微★信聊", [("加微信", "加★微★信")]),
        ("Ａ组下 注🙂", [("下注", "下 注")]),
        ("刷\u200b单的来", [("刷单", "刷\u200b单")]),
        ("今晚下🎲注", [("下注", "下🎲注")]),
    ],
    "repeats": [
        ("一起刷刷刷单", [("刷单", "刷刷刷单")]),
        ("下下注注啦", [("下注", "下下注注")]),
    ],
    "split": [
        ("今晚去贝者博吗", [("赌博", "贝者博")]),
        ("又说辶反禾刂", [("返利", "辶反禾刂")]),
        ("要加彳山一几攵信吗", []),
    ],
    "pinyin": [
        ("要不要jia wei xin聊", [("加微信", "jia wei xin")]),
        ("shua单日结", [("刷单", "shua单")]),
        ("今晚XiaZhu", [("下注", "XiaZhu")]),
    ],
    "initials": [
        ("一起sd赚钱", [("刷单", "sd")]),
        ("要khmd的私", [("客户名单", "khmd")]),
        ("有sdfl哦", [("刷单", "sd"), ("返利", "fl")]),
        ("qzkhmda", [("客户名单", "khmd")]),
    ],
    "homophones": [
        ("姐妹们来唰丹吧", [("刷单", "唰丹")]),
        ("佳薇芯聊", [("加微信", "佳薇芯")]),
        ("𠮷店有反莉", [("返利", "反莉")]),
    ],
    "lookalikes": [
        ("来涮単吧姐妹", [("刷单", "涮単")]),
        ("咖徽信发资料", [("加微信", "咖徽信")]),
        ("今晚下炷，稳赢", [("下注", "下炷")]),
    ],
    "stand_ins": [
        ("➕微✉️聊", [("加微信", "➕微✉️")]),
        ("快来🪥单，日结", [("刷单", "🪥单")]),
        ("今晚⬇️注", [("下注", "⬇️注")]),
        ("一起7️⃣下🥚", []),
    ],
    "shuffled": [
        ("来单刷吧", [("刷单", "单刷")]),
        ("户客名单要不要", [("客户名单", "户客名单")]),
        ("加信微聊", [("加微信", "加信微")]),
        ("客的户名单有吗", [("客户名单", "客的户名单")]),
    ],
}


@pytest.mark.parametrize(
    ("reading", "text", "expected"),
    [(reading, *row) for reading, rows in HIDDEN.items() for row in rows],
)
def test_hidden_words_are_found(reading: str, text: str, expected: list[tuple[str, str]]) -> None:
    """A word that is hidden in the way of the reading is found at its place."""
    assert found(reading, text) == expected


HARMLESS: dict[str, list[str]] = {
    "symbols": ["他刷，单位报销", "我先下，注意安全", "下 注意事项", "加微，信不信由你"],
    "repeats": ["刷刷牙", "哈哈哈哈", "谢谢谢谢"],
    "split": ["贝壳和学者", "女人且行", "他说反正"],
    "pinyin": ["Jiawei的信", "shuang单", "baoxiazhubao"],
    "initials": ["wsdf编号", "SDK升级", "这是USD"],
    "homophones": ["下主干道", "他家为新人准备", "耍单杠", "返回力度"],
    "lookalikes": ["上下住户都在", "单子刷新了", "我们加班", "报价草稿单"],
    "stand_ins": ["加班，微信说😁", "下班啦👋注意安全", "订单3件", "今天好😂"],
    "shuffled": ["单独刷卡", "户外的客人名单", "注意下面", "利润返还"],
}


@pytest.mark.parametrize(
    ("reading", "text"), [(reading, one) for reading, rows in HARMLESS.items() for one in rows]
)
def test_ordinary_words_are_left_alone(reading: str, text: str) -> None:
    """What merely sounds or looks so, and the words of a sentence that touch, are no finds."""
    assert found(reading, text) == []


@pytest.mark.parametrize("reading", READINGS)
@given(
    text=st.text(st.sampled_from("刷单加微信赌博客户名返利下注贝者*，. a🎲jiawexnshud𠮷\u200b\x00"))
)
def test_finds_lead_back_to_the_text(reading: str, text: str) -> None:
    """A find is a stretch of the original in which the word does not stand as it is."""
    reader = READINGS[reading].reader({number: fold(word) for number, word in enumerate(WORDS)})
    for start, end, number in reader.find(text):
        assert 0 <= start < end <= len(text)
        assert fold(text[start:end]) != fold(WORDS[number])


@given(text=st.text(max_size=40))
def test_views_run_through_the_text(text: str) -> None:
    """What a view stands for lies in the text, in order."""
    for reading in READINGS.values():
        view = reading.look(WORDS)(text) if isinstance(reading, Viewed) else None
        if view is not None:
            _runs(view, text)


def _runs(view: View, text: str) -> None:
    assert len(view.text) == len(view.starts) == len(view.ends)
    places = [place for pair in zip(view.starts, view.ends, strict=True) for place in pair]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


def test_the_names_are_those_of_the_language() -> None:
    """Every reading has its Chinese name, and each level stands for readings."""
    assert {*READINGS, *NARROWINGS, "literal", *LEVELS} == NAMES.keys()
    assert {one for those in LEVELS.values() for one in those} == READINGS.keys()


LEXICON = 'lexicon ads = {"刷单" 2, "返利"} except {"刷单身"}'
CLAUSE = "clause c\n  forbid message when text contains ads\n"


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize(
    ("readings", "texts"),
    [
        ("", ["刷单"]),
        (" readings literal", ["刷单"]),
        (" readings homophones", ["刷单", "唰丹"]),
        (" readings spoken", ["刷单", "唰丹", "shua dan", "sd"]),
        (" readings respelt", ["刷单", "刷*单"]),
        (" readings every", ["刷单", "唰丹", "shua dan", "sd", "刷*单"]),
    ],
)
def test_a_lexicon_says_its_readings(readings: str, texts: list[str], skin: Skin) -> None:
    """Only the readings that an author names are looked for, beside the literal one."""
    judged = policy(f"{LEXICON}{readings}\n{CLAUSE}", skin=skin)
    all_texts = ("刷单", "唰丹", "shua dan", "sd", "刷*单", "刷单身")
    inputs = [message("03-02 09:00", text, text) for text in all_texts]

    assert [one.event for one in violations(played(judged, inputs))] == texts_in_order(
        texts, all_texts
    )


def texts_in_order(texts: Sequence[str], among: Sequence[str]) -> list[str]:
    """Those of the texts, in the order in which they were sent."""
    return [one for one in among if one in texts]


def test_evidence_names_the_word_and_the_reading() -> None:
    """Who reads the verdict sees what was written, what it stands for, and how it was read."""
    judged = policy(f"{LEXICON} readings every\n{CLAUSE}")
    (verdict,) = played(judged, [message("03-02 09:00", "m", "姐妹来唰丹，有返利")])
    told = [one.to_dict() for one in verdict.violations[0].evidence]

    assert told == [
        {"field": "text", "start": 3, "end": 5, "text": "唰丹", "word": "刷单",
         "reading": "homophones"},
        {"field": "text", "start": 7, "end": 9, "text": "返利"},
    ]  # fmt: skip


def test_each_lexicon_has_its_own_readings() -> None:
    """A word of two lexicons is found in a reading by the one that takes it."""
    plain = Lexicon("plain", (Entry("刷单"),))
    wide = Lexicon("wide", (Entry("刷单"),), readings=("homophones",))
    scan = Scanner([plain, wide]).scan("来唰丹吧")

    assert scan.hits(plain) == ()
    assert [(hit.word, hit.reading) for hit in scan.hits(wide)] == [("刷单", "homophones")]


def test_a_protected_phrase_protects_in_every_reading() -> None:
    """A find inside a phrase that the author excepts is none."""
    lexicon = Lexicon("a", (Entry("下注"),), ("沙漏下住",), ("homophones",))

    assert Scanner([lexicon]).scan("沙漏下住").hits(lexicon) == ()


@pytest.mark.parametrize(
    ("reading", "text", "expected"),
    [
        ("whole", "你看那只鸡", 1),
        ("whole", "我看见鸡蛋了", 0),
        ("whole", "来刷单吧", 1),
        ("own", "你个饭桶", 1),
        ("own", "这是一条引用/回复消息：\n“赵敏：你个饭桶”\n------\n别这么说", 0),
        ("own", "这是一条引用/回复消息：\n“赵敏：早”\n------\n你个饭桶", 1),
        ("own", "「赵敏：你个饭桶」\n- - - - - - - - -\n别骂人", 0),
        ("own", "> 你个饭桶\n别骂人", 0),
        ("own", "他说「饭桶」是骂人的", 1),
    ],
)
def test_readings_that_narrow(reading: str, text: str, expected: int) -> None:
    """`whole` finds words that no other word reaches into, `own` what was not taken over."""
    lexicon = Lexicon("narrow", tuple(map(Entry, ("鸡", "刷单", "饭桶"))), readings=(reading,))

    assert len(Scanner([lexicon]).scan(text).hits(lexicon)) == expected


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        ("", "「赵敏：早\n"),
        ("", "这是一条引用/回复消息："),
        ("这是一条引用/回复消息：\n", "  \n"),
        ("", "> 早\n"),
    ],
)
def test_quotations_take_linear_time(start: str, piece: str) -> None:
    """A message made to be slow to read is not: 60,000 characters took 40 seconds once."""
    few, many = (start + piece * (size // len(piece)) for size in (7_500, 60_000))

    assert growth(quoted, few, many) < 3 * 8


def test_a_word_has_readings_of_its_own() -> None:
    """A word is read as its lexicon says and as it says itself."""
    entries = (Entry("刷单", readings=("homophones",)), Entry("返利"))
    lexicon = Lexicon("mixed", entries, readings=("symbols",))
    scan = Scanner([lexicon]).scan("唰丹有反莉，返*利")

    assert [(hit.word, hit.reading) for hit in scan.hits(lexicon)] == [
        ("返利", "symbols"),
        ("刷单", "homophones"),
    ]


def test_segmenting_is_silent_and_private(caplog: pytest.LogCaptureFixture) -> None:
    """Loading the dictionary says nothing, and leaves jieba's own segmenter as it was."""
    import jieba

    with caplog.at_level(logging.DEBUG):
        assert tokens("他在单位刷牙")
    assert not caplog.records
    assert not jieba.dt.initialized


def test_a_policy_with_readings_pickles() -> None:
    """What is built for the readings is built again from the words."""
    before = policy(f"{LEXICON} readings every\n{CLAUSE}")
    after = pickle.loads(pickle.dumps(before))

    told = [
        violations(played(one, [message("03-02 09:00", "m", "唰丹")])) for one in (before, after)
    ]
    assert told[0] == told[1] != []


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("piece", ["刷", "a", "gan", "刷*", "尸", "唰丹", " ", "🎲"])
def test_a_huge_text_is_read_in_its_time(reading: str, piece: str) -> None:
    """What somebody writes to keep the service busy is read in time that grows with its length."""
    text = piece * 40_000
    finds = found(reading, text)

    assert len(finds) <= len(text)


def test_the_cache_is_the_user_s_own(tmp_path: Path) -> None:
    """The dictionary is kept in a folder that nobody else can write to, if one can be had."""
    script = "from wechat_policy.segmenter import tokens; print(len(tokens('他在单位')))"
    for home in (tmp_path / "cache", tmp_path / "file" / "cache"):
        (tmp_path / "file").touch()
        environment = {**os.environ, "XDG_CACHE_HOME": str(home)}
        run = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert (run.stdout.strip(), run.stderr) == ("3", "")

    (kept,) = (tmp_path / "cache" / "wechat-policy").iterdir()
    assert kept.name == "jieba.cache"
    if os.name == "posix":
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("reading", READINGS)
def test_one_character_is_found_as_it_stands_only(reading: str) -> None:
    """A word of one character sounds and looks like too many others."""
    lexicon = Lexicon("one", (Entry("单"),), readings=(reading,))
    scanner = Scanner([lexicon])
    for text in ("丹", "dan", "d", "箪", "他仹", "丷田十", "🧾"):
        assert scanner.scan(text).hits(lexicon) == ()
